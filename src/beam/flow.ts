/**
 * Follows all paths through a function: every register is written before it is read, the stack frame has one size and
 * one stack of catches is in force before each instruction. flow_state.ts says what is known at each place.
 * Blocks are taken in the order of the code until no state changes any more, which is one pass where there is no loop.
 * OTP: beam_validator.erl, without its types.
 */
import { numbers } from "../util/numbers.ts";
import { Op } from "./op.ts";
import type { Atom } from "../term/atom.ts";
import { isExitBif } from "./split.ts";
import { Entry, type FlowLimits, FlowState } from "./flow_state.ts";
import { OPCODES } from "./opcodes.ts";
import { LETTERS, MATCH_COMMANDS } from "./operands.ts";
import {
  type BeamFile,
  type FunctionRow,
  type Instr,
  Kind,
  NO_FRAME,
  type Operand,
  UNKNOWN_FRAME,
  UNREACHABLE,
} from "./types.ts";

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

const GUARD_BIFS: ReadonlySet<number> = new Set([Op.bif1, Op.bif2, Op.bif3, Op.gc_bif1, Op.gc_bif2, Op.gc_bif3]);

export class FlowChecker extends FlowState {
  readonly catches: number[];
  readonly frames: number[];
  private readonly f: FunctionRow;
  /** Index of the instruction being followed. */
  private index = 0;
  /** Rank of the label that is directly in front of it, else -1. */
  private behind = -1;

  constructor(
    file: BeamFile,
    f: FunctionRow,
    instrs: readonly Instr[],
    labels: ReadonlyMap<number, number>,
    limits: FlowLimits,
  ) {
    super(file, f.arity, instrs, labels, limits);
    this.f = f;
    this.catches = numbers(instrs.length, UNREACHABLE);
    this.frames = numbers(instrs.length, UNREACHABLE);
    for (const i of instrs) {
      const flow = FLOW[i.op];
      if (flow !== Flow.Try && flow !== Flow.Catch) continue;
      this.entry[this.rank[labels.get(i.args[1]!.n)!]!] = flow === Flow.Try ? Entry.Try : Entry.Catch;
    }
  }

  /** Follows all paths from the function's entry. Throws BadBeam. */
  run(): void {
    this.instr = this.instrs[this.labels.get(this.f.entryLabel)!]!;
    for (let i = 0; i < this.f.arity; i++) this.setX(i);
    this.jump(this.f.entryLabel);
    const starts = this.indexOf;
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
      if (index !== start && instr.op === Op.label) {
        this.jump(instr.args[0]!.n);
        return;
      }
      this.catches[index] = this.stack;
      this.frames[index] = this.frame;
      if (!this.step(instr, index === start ? rank : -1)) return;
      index++;
    }
  }

  // -- Instructions.

  /** Follows one instruction; false: nothing follows. `rank`: the label it is behind, or -1. */
  private step(instr: Instr, rank: number): boolean {
    const flow: Flow = FLOW[instr.op]!;
    if (flow === Flow.Label) {
      if (rank >= 0) this.behind = rank;
      return true;
    }
    const goesOn = flow === Flow.Plain ? this.plain(instr) : this.special(flow, instr);
    if (instr.op !== Op.line) this.behind = -1;
    return goesOn;
  }

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
    // A guard BIF that the compiler knows cannot fail still has a label, behind which it may take the result for granted
    // (beam_ssa_SUITE:maps_2a/1): the code generator gives an unset register a value there.
    const setsBefore = writes && GUARD_BIFS.has(instr.op) && !this.hasValue(args[args.length - 1]!);
    if (setsBefore) this.writeAll(letters, args);
    if (label >= 0 && args[label]!.kind === Kind.Label && args[label]!.n !== 0) this.jump(args[label]!.n);
    if (writes && !setsBefore) this.writeAll(letters, args);
    return true;
  }

  private hasValue(o: Operand): boolean {
    if (o.kind === Kind.X) return this.has(this.firstX + o.n);
    return o.kind !== Kind.Y || this.has(this.slot(o.n));
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
    while (this.instrs[at]!.op === Op.label || this.instrs[at]!.op === Op.line) at++;
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
    const entered = this.behind >= 0 && this.entry[this.behind] !== Entry.Jump;
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
    while (this.instrs[at]?.op === Op.label || this.instrs[at]?.op === Op.line) at++;
    const handler = this.instrs[at];
    const wanted = isTry ? Flow.TryCase : Flow.CatchEnd;
    if (handler === undefined || FLOW[handler.op] !== wanted || handler.args[0]!.n !== y) {
      this.bad(`label ${label} is not followed by ${isTry ? "try_case" : "catch_end"} of y${y}`);
    }
    this.stack = this.push(this.stack, slot, label, isTry);
    this.arrive(label);
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
