/**
 * The state that flow.ts carries along the paths of a function: which registers hold a value, the frame's size, the
 * catches in force; and what is known of it at each label.
 *
 * A state is a bit for each Y register (by its slot, counted from the frame's bottom, so that `trim` moves nothing),
 * float register and X register, in that order: forgetting the highest X registers cuts the bits off. Where paths
 * meet, a register holds a value if it does on all of them; frames that differ become unknown and Y registers count
 * by their numbers; catches must be equal.
 */
import { badCode } from "./decode.ts";
import { numbers } from "../util/numbers.ts";
import { Op } from "./op.ts";
import { OPCODES } from "./opcodes.ts";
import { exitBlock, type Split } from "./split.ts";
import {
  type BeamFile,
  type CatchStack,
  type Instr,
  Kind,
  NO_FRAME,
  type Operand,
  UNKNOWN_FRAME,
  UNREACHABLE,
} from "./types.ts";

/** What arrives at a label besides jumps: nothing, the exception of a catch, of a try. */
export const enum Entry {
  Jump = 0,
  Catch = 1,
  Try = 2,
}

export interface FlowLimits {
  /** Highest X register, float register and largest frame, plus one. */
  readonly maxX: number;
  readonly maxFloat: number;
  readonly maxFrame: number;
}

const EMPTY_STACK: CatchStack = { parent: -1, label: 0, slot: -1, isTry: false, depth: 0 };

/** States at labels may take so many words in all: far above any compiler's function, below what hurts. */
const MAX_STATE_WORDS = 1 << 24;

export class FlowState {
  protected readonly file: BeamFile;
  protected readonly instrs: readonly Instr[];
  /** Label number to index of its instruction, in the order of the code. */
  protected readonly labels: ReadonlyMap<number, number>;
  readonly catchStacks: CatchStack[] = [EMPTY_STACK];
  /** Jumps to code that must be copied for them. */
  readonly splits: Split[] = [];
  private readonly stackIndex = new Map<string, number>();

  /** First bit of the float registers and of the X registers; number of X registers. */
  protected readonly firstFloat: number;
  protected readonly firstX: number;
  protected readonly numX: number;
  private readonly words: number;

  /** Rank among the labels of the function, at the index of the label's instruction. */
  protected readonly rank: number[];
  /** For each rank the index of its label's instruction. */
  protected readonly indexOf: readonly number[];
  private readonly states: number[];
  private readonly stateFrames: number[];
  private readonly stateCatches: number[];
  protected readonly dirty: number[];
  protected readonly entry: number[];
  /** Lowest rank that may be dirty. */
  protected next = 0;

  /** The state before the instruction being followed. */
  private readonly current: number[];
  protected frame = NO_FRAME;
  protected stack = 0;
  /** The instruction being followed. */
  protected instr: Instr;

  constructor(
    file: BeamFile,
    arity: number,
    instrs: readonly Instr[],
    labels: ReadonlyMap<number, number>,
    limits: FlowLimits,
  ) {
    this.file = file;
    this.instrs = instrs;
    this.labels = labels;
    this.instr = instrs[0]!;
    this.firstFloat = limits.maxFrame;
    this.firstX = limits.maxFrame + limits.maxFloat;
    // try_case writes three.
    this.numX = Math.max(limits.maxX, arity, 3);
    this.words = (this.firstX + this.numX + 31) >> 5;
    if (this.words * labels.size > MAX_STATE_WORDS) this.bad("the function is too large");
    this.rank = numbers(instrs.length, 0);
    this.indexOf = [...labels.values()];
    const rank = this.indexOf.length;
    for (let r = 0; r < rank; r++) this.rank[this.indexOf[r]!] = r;
    this.current = numbers(this.words, 0);
    this.states = numbers(this.words * rank, 0);
    this.stateFrames = numbers(rank, UNREACHABLE);
    this.stateCatches = numbers(rank, 0);
    this.dirty = numbers(rank, 0);
    this.entry = numbers(rank, 0);
  }

