/**
 * Follows all paths through a function: which registers hold a value, how large the stack frame is, which catches are
 * in force before each instruction.
 *
 * A state is a bit for each Y register (by its slot, counted from the frame's bottom, so that `trim` moves nothing),
 * float register and X register, in that order: forgetting the highest X registers cuts the bits off. Where paths
 * meet, a register holds a value if it does on all of them; frames that differ become unknown; catches must be equal.
 * Blocks are taken in the order of the code until no state changes any more, which is one pass where there is no loop.
 * OTP: beam_validator.erl, without its types.
 */
import { type Atom, atoms } from "../term/atom.ts";
import { badCode } from "./decode.ts";
import { OPCODES } from "./opcodes.ts";
import { LETTERS, MATCH_COMMANDS } from "./operands.ts";
import {
  type BeamFile,
  type CatchStack,
  type FunctionRow,
  type ImportRow,
  type Instr,
  Kind,
  NO_FRAME,
  type Operand,
  UNKNOWN_FRAME,
  UNREACHABLE,
} from "./types.ts";

const A = atoms("erlang", "exit", "throw", "error", "nif_error", "string");

/** What an instruction does beyond reading sources, jumping on failure and writing destinations. */
const enum Flow {
  Plain = 0,
  Label,
  FuncInfo,
  Call,
  CallExt,
  CallFun,
  Apply,
  TailCall,
  TailCallExt,
  TailApply,
  /** x0 and so on in, x0 out, other X registers forgotten. */
  Function1,
  Function2,
  Function3,
  MakeFun2,
  Allocate,
  AllocateZero,
  Deallocate,
  Trim,
  Init,
  InitYregs,
  Return,
  /** Nothing follows. */
  End,
  Select,
  WaitTimeout,
  Timeout,
  LoopRecEnd,
  Catch,
  Try,
  CatchEnd,
  TryEnd,
  TryCase,
  BsMatch,
  /** Its label is no jump. */
  NoJump,
}

const FLOWS: Readonly<Record<string, Flow>> = {
  label: Flow.Label,
  func_info: Flow.FuncInfo,
  call: Flow.Call,
  call_ext: Flow.CallExt,
  call_fun: Flow.CallFun,
  call_fun2: Flow.Call,
  apply: Flow.Apply,
  call_only: Flow.TailCall,
  call_last: Flow.TailCall,
  call_ext_only: Flow.TailCallExt,
  call_ext_last: Flow.TailCallExt,
  apply_last: Flow.TailApply,
  build_stacktrace: Flow.Function1,
  bs_init_writable: Flow.Function1,
  send: Flow.Function2,
  raw_raise: Flow.Function3,
  make_fun2: Flow.MakeFun2,
  allocate: Flow.Allocate,
  allocate_heap: Flow.Allocate,
  allocate_zero: Flow.AllocateZero,
  allocate_heap_zero: Flow.AllocateZero,
  deallocate: Flow.Deallocate,
  trim: Flow.Trim,
  init: Flow.Init,
  init_yregs: Flow.InitYregs,
  return: Flow.Return,
  jump: Flow.End,
  badmatch: Flow.End,
  if_end: Flow.End,
  case_end: Flow.End,
  try_case_end: Flow.End,
  badrecord: Flow.End,
  raise: Flow.End,
  wait: Flow.LoopRecEnd,
  loop_rec_end: Flow.LoopRecEnd,
  wait_timeout: Flow.WaitTimeout,
  timeout: Flow.Timeout,
  select_val: Flow.Select,
  select_tuple_arity: Flow.Select,
  catch: Flow.Catch,
  try: Flow.Try,
  catch_end: Flow.CatchEnd,
  try_end: Flow.TryEnd,
  try_case: Flow.TryCase,
  bs_match: Flow.BsMatch,
  recv_mark: Flow.NoJump,
  recv_set: Flow.NoJump,
};

const FLOW: Uint8Array = Uint8Array.from(OPCODES, (o) => FLOWS[o.name] ?? Flow.Plain);

/** What a label says about the instructions behind it. */
const LABEL = 1;
const LINE = 153;

const CATCH = 1;
const TRY = 2;

