/**
 * How much memory a process's terms take, in words as OTP counts them: by walking all it can reach.
 *
 * Terms that are reached twice count once, as on a heap. Literals and terms shared with other processes count for each
 * process that reaches them, because here nobody owns a term.
 * Invariant: the walk is iterative; it visits each object once.
 * OTP: erts_process_memory() in erl_process.c; sizes of terms in erl_term.h.
 */
import { Bits } from "../term/bits.ts";
import { Float } from "../term/float.ts";
import { Fun, funEnv } from "../term/fun.ts";
import { Pid, Port, Ref } from "../term/identifier.ts";
import { Cons, NIL } from "../term/list.ts";
import { ErlMap } from "../term/map.ts";
import { mapForEach } from "../term/map_ops.ts";
import { NativeRecord } from "../term/native_record.ts";
import type { Term } from "../term/term.ts";
import { arity, element, Tuple } from "../term/tuple.ts";
import type { Process } from "./process.ts";
import { Point } from "./point.ts";

/** Binaries up to so many bytes live on the heap. OTP: ERL_ONHEAP_BIN_LIMIT. */
const ON_HEAP_BINARY = 64;
/** Words of the process structure itself and its smallest allocations: what OTP's is measured at. */
const PROCESS_WORDS = 100;

export interface ProcessSize {
  /** Words of terms: heap, messages and dictionary. */
  heap: number;
  /** Words of saved frames. */
  stack: number;
  /** Bytes of large binaries, which are not on the heap, each once. */
  binaries: Map<Uint8Array, number>;
}

class Walk {
  heap = 0;
  readonly binaries = new Map<Uint8Array, number>();
  private readonly seen = new Set<object>();
  private readonly todo: unknown[] = [];

  add(t: unknown): void {
    if (typeof t === "object" && t !== null) this.todo.push(t);
    else if (typeof t === "bigint") this.heap += bigWords(t);
  }

  run(): void {
    for (let t = this.todo.pop(); t !== undefined; t = this.todo.pop()) this.visit(t as object);
  }

  private first(t: object): boolean {
    if (this.seen.has(t)) return false;
    this.seen.add(t);
    return true;
  }

  private visit(t: object): void {
    if (t instanceof Cons) this.list(t);
    else if (t instanceof Tuple) {
      const n = arity(t);
      if (n === 0 || !this.first(t)) return;
      this.heap += n + 1;
      for (let i = 0; i < n; i++) this.add(element(t, i));
    } else if (t instanceof Float) {
      if (this.first(t)) this.heap += 2;
    } else if (t instanceof Bits) this.bits(t);
    else if (t instanceof ErlMap) {
      if (!this.first(t)) return;
      this.heap += 3 + 2 * t.size;
      mapForEach(t, (k, v) => {
        this.add(k);
        this.add(v);
      });
    } else if (t instanceof Fun) {
      if (!this.first(t)) return;
      this.heap += 4 + t.code.numFree;
      for (const v of funEnv(t)) this.add(v);
    } else if (t instanceof Ref || ((t instanceof Pid || t instanceof Port) && t.node !== undefined)) {
      if (this.first(t)) this.heap += 4;
    } else if (t instanceof NativeRecord) {
      if (!this.first(t)) return;
      this.heap += 2 + t.values.length;
      for (const v of t.values) this.add(v);
    } else if (Array.isArray(t)) {
      // A group of frame values.
      if (this.first(t)) for (const v of t) this.add(v);
    }
  }

  private list(l: Cons): void {
    let t: Term = l;
    while (t instanceof Cons && t !== NIL && this.first(t)) {
      this.heap += 2;
      this.add(t.head);
      t = t.tail;
    }
    if (!(t instanceof Cons)) this.add(t);
  }

  private bits(b: Bits): void {
    if (!this.first(b)) return;
    const bytes = Math.ceil(b.size / 8);
    if (bytes <= ON_HEAP_BINARY) this.heap += 2 + Math.ceil(bytes / 8);
    else {
      this.heap += 8;
      this.binaries.set(b.bytes, b.bytes.length);
    }
  }
}

/** A header and one word for each 64 bits. */
function bigWords(n: bigint): number {
  return 1 + Math.ceil((n < 0n ? -n : n).toString(16).length / 16);
}

/** Measures a process whose frames are saved (any but the running one, or that one in a Capture). */
export function measure(p: Process): ProcessSize {
  const walk = new Walk();
  let stack = 0;
  for (let s = p.frames; s !== null; s = s.older) {
    for (let i = s.at; i < s.frame.length; i++) {
      const v = s.frame[i];
      stack++;
      if (!(v instanceof Point)) walk.add(v);
    }
  }
  walk.add(p.resumeValue);
  for (const m of p.mailbox.toArray()) walk.add(m);
  if (p.dictionary !== null) {
    for (const [k, v] of p.dictionary.entries()) {
      walk.heap += 5;
      walk.add(k);
      walk.add(v);
    }
  }
  walk.run();
  return { heap: walk.heap, stack, binaries: walk.binaries };
}

/** `process_info(P, memory)`: bytes. */
export function memoryBytes(size: ProcessSize): number {
  return (PROCESS_WORDS + size.heap + size.stack) * 8;
}