  protected bad(reason: string): never {
    throw badCode(this.file, this.instr.offset, `${OPCODES[this.instr.op]!.name}: ${reason}`);
  }

  // -- Bits of the current state.

  protected has(bit: number): boolean {
    return (this.current[bit >> 5]! & (1 << (bit & 31))) !== 0;
  }
  protected set(bit: number): void {
    this.current[bit >> 5]! |= 1 << (bit & 31);
  }
  protected clear(bit: number): void {
    this.current[bit >> 5]! &= ~(1 << (bit & 31));
  }
  /** Forgets all bits from `bit` on. */
  protected cut(bit: number): void {
    let word = bit >> 5;
    if (word >= this.words) return;
    this.current[word]! &= (1 << (bit & 31)) - 1;
    while (++word < this.words) this.current[word] = 0;
  }
  protected setX(n: number): void {
    this.set(this.firstX + n);
  }
  /** Everything but Y registers is lost. */
  protected cutToFrame(): void {
    this.cut(this.firstFloat);
  }

  /** Bit of a Y register: its slot, or its number where frames of different size have met. */
  protected slot(n: number): number {
    if (this.frame === NO_FRAME) this.bad(`y${n} without a frame`);
    if (this.frame === UNKNOWN_FRAME) {
      if (n >= this.firstFloat) this.bad(`y${n} in a frame of unknown size`);
      return n;
    }
    if (n >= this.frame) this.bad(`y${n} in a frame of ${this.frame}`);
    return this.frame - 1 - n;
  }

  protected live(n: number): void {
    for (let i = 0; i < n; i++) {
      if (i >= this.numX || !this.has(this.firstX + i)) this.bad(`x${i} has no value here`);
    }
  }

  protected read(o: Operand): void {
    switch (o.kind) {
      case Kind.X:
        if (!this.has(this.firstX + o.n)) this.bad(`x${o.n} has no value here`);
        break;
      case Kind.Y:
        if (!this.has(this.slot(o.n))) this.bad(`y${o.n} has no value here`);
        break;
      case Kind.Float:
        if (!this.has(this.firstFloat + o.n)) this.bad(`fr${o.n} has no value here`);
        break;
    }
  }

  protected write(o: Operand): void {
    if (o.kind === Kind.X) this.setX(o.n);
    else if (o.kind === Kind.Y) this.writeY(o.n);
    else this.set(this.firstFloat + o.n);
  }

  protected writeY(n: number): void {
    if (this.frame === UNKNOWN_FRAME) this.bad(`y${n} written in a frame of unknown size`);
    const slot = this.slot(n);
    if (this.stack !== 0) this.notCatch(slot, n);
    this.set(slot);
  }

  /** The slot does not mark a catch that is in force. */
  protected notCatch(slot: number, n: number): void {
    for (let s = this.stack; s > 0; s = this.catchStacks[s]!.parent) {
      if (this.catchStacks[s]!.slot === slot) this.bad(`y${n} marks a catch that is in force`);
    }
  }

  // -- States at labels.

  protected load(rank: number): void {
    const at = rank * this.words;
    for (let i = 0; i < this.words; i++) this.current[i] = this.states[at + i]!;
    this.frame = this.stateFrames[rank]!;
    this.stack = this.stateCatches[rank]!;
  }

  /** The current state arrives at a label by a jump or by falling into it. */
  protected jump(label: number): void {
    const rank = this.rank[this.labels.get(label)!]!;
    // Behind a call that never returns compilers let the code run into the handler of a try: that path is not real.
    if (this.entry[rank] === Entry.Try) return;
    if (this.entry[rank] === Entry.Catch && !this.has(this.firstX))
      this.bad("a jump to catch_end, x0 has no value here");
    if (this.differs(rank) && this.sharesExit(label)) return;
    this.merge(rank);
  }

