/**
 * How much memory a process's terms take, in words as OTP counts them: by walking all it can reach.
 *
 * Terms that are reached twice count once, as on a heap. Literals and terms shared with other processes count for each
 * process that reaches them, because here nobody owns a term.
 * Invariant: the walk is iterative and linear. It notes each object it has visited, but of a list one cell in
 * SPACING, so that it stops soon where two lists share a tail and millions of cells need no notes.
 * OTP: erts_process_memory() in erl_process.c; sizes of terms in erl_term.h.
 */
import { atoms } from "../term/atom.ts";
import { Bits, referencedBytes } from "../term/bits.ts";
import { Float } from "../term/float.ts";
import { Fun, funEnv } from "../term/fun.ts";
import { Pid, Port, Ref } from "../term/identifier.ts";
import { Cons, NIL } from "../term/list.ts";
import { ErlMap } from "../term/map.ts";
import { NativeRecord } from "../term/native_record.ts";
import type { Term } from "../term/term.ts";
import { arity, element, Tuple, tuple2 } from "../term/tuple.ts";
import { Point } from "./point.ts";
import type { Process } from "./process.ts";
import { MIN_BIN_VHEAP_SIZE, MIN_HEAP_SIZE } from "./settings.ts";

const G = atoms(
  "old_heap_block_size",
  "heap_block_size",
  "mbuf_size",
  "recent_size",
  "stack_size",
  "old_heap_size",
  "heap_size",
);
const V = atoms("bin_vheap_size", "bin_vheap_block_size", "bin_old_vheap_size", "bin_old_vheap_block_size");

/** Binaries up to so many bytes live on the heap. OTP: ERL_ONHEAP_BIN_LIMIT. */
const ON_HEAP_BINARY = 64;
/** Words of the process structure itself and its smallest allocations: what OTP's is measured at. */
const PROCESS_WORDS = 100;
const SPACING = 16;
/** Elements of a JavaScript Set at most, with room to spare. */
const SET_LIMIT = 16000000;

export interface ProcessSize {
  /** Words of terms: heap, dictionary, and messages unless they are kept off the heap. */
  heap: number;
  /** Words of messages kept off the heap. */
  messages: number;
  /** Words of saved frames. */
  stack: number;
  /** Bytes of large binaries, which are not on the heap, each once. */
  binaries: Map<object, number>;
}

export class Walk {
  heap = 0;
  readonly binaries = new Map<object, number>();
  private seen = new Set<object>();
  private readonly full: Set<object>[] = [];
  private readonly todo: unknown[] = [];

  add(t: unknown): void {
    if (typeof t === "object" && t !== null) this.todo.push(t);
    else if (typeof t === "bigint") this.heap += bigWords(t);
  }

  /** Visits what has been added. */
  run(): void {
    for (let t = this.todo.pop(); t !== undefined; t = this.todo.pop()) this.visit(t as object);
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
      this.all(t.keyArray());
      this.all(t.valueArray());
    } else if (t instanceof Fun) {
      if (!this.first(t)) return;
      this.heap += 4 + t.code.numFree;
      this.all(funEnv(t));
    } else if (t instanceof Ref || ((t instanceof Pid || t instanceof Port) && t.node !== undefined)) {
      if (this.first(t)) this.heap += 4;
    } else if (t instanceof NativeRecord) {
      if (!this.first(t)) return;
      this.heap += 2 + t.values.length;
      this.all(t.values);
    } else if (Array.isArray(t)) {
      // A group of frame values.
      if (this.first(t)) this.all(t);
    }
  }

  private all(values: readonly unknown[]): void {
    for (let i = 0; i < values.length; i++) this.add(values[i]);
  }

  private list(l: Cons): void {
    let t: Term = l;
    for (let i = 0; t instanceof Cons && t !== NIL; i++) {
      if (i % SPACING === 0 && !this.first(t)) return;
      if (i % SPACING !== 0 && this.seen.has(t)) return;
      this.heap += 2;
      this.add(t.head);
      t = t.tail;
    }
    if (!(t instanceof Cons)) this.add(t);
  }

  private bits(b: Bits): void {
    if (!this.first(b)) return;
    const bytes = Math.ceil(b.size / 8);
    if (bytes <= ON_HEAP_BINARY) {
      this.heap += 2 + Math.ceil(bytes / 8);
      return;
    }
    this.heap += 8;
    const referenced = referencedBytes(b);
    this.binaries.set(referenced === b.bytes.length ? b.bytes : b, referenced);
  }
}

