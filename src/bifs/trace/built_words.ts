/**
 * How many words of a result are new: those of its terms that cannot be reached from what it was made of.
 *
 * OTP's BIFs put their results on the heap of their caller, and share what they can with the arguments; the same objects are
 * shared here. Both walks are iterative, and visit each object once.
 */
import type { Exec } from "../../runtime/exec.ts";
import { Atom } from "../../term/atom.ts";
import { Bits } from "../../term/bits.ts";
import { Cons, NIL } from "../../term/list.ts";
import { FlatMap } from "../../term/map_flat.ts";
import { HashMap, hashChildren, type Node } from "../../term/map_hash.ts";
import type { Term } from "../../term/term.ts";
import { bigWords, heapBitsWords, ON_HEAP_BITS, ownWords, pushParts, tupleWords } from "../term_words.ts";

/** A reference to a part of a buffer. OTP: ERL_SUB_BITS_SIZE. */
export const SUB_BITS_WORDS = 5;
/** The same with a reference to the buffer itself. OTP: ERL_REFC_BITS_SIZE. */
export const REFC_BITS_WORDS = 8;

/** Elements of a JavaScript Set at most, with room to spare. */
const SET_LIMIT = 16_000_000;

/** A part of a binary that is there already. OTP: erts_build_sub_bitstring(). */
export function subBitsWords(bits: number): number {
  return bits <= ON_HEAP_BITS ? heapBitsWords(bits) : SUB_BITS_WORDS;
}

export function isImmediate(t: unknown): boolean {
  return typeof t === "number" || t instanceof Atom || t === NIL || t === undefined;
}

/** Words of `result` that are not in `sources` either. */
export function newWords(result: Term, sources: readonly Term[], release: number): number {
  if (isImmediate(result) || sources.includes(result)) return 0;
  if (typeof result === "bigint") return bigWords(result);
  const walk = new Walk(release);
  for (const s of sources) if (!isImmediate(s)) walk.known(s);
  return walk.count(result);
}

/**
 * As `newWords` of a map that has been made of `old` by putting `pairs` pairs into it. When a small map gets other keys, OTP makes
 * room for all pairs beside the old ones, and with a single pair one word more. OTP: erts_gc_update_map_assoc().
 */
export function newMapWords(result: Term, sources: readonly Term[], old: Term, pairs: number, release: number): number {
  const n = newWords(result, sources, release);
  if (!(result instanceof FlatMap && old instanceof FlatMap) || old.size === 0 || result.size === old.size) return n;
  return n + (pairs === 1 ? 1 : old.size + pairs - result.size);
}

/** An exception's stack trace as it is raised, whether there is as much to be told or not. OTP: save_stacktrace(). */
export function raisedWords(x: Exec): number {
  return STACK_TRACE_WORDS + x.depth;
}
const STACK_TRACE_WORDS = 8;

class Walk {
  private readonly release: number;
  private seen = new Set<object>();
  private readonly full: Set<object>[] = [];
  private readonly buffers: Bits[] = [];
  /** A large map is among the sources. */
  private largeMap = 0;

  constructor(release: number) {
    this.release = release;
  }

  private first(t: object): boolean {
    if (this.seen.has(t)) return false;
    for (const s of this.full) if (s.has(t)) return false;
    if (this.seen.size >= SET_LIMIT) {
      this.full.push(this.seen);
      this.seen = new Set();
    }
    this.seen.add(t);
    return true;
  }

  known(source: Term): void {
    this.visit(source, (t) => {
      if (t instanceof Bits) this.buffers.push(t);
      else if (t instanceof HashMap) {
        this.largeMap = Math.max(this.largeMap, t.size);
        this.nodes(t.root);
      } else if (t instanceof FlatMap) this.first(t.keys);
      return 0;
    });
  }

  count(result: Term): number {
    return this.visit(result, (t) => this.own(t));
  }

  /** The sum of what `words` says of each object not visited yet. */
  private visit(top: Term, words: (t: Term) => number): number {
    let n = 0;
    const todo: Term[] = [top];
    for (let t = todo.pop(); t !== undefined; t = todo.pop()) {
      while (t instanceof Cons && t !== NIL && this.first(t)) {
        n += words(t);
        if (!isImmediate(t.head)) todo.push(t.head);
        t = t.tail as Term;
      }
      if (t instanceof Cons || isImmediate(t)) continue;
      if (typeof t === "bigint") n += words(t);
      else if (this.first(t as object)) {
        n += words(t);
        pushParts(t, todo);
      }
    }
    return n;
  }

  private own(t: Term): number {
    if (t instanceof Cons) return 2;
    if (typeof t === "bigint") return bigWords(t);
    if (t instanceof Bits) {
      if (t.size <= ON_HEAP_BITS) return heapBitsWords(t.size);
      return this.buffers.some((b) => contains(b, t)) ? SUB_BITS_WORDS : REFC_BITS_WORDS;
    }
    // The keys of a small map are a tuple that maps share.
    if (t instanceof FlatMap) return 3 + t.size + (this.first(t.keys) ? tupleWords(t.size) : 0);
    if (t instanceof HashMap && this.largeMap > 0) {
      const pairs = Math.abs(t.size - this.largeMap) || 1;
      return 1 + 2 * pairs + this.nodes(t.root);
    }
    return ownWords(t, this.release, true);
  }

  /** Words of the tree nodes below `root` not visited yet: a header and a word for each pair and child. */
  private nodes(root: Node): number {
    let n = 0;
    const todo: Node[] = [root];
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      if (!this.first(node)) continue;
      const children = hashChildren(node);
      n += 1 + (node.length - 2 - children.length) / 2 + children.length;
      todo.push(...children);
    }
    return n;
  }
}

function contains(whole: Bits, part: Bits): boolean {
  return (
    whole.bytes === part.bytes && whole.offset <= part.offset && part.offset + part.size <= whole.offset + whole.size
  );
}