  /** True if the states cannot come together: another stack of catches, or another frame whose registers are read. */
  private differs(rank: number): boolean {
    const frame = this.stateFrames[rank]!;
    if (frame === UNREACHABLE) return false;
    return this.stateCatches[rank] !== this.stack || (frame !== this.frame && this.readsY(rank));
  }

  /** True if the instructions behind the label, up to the next one, read Y registers. */
  private readsY(rank: number): boolean {
    const instrs = this.instrs;
    for (let i = this.indexOf[rank]! + 1; i < instrs.length && instrs[i]!.op !== Op.label; i++) {
      for (const o of instrs[i]!.args) {
        if (o.kind === Kind.Y) return true;
        for (const e of o.list) if (e.kind === Kind.Y) return true;
      }
    }
    return false;
  }

  /** Compilers let paths share code that only raises: notes that this path gets a copy, if it is such code. */
  private sharesExit(label: number): boolean {
    if (this.instr.op === Op.label) return false;
    if (exitBlock(this.file, this.instrs, this.labels.get(label)!) === undefined) return false;
    this.splits.push({ instr: this.instr, label, state: `${this.frame},${this.stack}` });
    return true;
  }

  protected merge(rank: number): void {
    if (this.stateFrames[rank] === UNREACHABLE) {
      const at = rank * this.words;
      for (let i = 0; i < this.words; i++) this.states[at + i] = this.current[i]!;
      this.stateFrames[rank] = this.frame;
      this.stateCatches[rank] = this.stack;
    } else if (!this.meet(rank)) return;
    this.dirty[rank] = 1;
    if (rank < this.next) this.next = rank;
  }

  /** Takes the current state into that of a label; true if the label's state changed. */
  private meet(rank: number): boolean {
    if (this.stateCatches[rank] !== this.stack) this.bad("paths with different catches in force meet");
    const at = rank * this.words;
    const turned = this.stateFrames[rank] !== this.frame;
    let changed = false;
    if (turned) {
      changed = this.stateFrames[rank] !== UNKNOWN_FRAME;
      this.byNumber(this.states, at, this.stateFrames[rank]!);
      this.byNumber(this.current, 0, this.frame);
      this.stateFrames[rank] = UNKNOWN_FRAME;
    }
    for (let i = 0; i < this.words; i++) {
      const old = this.states[at + i]!;
      const now = old & this.current[i]!;
      if (now === old) continue;
      this.states[at + i] = now;
      changed = true;
    }
    // Turned back: the same state may go on to another label.
    if (turned) this.byNumber(this.current, 0, this.frame);
    return changed;
  }

  /** Turns the order of a frame's bits around: slots are counted from its bottom, register numbers from its top. */
  private byNumber(state: number[], from: number, frame: number): void {
    for (let low = 0, high = frame - 1; low < high; low++, high--) {
      const a = (state[from + (low >> 5)]! >>> (low & 31)) & 1;
      const b = (state[from + (high >> 5)]! >>> (high & 31)) & 1;
      if (a === b) continue;
      state[from + (low >> 5)]! ^= 1 << (low & 31);
      state[from + (high >> 5)]! ^= 1 << (high & 31);
    }
  }

  /** The stack of catches `parent` with one more on top. */
  protected push(parent: number, slot: number, label: number, isTry: boolean): number {
    const key = `${parent},${slot},${label}`;
    let index = this.stackIndex.get(key);
    if (index === undefined) {
      index = this.catchStacks.length;
      this.stackIndex.set(key, index);
      this.catchStacks.push({ parent, label, slot, isTry, depth: this.catchStacks[parent]!.depth + 1 });
    }
    return index;
  }

  /** The exception of the catch on top of the stack arrives at `label`: only Y registers keep their values. */
  protected arrive(label: number): void {
    const state = this.current.slice();
    this.cutToFrame();
    this.merge(this.rank[this.labels.get(label)!]!);
    for (let i = 0; i < this.words; i++) this.current[i] = state[i]!;
  }
}