/** A header and one word for each 64 bits. */
function bigWords(n: bigint): number {
  return 1 + Math.ceil((n < 0n ? -n : n).toString(16).length / 16);
}

/** Adds all that `p` holds but its messages; returns the words of its saved frames. */
function addProcess(walk: Walk, p: Process): number {
  let stack = 0;
  for (let s = p.frames; s !== null; s = s.older) {
    for (let i = s.at; i < s.frame.length; i++) {
      const v = s.frame[i];
      stack++;
      if (!(v instanceof Point)) walk.add(v);
    }
  }
  walk.add(p.resumeValue);
  if (p.dictionary !== null) {
    for (const [k, v] of p.dictionary.entries()) {
      walk.heap += 5;
      walk.add(k);
      walk.add(v);
    }
  }
  return stack;
}

function addMessages(walk: Walk, p: Process): void {
  for (const m of p.mailbox.toArray()) walk.add(m);
}

/**
 * Measures a process whose frames are saved (any but the running one, or that one in a Capture). Without `messages` those are
 * off the heap.
 */
export function measure(p: Process, messages = true): ProcessSize {
  const walk = new Walk();
  const offHeap = !messages || p.settings?.messageQueueData.name === "off_heap";
  const stack = addProcess(walk, p);
  if (!offHeap) addMessages(walk, p);
  walk.run();
  const heap = walk.heap;
  if (offHeap) {
    addMessages(walk, p);
    walk.run();
  }
  return { heap, messages: walk.heap - heap, stack, binaries: walk.binaries };
}

/** What OTP tells of a heap; there is one generation, and it holds what can be reached. `block`: words of it in all. */
export function heapInfo(p: Process, size: ProcessSize, block = heapBlock(p, size)): Term[] {
  let bytes = 0;
  for (const n of size.binaries.values()) bytes += n;
  const binaryBlock = p.settings?.minBinVheapSize ?? MIN_BIN_VHEAP_SIZE;
  return [
    tuple2(G.old_heap_block_size, 0),
    tuple2(G.heap_block_size, block),
    tuple2(G.mbuf_size, 0),
    tuple2(G.recent_size, 0),
    tuple2(G.stack_size, size.stack),
    tuple2(G.old_heap_size, 0),
    tuple2(G.heap_size, size.heap),
    tuple2(V.bin_vheap_size, Math.ceil(bytes / 8)),
    tuple2(V.bin_vheap_block_size, binaryBlock),
    tuple2(V.bin_old_vheap_size, 0),
    tuple2(V.bin_old_vheap_block_size, binaryBlock),
  ];
}

/** Words of heap as OTP would have allocated them at least; the stack lies at its end. */
export function heapBlock(p: Process, size: ProcessSize): number {
  return Math.max(size.heap + size.stack, p.settings?.minHeapSize ?? MIN_HEAP_SIZE);
}

/** `process_info(P, memory)`: bytes. */
export function memoryBytes(size: ProcessSize): number {
  return (PROCESS_WORDS + size.heap + size.messages + size.stack) * 8;
}

/** Bytes of all processes together, terms they share counted once, and of the large binaries they reach. */
export function allProcessesBytes(processes: readonly Process[]): { processes: number; binaries: number } {
  const walk = new Walk();
  let words = PROCESS_WORDS * processes.length;
  for (const p of processes) {
    words += addProcess(walk, p);
    addMessages(walk, p);
    walk.run();
  }
  let binaries = 0;
  for (const bytes of walk.binaries.values()) binaries += bytes;
  return { processes: (words + walk.heap) * 8, binaries };
}
