/**
 * The stack of a match: choices to come back to and, between them, what each change of `v` replaced.
 * Invariant: a record's kind stands on top of its operands, so that the stack is read from its top alone.
 * OTP: the heap frames of match() in pcre_exec.c.
 */
import { Subject } from "./subject.ts";

/** What a stack record is; it stands on top of its operands. */
export const enum F {
  /** pc, pos */
  Choice = 0,
  /** index, old value */
  Undo,
  /** index, old value, old value of the next index */
  Undo2,
  /** pc after the item, least position, position */
  Greedy,
  /** the same for items of UTF-8 */
  GreedyWide,
  /** pc after the item, least position, position, kind */
  GreedyOdd,
  /** pc of the Repeat, position, items so far */
  Lazy,
  /** pc after the reference, least position, position, length */
  GreedyRef,
  /** pc of the RefRepeat, position, items so far, length */
  LazyRef,
  /** old start */
  Start,
  /** target, position */
  Not,
  /** target, position */
  Cond,
  /** `v` as it was, call */
  Call,
  /** `v` as it was inside, call */
  Returned,
  Commit,
  Prune,
  /** position */
  Skip,
  /** name */
  SkipName,
  /** pc */
  Then,
  /** name, position */
  Mark,
  /** pc, pos, from, to */
  ChoiceThen,
  /** from, to */
  LastThen,
  /** old end of the subject */
  End,
}

/** Words of each record, without `v`. */
export const SIZE = [3, 3, 4, 4, 4, 5, 4, 5, 5, 2, 3, 3, 2, 2, 1, 1, 2, 2, 2, 3, 5, 3, 2];

/** What undoes changes. */
const KEPT: ReadonlySet<F> = new Set([F.Undo, F.Undo2, F.Start, F.End, F.Call, F.Returned]);

/** A call under way. */
export class Call {
  readonly group: number;
  readonly target: number;
  readonly position: number;
  /** How far the match had looked when it began. */
  readonly lastUsed: number;
  readonly outer: Call | undefined;
  /** The stack's height when it began, and what `v` was. */
  readonly height: number;
  /** Its place in `Matcher.calls`. */
  readonly index: number;
  /** How many groups stay set after it. */
  readonly kept: number;
  constructor(
    group: number,
    target: number,
    kept: number,
    position: number,
    lastUsed: number,
    outer: Call | undefined,
    height: number,
    index: number,
  ) {
    this.kept = kept;
    this.index = index;
    this.group = group;
    this.target = target;
    this.position = position;
    this.lastUsed = lastUsed;
    this.outer = outer;
    this.height = height;
  }
}

const SLOTS = 256;

export class ChoiceStack extends Subject {
  protected stack = new Int32Array(SLOTS);
  protected sp = 0;
  /** Where the match starts, `\K` considered. */
  matchStart = 0;
  protected call: Call | undefined = undefined;
  protected calls: (Call | undefined)[] = [];

  // -- The stack.

  protected grow(n: number): void {
    const larger = new Int32Array(Math.max(this.stack.length * 2, this.sp + n + 16));
    larger.set(this.stack.subarray(0, this.sp));
    this.stack = larger;
  }

  protected push1(f: F): void {
    if (this.sp + 1 > this.stack.length) this.grow(1);
    this.stack[this.sp++] = f;
  }
  protected push2(a: number, f: F): void {
    if (this.sp + 2 > this.stack.length) this.grow(2);
    const { stack, sp } = this;
    stack[sp] = a;
    stack[sp + 1] = f;
    this.sp = sp + 2;
  }
  protected push3(a: number, b: number, f: F): void {
    if (this.sp + 3 > this.stack.length) this.grow(3);
    const { stack, sp } = this;
    stack[sp] = a;
    stack[sp + 1] = b;
    stack[sp + 2] = f;
    this.sp = sp + 3;
  }
  protected push4(a: number, b: number, c: number, f: F): void {
    if (this.sp + 4 > this.stack.length) this.grow(4);
    const { stack, sp } = this;
    stack[sp] = a;
    stack[sp + 1] = b;
    stack[sp + 2] = c;
    stack[sp + 3] = f;
    this.sp = sp + 4;
  }
  protected push5(a: number, b: number, c: number, d: number, f: F): void {
    this.push4(a, b, c, d);
    this.push1(f);
  }

  /** Sets `v[i]`, to be undone. */
  protected assign(i: number, value: number): void {
    this.push3(i, this.v[i] as number, F.Undo);
    this.v[i] = value;
  }

  /** Pushes all of `v` and `call`. */
  protected pushState(call: number, f: F): void {
    const { v } = this;
    if (this.sp + v.length + 2 > this.stack.length) this.grow(v.length + 2);
    this.stack.set(v, this.sp);
    this.sp += v.length;
    this.push2(call, f);
  }

  /** Drops the choices above `height`; what undoes changes stays. */
  protected cut(height: number): void {
    const { stack } = this;
    const width = this.v.length;
    const kept: number[] = [];
    let top = this.sp;
    while (top > height) {
      const f = stack[top - 1] as F;
      const size = (SIZE[f] as number) + (f === F.Call || f === F.Returned ? width : 0);
      if (KEPT.has(f)) kept.push(top - size, size);
      top -= size;
    }
    let to = height;
    for (let i = kept.length - 2; i >= 0; i -= 2) {
      const from = kept[i] as number;
      const size = kept[i + 1] as number;
      if (from !== to) stack.copyWithin(to, from, from + size);
      to += size;
    }
    this.sp = to;
  }

  /** Undoes everything above `height`. */
  protected undo(height: number): void {
    const { stack, v } = this;
    while (this.sp > height) {
      const f = stack[this.sp - 1] as F;
      this.sp -= SIZE[f] as number;
      const at = this.sp;
      if (f === F.Undo) v[stack[at] as number] = stack[at + 1] as number;
      else if (f === F.Undo2) {
        v[stack[at] as number] = stack[at + 1] as number;
        v[(stack[at] as number) + 1] = stack[at + 2] as number;
      } else if (f === F.Start) this.matchStart = stack[at] as number;
      else if (f === F.End) this.end = stack[at] as number;
      else if (f === F.Call || f === F.Returned) this.popState(at, f);
    }
  }

  /** Restores what `pushState` put below `at`. */
  protected popState(at: number, f: F): void {
    const width = this.v.length;
    this.sp = at - width;
    this.v.set(this.stack.subarray(this.sp, at));
    const index = this.stack[at] as number;
    const call = this.calls[index] as Call;
    if (f === F.Call) {
      this.call = call.outer;
      this.calls.length = index;
    } else this.call = call;
  }
}