const EMPTY_STACK: CatchStack = { parent: -1, label: 0, slot: -1, isTry: false, depth: 0 };

/** True for the BIFs that never return: code behind a call of one is dead. OTP: erl_bifs:is_exit_bif/3. */
export function isExitBif(i: ImportRow): boolean {
  if (i.module !== A.erlang) return false;
  if (i.name === A.error) return i.arity >= 1 && i.arity <= 3;
  if (i.name === A.nif_error) return i.arity === 1 || i.arity === 2;
  return i.arity === 1 && (i.name === A.exit || i.name === A.throw);
}

export interface FlowLimits {
  readonly maxX: number;
  readonly maxFloat: number;
  readonly maxFrame: number;
}

export class FlowChecker {
  private readonly file: BeamFile;
  private readonly f: FunctionRow;
  private readonly instrs: readonly Instr[];
  readonly catches: Int32Array;
  readonly frames: Int32Array;
  readonly catchStacks: CatchStack[] = [EMPTY_STACK];

  /** Label number to index of its instruction. */
  private readonly labels: ReadonlyMap<number, number>;
  /** Rank among the labels of the function, at the index of the label's instruction. */
  private readonly rank: Int32Array;
  private readonly firstFloat: number;
  private readonly firstX: number;
  private readonly numX: number;
  private readonly words: number;

  /** States before each label, by rank. */
  private readonly states: Int32Array;
  private readonly stateFrames: Int32Array;
  private readonly stateCatches: Int32Array;
  private readonly dirty: Uint8Array;
  /** TRY or CATCH where an exception enters. */
  private readonly handler: Uint8Array;
  /** Lowest rank that may be dirty. */
  private next = 0;

  /** The state before the instruction being followed. */
  private readonly current: Int32Array;
  private frame = NO_FRAME;
  private stack = 0;
  private instr!: Instr;
  private index = 0;

  constructor(
    file: BeamFile,
    f: FunctionRow,
    instrs: readonly Instr[],
    labels: ReadonlyMap<number, number>,
    limits: FlowLimits,
  ) {
    this.file = file;
    this.f = f;
    this.instrs = instrs;
    this.labels = labels;
    this.catches = new Int32Array(instrs.length).fill(UNREACHABLE);
    this.frames = new Int32Array(instrs.length).fill(UNREACHABLE);
    this.rank = new Int32Array(instrs.length);
    let rank = 0;
    for (const index of labels.values()) this.rank[index] = rank++;
    this.words = (limits.maxFrame + limits.maxFloat + Math.max(limits.maxX, f.arity, 3) + 31) >> 5;
    this.firstFloat = limits.maxFrame;
    this.firstX = limits.maxFrame + limits.maxFloat;
    this.numX = Math.max(limits.maxX, f.arity, 3);
    this.current = new Int32Array(this.words);
    this.states = new Int32Array(this.words * rank);
    this.stateFrames = new Int32Array(rank).fill(UNREACHABLE);
    this.stateCatches = new Int32Array(rank);
    this.dirty = new Uint8Array(rank);
    this.handler = new Uint8Array(rank);
    for (const i of instrs) {
      const flow = FLOW[i.op];
      if (flow === Flow.Try || flow === Flow.Catch) {
        this.handler[this.rank[labels.get(i.args[1]!.n)!]!] = flow === Flow.Try ? TRY : CATCH;
      }
    }
  }

  run(): void {
    this.index = this.labels.get(this.f.entryLabel)!;
    this.instr = this.instrs[this.index]!;
    for (let i = 0; i < this.f.arity; i++) this.setX(i);
    this.jump(this.f.entryLabel);
    const starts = [...this.labels.values()];
    while (this.next < starts.length) {
      const rank = this.next++;
      if (this.dirty[rank] === 0) continue;
      this.dirty[rank] = 0;
      this.block(starts[rank]!, rank);
    }
  }

  /** Follows the instructions from a label on up to the next label or to where nothing follows. */
  private block(start: number, rank: number): void {
    this.load(rank);
    let index = start;
    for (;;) {
      const instr = this.instrs[index];
      if (instr === undefined) this.bad("the code runs off the function's end");
      this.index = index;
      this.instr = instr;
      if (index !== start && instr.op === LABEL) {
        this.jump(instr.args[0]!.n);
        return;
      }
      this.catches[index] = this.stack;
      this.frames[index] = this.frame;
      if (!this.step(instr, index === start ? rank : -1)) return;
      index++;
    }
  }

  private bad(reason: string): never {
    throw badCode(this.file, this.instr.offset, `${OPCODES[this.instr.op]!.name}: ${reason}`);
  }

  // -- Bits of the current state.

  private has(bit: number): boolean {
    return (this.current[bit >> 5]! & (1 << (bit & 31))) !== 0;
  }
  private set(bit: number): void {
    this.current[bit >> 5]! |= 1 << (bit & 31);
  }
  private clear(bit: number): void {
    this.current[bit >> 5]! &= ~(1 << (bit & 31));
  }
  /** Forgets all bits from `bit` on. */
  private cut(bit: number): void {
    let word = bit >> 5;
    if (word >= this.words) return;
    this.current[word]! &= (1 << (bit & 31)) - 1;
    while (++word < this.words) this.current[word] = 0;
  }
  private setX(n: number): void {
    this.set(this.firstX + n);
  }
  /** Everything but Y registers is lost. */
  private cutToFrame(): void {
    this.cut(this.firstFloat);
  }

  /** Bit of a Y register: its slot, or its number where frames of different size have met. */
  private slot(n: number): number {
    if (this.frame === NO_FRAME) this.bad(`y${n} without a frame`);
    if (this.frame === UNKNOWN_FRAME) {
      if (n >= this.firstFloat) this.bad(`y${n} in a frame of unknown size`);
      return n;
    }
    if (n >= this.frame) this.bad(`y${n} in a frame of ${this.frame}`);
    return this.frame - 1 - n;
  }

  private live(n: number): void {
    for (let i = 0; i < n; i++) {
      if (i >= this.numX || !this.has(this.firstX + i)) this.bad(`x${i} has no value here`);
    }
  }

  private read(o: Operand): void {
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

  private write(o: Operand): void {
    if (o.kind === Kind.X) this.setX(o.n);
    else if (o.kind === Kind.Y) this.writeY(o.n);
    else this.set(this.firstFloat + o.n);
  }

  private writeY(n: number): void {
    if (this.frame === UNKNOWN_FRAME) this.bad(`y${n} written in a frame of unknown size`);
    const slot = this.slot(n);
    if (this.stack !== 0) this.notCatch(slot, n);
    this.set(slot);
  }

  /** The slot does not mark a catch that is in force. */
  private notCatch(slot: number, n: number): void {
    for (let s = this.stack; s > 0; s = this.catchStacks[s]!.parent) {
      if (this.catchStacks[s]!.slot === slot) this.bad(`y${n} marks a catch that is in force`);
    }
  }

  // -- States at labels.

  private load(rank: number): void {
    const at = rank * this.words;
    for (let i = 0; i < this.words; i++) this.current[i] = this.states[at + i]!;
    this.frame = this.stateFrames[rank]!;
    this.stack = this.stateCatches[rank]!;
  }

  /** The current state arrives at a label by a jump or by falling into it. */
  private jump(label: number): void {
    const rank = this.rank[this.labels.get(label)!]!;
    // Behind a call that never returns compilers let the code run into the handler of a try: that path is not real.
    if (this.handler[rank] === TRY) return;
    if (this.handler[rank] === CATCH && !this.has(this.firstX)) this.bad("a jump to catch_end, x0 has no value here");
    this.merge(rank);
  }

  private merge(rank: number): void {
    if (this.stateFrames[rank] === UNREACHABLE) {
      this.states.set(this.current, rank * this.words);
      this.stateFrames[rank] = this.frame;
      this.stateCatches[rank] = this.stack;
    } else if (!this.meet(rank)) return;
    this.dirty[rank] = 1;
    if (rank < this.next) this.next = rank;
  }

  /** Takes the current state into that of a label; true if the label's state changed. */
  private meet(rank: number): boolean {
    if (this.stateCatches[rank] !== this.stack) this.bad("paths with different catches in force meet here");
    const at = rank * this.words;
    const turned = this.stateFrames[rank] !== this.frame;
    let changed = false;
    if (turned) {
      const state = this.states.subarray(at, at + this.words);
      changed = this.stateFrames[rank] !== UNKNOWN_FRAME;
      this.byNumber(state, this.stateFrames[rank]!);
      this.byNumber(this.current, this.frame);
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
    if (turned) this.byNumber(this.current, this.frame);
    return changed;
  }

  /** Turns the order of a frame's bits around: slots are counted from its bottom, register numbers from its top. */
  private byNumber(state: Int32Array, frame: number): void {
    for (let low = 0, high = frame - 1; low < high; low++, high--) {
      const a = (state[low >> 5]! >>> (low & 31)) & 1;
      const b = (state[high >> 5]! >>> (high & 31)) & 1;
      if (a === b) continue;
      state[low >> 5]! ^= 1 << (low & 31);
      state[high >> 5]! ^= 1 << (high & 31);
    }
  }

  // -- Instructions.

  /** Follows one instruction; false: nothing follows. `rank`: the label it is behind, or -1. */
  private step(instr: Instr, rank: number): boolean {
    const flow: Flow = FLOW[instr.op]!;
    if (flow === Flow.Label) {
      if (rank >= 0) this.blockRank = rank;
      return true;
    }
    const goesOn = flow === Flow.Plain ? this.plain(instr) : this.special(flow, instr);
    if (instr.op !== LINE) this.blockRank = -1;
    return goesOn;
  }

  /** Rank of the label that is directly in front of the instruction, else -1. */
  private blockRank = -1;

  private plain(instr: Instr): boolean {
    const letters = LETTERS[instr.op]!;
    const args = instr.args;
    let writes = false;
    let live = -1;
    let label = -1;
    for (let i = 0; i < args.length; i++) {
      switch (letters[i]) {
        case 115: // s
        case 114: // r
        case 108: // l
        case 113: // q
        case 122: // z
          this.read(args[i]!);
          break;
        case 76: // L
          live = args[i]!.n;
          break;
        case 102: // f
        case 106: // j
        case 107: // k
          label = i;
          break;
        case 100: // d
        case 109: // m
        case 112: // p
          writes = true;
          break;
        case 69: // E
        case 75: // K
        case 77: // M
        case 80: // P
        case 81: // Q
          this.readAll(args[i]!.list, 0, 1);
          break;
        case 71: // G
          this.readAll(args[i]!.list, 0, 2);
          writes = true;
          break;
        case 82: // R
          writes = true;
          break;
        case 66: // B
          this.readSegments(args[i]!.list);
          break;
      }
    }
    if (live >= 0) {
      this.live(live);
      this.cut(this.firstX + live);
    }
    if (label >= 0 && args[label]!.kind === Kind.Label && args[label]!.n !== 0) this.jump(args[label]!.n);
    if (writes) this.writeAll(letters, args);
    return true;
  }

  private readAll(list: readonly Operand[], from: number, step: number): void {
    for (let i = from; i < list.length; i += step) this.read(list[i]!);
  }

  private readSegments(list: readonly Operand[]): void {
    for (let i = 0; i < list.length; i += 6) {
      this.read(list[i + 4]!);
      this.read(list[i + 5]!);
    }
  }

  private writeAll(letters: Uint8Array, args: readonly Operand[]): void {
    for (let i = 0; i < args.length; i++) {
      const letter = letters[i]!;
      if (letter === 100 || letter === 109 || letter === 112) this.write(args[i]!);
      else if (letter === 71 || letter === 82) {
        const list = args[i]!.list;
        for (let k = 1; k < list.length; k += 2) this.write(list[k]!);
      }
    }
  }

  /** Reads and jumps of an instruction without live count and destinations. */
  private sources(instr: Instr): void {
    this.plain(instr);
  }

  private special(flow: Flow, instr: Instr): boolean {
    const args = instr.args;
    switch (flow) {
      case Flow.FuncInfo:
        this.live(args[2]!.n);
        this.noFrame();
        return false;
      case Flow.Call:
        // call Arity Label; call_fun2 Tag Arity Fun.
        if (args.length === 3) this.read(args[2]!);
        return this.call(args.length === 3 ? args[1]!.n : args[0]!.n);
      case Flow.CallExt:
        if (isExitBif(this.file.imports[args[1]!.n]!)) {
          this.live(args[0]!.n);
          return false;
        }
        return this.call(args[0]!.n);
      case Flow.CallFun:
        return this.call(args[0]!.n + 1);
      case Flow.Apply:
        return this.call(args[0]!.n + 2);
      case Flow.TailCall:
        this.live(args[0]!.n);
        this.leave(args.length === 3 ? args[2]!.n : NO_FRAME);
        return false;
      case Flow.TailCallExt:
        this.live(args[0]!.n);
        if (!isExitBif(this.file.imports[args[1]!.n]!)) this.leave(args.length === 3 ? args[2]!.n : NO_FRAME);
        return false;
      case Flow.TailApply:
        this.live(args[0]!.n + 2);
        this.leave(args[1]!.n);
        return false;
      case Flow.Function1:
        return this.function(1);
      case Flow.Function2:
        return this.function(2);
      case Flow.Function3:
        return this.function(3);
      case Flow.MakeFun2:
        return this.makeFun2(this.file.lambdas[args[0]!.n]!.numFree);
      default:
        return this.stackFrame(flow, instr);
    }
  }

  private stackFrame(flow: Flow, instr: Instr): boolean {
    const args = instr.args;
    switch (flow) {
      case Flow.Allocate:
      case Flow.AllocateZero:
        this.allocate(args[0]!.n, args[args.length - 1]!.n, flow === Flow.AllocateZero);
        return true;
      case Flow.Deallocate:
        this.leave(args[0]!.n);
        this.frame = NO_FRAME;
        this.clearSlots(0, this.firstFloat);
        return true;
      case Flow.Trim:
        this.trim(args[0]!.n, args[1]!.n);
        return true;
      case Flow.Init:
        this.writeY(args[0]!.n);
        return true;
      case Flow.InitYregs:
        for (const y of args[0]!.list) this.writeY(y.n);
        return true;
      case Flow.Return:
        this.live(1);
        this.leave(NO_FRAME);
        return false;
      case Flow.End:
        this.sources(instr);
        return false;
      case Flow.Select: {
        this.sources(instr);
        const list = args[2]!.list;
        for (let i = 1; i < list.length; i += 2) this.jump(list[i]!.n);
        return false;
      }
      case Flow.LoopRecEnd:
        this.cutToFrame();
        this.sources(instr);
        return false;
      case Flow.WaitTimeout:
        this.read(args[1]!);
        this.cutToFrame();
        if (!this.waitsAgain(args[0]!.n)) this.jump(args[0]!.n);
        return true;
      case Flow.Timeout:
        this.cutToFrame();
        return true;
      case Flow.BsMatch:
        this.bsMatch(args);
        return true;
      case Flow.NoJump:
        return true;
      default:
        return this.catching(flow, args);
    }
  }

  /**
   * True for `wait_timeout` whose label is its own place (a receive without clauses). It is run again when a message
   * comes, but reads its time only when the wait begins: the register has no value any more then.
   */
  private waitsAgain(label: number): boolean {
    let at = this.labels.get(label)!;
    while (this.instrs[at]!.op === LABEL || this.instrs[at]!.op === LINE) at++;
    return at === this.index;
  }

  private call(live: number): boolean {
    if (this.frame === NO_FRAME) this.bad("a call without a frame");
    return this.function(live);
  }

  private function(live: number): boolean {
    this.live(live);
    this.cutToFrame();
    this.setX(0);
    return true;
  }

  private makeFun2(numFree: number): boolean {
    this.live(numFree);
    this.cut(this.firstX + numFree);
    this.setX(0);
    return true;
  }

  private noFrame(): void {
    if (this.frame !== NO_FRAME) this.bad(`there is a frame of ${this.frame} here`);
  }

  /** The frame, which has `size` registers, is left for good. */
  private leave(size: number): void {
    if (this.stack !== 0) this.bad("a catch is in force here");
    if (this.frame !== size) {
      const is = this.frame === NO_FRAME ? "no frame" : this.frame < 0 ? "one of unknown size" : String(this.frame);
      this.bad(`a frame of ${size === NO_FRAME ? "none" : size} is expected, there is ${is}`);
    }
  }

  private allocate(size: number, live: number, zero: boolean): void {
    this.noFrame();
    this.live(live);
    this.cut(this.firstX + live);
    this.frame = size;
    if (zero) for (let slot = 0; slot < size; slot++) this.set(slot);
  }

  private trim(n: number, remaining: number): void {
    if (this.frame < 0 || this.frame !== n + remaining) {
      this.bad(`${n} of ${n + remaining} Y registers in a frame of ${this.frame < 0 ? "none" : this.frame}`);
    }
    for (let slot = remaining; slot < this.frame; slot++) {
      if (this.stack !== 0) this.notCatch(slot, this.frame - 1 - slot);
      this.clear(slot);
    }
    this.frame = remaining;
  }

  private clearSlots(from: number, to: number): void {
    for (let slot = from; slot < to; slot++) this.clear(slot);
  }

  private catching(flow: Flow, args: readonly Operand[]): boolean {
    const y = args[0]!.n;
    if (this.frame === UNKNOWN_FRAME) this.bad(`y${y} marks a catch in a frame of unknown size`);
    const slot = this.slot(y);
    if (flow === Flow.Catch || flow === Flow.Try) {
      this.notCatch(slot, y);
      this.enter(slot, y, args[1]!.n, flow === Flow.Try);
      return true;
    }
    const top = this.catchStacks[this.stack]!;
    if (top.slot !== slot || top.isTry !== (flow !== Flow.CatchEnd))
      this.bad(`y${y} does not mark the innermost catch`);
    const entered = this.blockRank >= 0 && this.handler[this.blockRank] !== 0;
    this.stack = top.parent;
    if (flow === Flow.CatchEnd) {
      if (!entered && !this.has(this.firstX)) this.bad("x0 has no value here");
      this.setX(0);
    } else if (flow === Flow.TryCase) {
      if (!entered) this.bad("try_case is not where an exception arrives");
      this.cutToFrame();
      for (let i = 0; i < 3; i++) this.setX(i);
    }
    return true;
  }

  private enter(slot: number, y: number, label: number, isTry: boolean): void {
    this.clear(slot);
    const index = this.labels.get(label)!;
    let at = index;
    while (this.instrs[at]?.op === LABEL || this.instrs[at]?.op === LINE) at++;
    const handler = this.instrs[at];
    const wanted = isTry ? Flow.TryCase : Flow.CatchEnd;
    if (handler === undefined || FLOW[handler.op] !== wanted || handler.args[0]!.n !== y) {
      this.bad(`label ${label} is not followed by ${isTry ? "try_case" : "catch_end"} of y${y}`);
    }
    const before = this.stack;
    this.stack = this.push(before, slot, label, isTry);
    const state = this.current.slice();
    this.cutToFrame();
    this.merge(this.rank[index]!);
    this.current.set(state);
  }

  private push(parent: number, slot: number, label: number, isTry: boolean): number {
    const stacks = this.catchStacks;
    for (let i = 1; i < stacks.length; i++) {
      const s = stacks[i]!;
      if (s.parent === parent && s.slot === slot && s.label === label) return i;
    }
    stacks.push({ parent, label, slot, isTry, depth: stacks[parent]!.depth + 1 });
    return stacks.length - 1;
  }

  /** Failing leaves everything as it was; then each command that may need heap forgets X registers and writes one. */
  private bsMatch(args: readonly Operand[]): void {
    this.read(args[1]!);
    this.jump(args[0]!.n);
    const list = args[2]!.list;
    for (let k = 0; k < list.length; ) {
      const letters = MATCH_COMMANDS.get(list[k]!.term as Atom)!;
      if (letters.endsWith("d")) {
        this.live(list[k + 1]!.n);
        this.cut(this.firstX + list[k + 1]!.n);
        this.write(list[k + letters.length]!);
      }
      k += letters.length + 1;
    }
  }
}
