/**
 * Matches a program against bytes: backtracking over an explicit stack.
 *
 * The state is this object: numbers in typed arrays. `run` goes on for a number of steps and may stop after any of them; the
 * next call goes on from there, so that a hopeless pattern never holds the VM.
 * `v` holds the groups' starts and ends, where each open group started, and registers. The stack holds choices to come back
 * to and, between them, what each change of `v` replaced: backtracking pops and undoes until it meets a choice.
 * Inside an atomic group that has matched only the undo records stay.
 * Attempts are counted as PCRE counts its calls of match(), for `match_limit`.
 * OTP: match() in pcre_exec.c and pcre2_match.c.
 */
import { Call, F, SIZE } from "./choice_stack.ts";
import * as O from "./options.ts";
import { Op } from "./program.ts";
import { Repetitions } from "./repetitions.ts";
import { isScriptRun } from "./script_run.ts";
import type { MatchOptions, StartInfo } from "./subject.ts";

export const enum Outcome {
  /** Out of steps: call `run` again. */
  Running = 0,
  Match = 1,
  NoMatch = -1,
  MatchLimit = -2,
  DepthLimit = -3,
  /** \K in an assertion has moved the start behind the end: an error in PCRE2. */
  BadStart = -4,
}

/** How an attempt at one start ended, besides `Outcome`. */
const enum Fail {
  No = 0,
  Commit = 1,
  Prune = 2,
  Skip = 3,
  SkipName = 4,
  Then = 5,
  /** A call of a group from itself without progress: no match at all. */
  Loop = 6,
}

/** Farther ahead than this PCRE does not look for the required byte. */
const REQUIRED_MAX = 1000;

/** Instructions up to this one read the subject. */
const LAST_READING = Op.Repeat;

/** How much of the stack counts as one of PCRE's nested calls, for `match_limit_recursion`. */
const WORDS_PER_FRAME = 3;
/** What PCRE2 takes for a nested call, and for each group in it: `(*LIMIT_HEAP=)` counts that, in KiB. */
const FRAME_BYTES = 128;
const GROUP_BYTES = 16;
/** The stack grows to no more words than this (256 MB): then the depth's limit is reached, whatever it is. */
const MAX_STACK = 1 << 26;

export class Matcher extends Repetitions {
  private readonly options: number;
  private readonly startOffset: number;
  private readonly matchLimit: number;
  private readonly depthLimit: number;
  /** The nested calls that `(*LIMIT_HEAP=)` has room for. */
  private readonly heapLimit: number;
  private readonly anchored: boolean;
  private readonly openAt: number;
  private readonly registersAt: number;
  matchEnd = 0;
  private attempt = 0;
  private fail: Fail = Fail.No;
  private failAt = 0;
  /** The call that the verb under way stands in, by its index; -1: none. */
  private failCall = -1;
  private failName = 0;
  private skipNames = 0;
  private ignoreSkipNames = 0;
  private requiredAt = -1;
  /** The farthest that this attempt has looked at the subject. */
  private lastUsed = 0;
  private started = false;
  private between = true;

  constructor(info: StartInfo, subject: Uint8Array, options: MatchOptions) {
    super(info, subject, options);
    this.options =
      options.bits |
      ((info.bits & O.PATTERN_NOTEMPTY) !== 0 ? O.NOTEMPTY : 0) |
      ((info.bits & O.PATTERN_NOTEMPTY_ATSTART) !== 0 ? O.NOTEMPTY_ATSTART : 0);
    this.startOffset = options.start;
    this.matchLimit = Math.min(options.matchLimit, info.limitMatch ?? options.matchLimit);
    this.depthLimit = Math.min(options.depthLimit, info.limitDepth ?? options.depthLimit);
    const frame = FRAME_BYTES + info.program.groups * GROUP_BYTES;
    this.heapLimit = Math.floor(((info.limitHeap ?? Number.POSITIVE_INFINITY) * 1024) / frame);
    this.anchored = info.anchored || (options.bits & O.MATCH_ANCHORED) !== 0;
    const groups = info.program.groups + 1;
    this.openAt = groups * 2;
    this.registersAt = groups * 3;
    this.attempt = options.start;
  }

  /** Goes on for about `steps` steps. */
  run(steps: number): Outcome {
    for (;;) {
      if (this.between) {
        if (!this.nextStart()) return Outcome.NoMatch;
        this.between = false;
      }
      const r = this.interpret(steps);
      if (r <= 0) return Outcome.Running;
      steps = r - 1;
      this.left = steps;
      if (this.outcome !== Outcome.Running) return this.outcome;
      if (!this.afterFailure()) return Outcome.NoMatch;
      this.between = true;
      if (steps <= 0) return Outcome.Running;
    }
  }
  private outcome: Outcome = Outcome.Running;
  private left = 0;

  /** How many of the steps that the last `run` was given it took. */
  spent(given: number): number {
    return Math.max(given - this.left, 0);
  }

  // -- Where to try.

  /** Moves to the next place where a match can start; false: there is none. */
  private nextStart(): boolean {
    const { info, s } = this;
    let at = this.attempt;
    if (this.started && (at > this.end || this.anchored)) return false;
    let end = this.end;
    if ((info.bits & O.FIRSTLINE) !== 0) {
      end = at;
      while (end < this.end && this.newlineAt(end) === 0) end++;
    }
    if ((info.bits & O.NO_START_OPTIMIZE) === 0) {
      if (!this.anchored && info.first >= 0) {
        const { first, first2 } = info;
        while (at < end && s[at] !== first && s[at] !== first2) at++;
      } else if (!this.anchored && info.startLine && at > this.startOffset) {
        while (at < end && !this.newlineBefore(at)) at++;
        if (
          s[at - 1] === 13 &&
          (this.newline === O.NL_ANY || this.newline === O.NL_ANYCRLF) &&
          at < end &&
          s[at] === 10
        ) {
          at++;
        }
      }
      if (info.required >= 0 && this.end - at < REQUIRED_MAX && !this.requiredFrom(at + (info.first >= 0 ? 1 : 0))) {
        return false;
      }
    }
    this.started = true;
    this.attempt = at;
    this.begin(at);
    return true;
  }

  private requiredFrom(at: number): boolean {
    if (at <= this.requiredAt) return true;
    const { required, required2 } = this.info;
    const { s, end } = this;
    while (at < end && s[at] !== required && s[at] !== required2) at++;
    if (at >= end) return false;
    this.requiredAt = at;
    return true;
  }

  private begin(at: number): void {
    this.sp = 0;
    this.pc = 0;
    this.pos = at;
    this.end = this.s.length;
    this.matchStart = at;
    this.count = 1;
    this.lastUsed = at;
    this.call = undefined;
    this.calls = [];
    this.fail = Fail.No;
    this.skipNames = 0;
    this.v.fill(-1, 0, this.registersAt);
    this.v.fill(0, this.registersAt);
    if (this.matchLimit <= 0) this.outcome = Outcome.MatchLimit;
    // OTP has no word for this limit.
    if (this.heapLimit < 1) this.outcome = Outcome.NoMatch;
  }

  /** After a start where nothing matched: where to go on, or false. */
  private afterFailure(): boolean {
    const at = this.attempt;
    let next = -1;
    if (this.fail === Fail.Commit || this.fail === Fail.Loop) return false;
    if (this.fail === Fail.SkipName) {
      // No mark of that name was passed: the same start again, without the skips seen so far.
      this.ignoreSkipNames = this.skipNames;
      this.attempt = at;
      if (this.anchored) return false;
      return true;
    }
    if (this.fail === Fail.Skip && this.failAt > at) next = this.failAt;
    else {
      this.ignoreSkipNames = 0;
      next = at + 1;
      if (this.utf) while (next < this.end && ((this.s[next] as number) & 0xc0) === 0x80) next++;
    }
    if ((this.info.bits & O.FIRSTLINE) !== 0 && this.newlineAt(at) > 0) return false;
    if (this.anchored || next > this.end) return false;
    if (
      next > this.startOffset &&
      this.s[next - 1] === 13 &&
      next < this.end &&
      this.s[next] === 10 &&
      !this.info.hasCrOrLf &&
      (this.newline === O.NL_ANY || this.newline === O.NL_ANYCRLF || this.newline === O.NL_CRLF)
    ) {
      next++;
    }
    this.attempt = next;
    return true;
  }

  // -- The interpreter.

  /**
   * Runs until the attempt ends: returns steps left plus one; `outcome` says how (Running: it failed, see `fail`).
   * Returns 0 when the steps are used up.
   */
  private interpret(budget: number): number {
    const { s, v, program } = this;
    let { end } = this;
    const { code, tables } = program;
    let { pc, pos } = this;
    let steps = budget;
    if (this.outcome !== Outcome.Running) return steps + 1;
    for (;;) {
      if (--steps < 0) {
        this.pc = pc;
        this.pos = pos;
        return 0;
      }
      // Each case either goes on with `continue`, or breaks: then the attempt backtracks.
      // biome-ignore lint/suspicious/noConfusingLabels: a literal's loop leaves the whole instruction
      sw: switch (code[pc] as Op) {
        case Op.Literal: {
          const n = code[pc + 1] as number;
          if (n > end - pos) break;
          const at = pc + 2;
          for (let i = 0; i < n; i++) if (s[pos + i] !== code[at + i]) break sw;
          pos += n;
          pc = at + n;
          continue;
        }
        case Op.LiteralEither: {
          const n = code[pc + 1] as number;
          if (n > end - pos) break;
          const at = pc + 2;
          for (let i = 0; i < n; i++) {
            const c = s[pos + i];
            if (c !== code[at + i * 2] && c !== code[at + i * 2 + 1]) break sw;
          }
          pos += n;
          pc = at + n * 2;
          continue;
        }
        case Op.Byte:
          if (pos >= end || (tables[code[pc + 1] as number] as Uint8Array)[s[pos] as number] === 0) break;
          pos++;
          pc += 2;
          continue;
        case Op.Wide: {
          const next = this.one(Op.Wide, code[pc + 1] as number, pos);
          if (next < 0) break;
          pos = next;
          pc += 2;
          continue;
        }
        case Op.NotNewline:
        case Op.AnyByte:
        case Op.AnyNewline:
        case Op.Grapheme: {
          const next = this.one(code[pc] as Op, 0, pos);
          if (next < 0) break;
          pos = next;
          pc += 1;
          continue;
        }
        case Op.Repeat: {
          const next = this.repeat(pc, pos);
          if (next < 0) break;
          steps -= (next - pos) >> 4;
          pos = next;
          pc += 6;
          this.count++;
          continue;
        }
        case Op.Jump:
          pc = code[pc + 1] as number;
          continue;
        case Op.Split:
          this.push3(code[pc + 1] as number, pos, F.Choice);
          this.count++;
          pc += 2;
          continue;
        case Op.SplitLazy:
          this.push3(pc + 2, pos, F.Choice);
          this.count++;
          pc = code[pc + 1] as number;
          continue;
        case Op.SplitThen:
          this.push5(code[pc + 1] as number, pos, code[pc + 2] as number, code[pc + 3] as number, F.ChoiceThen);
          this.count++;
          pc += 4;
          continue;
        case Op.LastThen:
          this.push3(code[pc + 1] as number, code[pc + 2] as number, F.LastThen);
          pc += 3;
          continue;
        case Op.Open:
          this.assign(this.openAt + (code[pc + 1] as number), pos);
          this.count++;
          pc += 2;
          continue;
        case Op.Close: {
          const g = code[pc + 1] as number;
          const call = this.call;
          if (call !== undefined && call.group === g) {
            pc = this.returnFrom(call, false);
            continue;
          }
          this.closeGroup(g, pos);
          pc += 2;
          continue;
        }
        case Op.CloseAccept:
          this.closeGroup(code[pc + 1] as number, pos);
          pc += 2;
          continue;
        case Op.Mark:
          this.assign(this.registersAt + (code[pc + 1] as number), pos);
          pc += 2;
          continue;
        case Op.IfEmpty:
          pc = v[this.registersAt + (code[pc + 1] as number)] === pos ? (code[pc + 2] as number) : pc + 3;
          continue;
        case Op.AtomicBegin:
          this.assign(this.registersAt + (code[pc + 1] as number), this.sp + 3);
          this.count++;
          pc += 2;
          continue;
        case Op.AtomicEnd:
          this.endAtomic(code[pc + 1] as number);
          pc += 2;
          continue;
        case Op.LookBegin:
          this.beginLook(code[pc + 1] as number, pos);
          pc += 2;
          continue;
        case Op.LookEnd:
          pos = v[this.registersAt + (code[pc + 1] as number) + 1] as number;
          this.endAtomic(code[pc + 1] as number);
          pc += 2;
          continue;
        case Op.LookEndOpen:
          pos = v[this.registersAt + (code[pc + 1] as number) + 1] as number;
          pc += 2;
          continue;
        case Op.ScanBegin: {
          const n = code[pc + 2] as number;
          const g = this.setGroup(pc + 3, n);
          if (g < 0) break;
          pos = this.beginScan(code[pc + 1] as number, g, pos);
          end = this.end;
          pc += 3 + n;
          continue;
        }
        case Op.ScanEnd:
          pos = this.endScan(code[pc + 1] as number);
          end = this.end;
          pc += 2;
          continue;
        case Op.ScriptRun: {
          const from = v[this.registersAt + (code[pc + 1] as number)] as number;
          if (!isScriptRun(this.info.unicode, this.utf, s, from, pos)) break;
          steps -= (pos - from) >> 2;
          pc += 2;
          continue;
        }
        case Op.NotBegin:
          this.beginLook(code[pc + 1] as number, pos);
          this.push3(code[pc + 2] as number, pos, F.Not);
          pc += 3;
          continue;
        case Op.NotEnd:
          this.undo(v[this.registersAt + (code[pc + 1] as number)] as number);
          break;
        case Op.CondBegin:
          // The record for "false" goes when the assertion has matched.
          this.beginLook(code[pc + 1] as number, pos);
          this.push3(code[pc + 2] as number, pos, F.Cond);
          pc += 3;
          continue;
        case Op.CondNotEnd: {
          const r = this.registersAt + (code[pc + 1] as number);
          pos = v[r + 1] as number;
          this.endCondition(r);
          pc = code[pc + 2] as number;
          continue;
        }
        case Op.Back: {
          const p = this.goBack(pos, code[pc + 1] as number, code[pc + 2] as number, pc);
          if (p < 0) break;
          pos = p;
          pc += 3;
          continue;
        }
        case Op.BackEnd:
          if (v[this.registersAt + (code[pc + 1] as number) + 1] !== pos) break;
          pc += 2;
          continue;
        case Op.Ref: {
          const n = code[pc + 2] as number;
          const g = this.setGroup(pc + 3, n);
          if (g < 0) break;
          const next = this.sameText(g, pos, code[pc + 1] as number);
          if (next < 0) break;
          pos = next;
          pc += 3 + n;
          continue;
        }
        case Op.RefRepeat: {
          const next = this.repeatRef(pc, pos);
          if (next < 0) break;
          pos = next;
          pc += 6 + (code[pc + 5] as number);
          this.count++;
          continue;
        }
        case Op.Call: {
          const g = code[pc + 1] as number;
          if (this.loops(g, pos)) {
            this.fail = Fail.Loop;
            this.outcome = Outcome.NoMatch;
            return steps + 1;
          }
          const kept = code[pc + 3] as number;
          const call = new Call(g, pc + 4 + kept, kept, pos, this.lastUsed, this.call, this.sp, this.calls.length);
          this.calls.push(call);
          this.pushState(this.calls.length - 1, F.Call);
          this.call = call;
          this.count++;
          pc = code[pc + 2] as number;
          continue;
        }
        case Op.IfGroup: {
          const n = code[pc + 2] as number;
          pc = this.setGroup(pc + 3, n) >= 0 ? pc + 3 + n : (code[pc + 1] as number);
          continue;
        }
        case Op.IfCall: {
          const n = code[pc + 3] as number;
          let yes = this.call !== undefined && code[pc + 2] !== 0;
          for (let i = 0; i < n && !yes; i++) yes = this.call !== undefined && this.call.group === code[pc + 4 + i];
          pc = yes ? pc + 4 + n : (code[pc + 1] as number);
          continue;
        }
        case Op.Circ:
          if (pos !== 0 || (this.options & O.NOTBOL) !== 0) break;
          pc++;
          continue;
        case Op.CircMulti:
          if (pos === 0 ? (this.options & O.NOTBOL) !== 0 : !this.startsLine(pos)) break;
          pc++;
          continue;
        case Op.DollarMulti:
          if (pos < end ? this.newlineAt(pos) === 0 : (this.options & O.NOTEOL) !== 0) break;
          pc++;
          continue;
        case Op.Dollar:
          if ((this.options & O.NOTEOL) !== 0) break;
          if ((this.info.bits & O.DOLLAR_ENDONLY) !== 0 ? pos < end : !this.atLastNewline(pos)) break;
          pc++;
          continue;
        case Op.SubjectStart:
          if (pos !== 0) break;
          pc++;
          continue;
        case Op.MatchStart:
          if (pos !== this.startOffset) break;
          pc++;
          continue;
        case Op.SubjectEnd:
          if (pos < end) break;
          pc++;
          continue;
        case Op.SubjectEndNewline:
          if (!this.atLastNewline(pos)) break;
          pc++;
          continue;
        case Op.WordBoundary:
          if (this.wordBoundary(pos, code[pc + 2] !== 0) === (code[pc + 1] !== 0)) break;
          pc += 3;
          continue;
        case Op.SetStart:
          this.push2(this.matchStart, F.Start);
          this.matchStart = pos;
          pc++;
          continue;
        case Op.Fail:
          break;
        case Op.End:
        case Op.Accept: {
          const call = this.call;
          const isEnd = code[pc] === Op.End;
          const register = isEnd ? -1 : (code[pc + 1] as number);
          const height = register >= 0 ? (v[this.registersAt + register] as number) : 0;
          if (call !== undefined && (isEnd ? call.group === 0 : call.height >= height)) {
            // After ACCEPT nothing inside is tried again.
            pc = this.returnFrom(call, !isEnd);
            continue;
          }
          if (height > 0) {
            this.cut(height);
            pc = this.lookEndOf(register);
            continue;
          }
          if (pos === this.matchStart && this.refusesEmpty()) break;
          if (pos < this.matchStart && program.dialect === 2) {
            this.outcome = Outcome.BadStart;
            return steps + 1;
          }
          if (this.count > this.matchLimit) {
            this.outcome = Outcome.MatchLimit;
            return steps + 1;
          }
          this.matchEnd = pos;
          this.outcome = Outcome.Match;
          return steps + 1;
        }
        case Op.Commit:
          this.push1(F.Commit);
          pc++;
          continue;
        case Op.Prune:
          this.push1(F.Prune);
          pc++;
          continue;
        case Op.Skip:
          this.push2(pos, F.Skip);
          pc++;
          continue;
        case Op.SkipName:
          if (++this.skipNames > this.ignoreSkipNames) this.push2(code[pc + 1] as number, F.SkipName);
          pc += 2;
          continue;
        case Op.Then:
          this.push2(pc, F.Then);
          pc++;
          continue;
        case Op.MarkName:
          this.push3(code[pc + 1] as number, pos, F.Mark);
          pc += 2;
          continue;
      }
      // Backtrack.
      if (this.count > this.matchLimit) {
        this.outcome = Outcome.MatchLimit;
        return steps + 1;
      }
      if (this.sp > this.depthLimit * WORDS_PER_FRAME || this.sp > MAX_STACK) {
        this.outcome = Outcome.DepthLimit;
        return steps + 1;
      }
      if (this.sp > this.heapLimit * WORDS_PER_FRAME) {
        this.outcome = Outcome.NoMatch;
        return steps + 1;
      }
      if (pos >= this.lastUsed) this.lastUsed = pos < end && (code[pc] as Op) <= LAST_READING ? pos + 1 : pos;
      if (!this.backtrack()) return steps + 1;
      steps -= this.work >> 4;
      this.work = 0;
      pc = this.pc;
      pos = this.pos;
      end = this.end;
    }
  }

  /** Pops up to a choice and takes it; false: there is none. */
  private backtrack(): boolean {
    const { v, s, program } = this;
    const { code } = program;
    for (;;) {
      const { stack } = this;
      if (this.sp === 0) return false;
      const f = stack[this.sp - 1] as F;
      this.sp -= SIZE[f] as number;
      const at = this.sp;
      switch (f) {
        case F.Undo:
          v[stack[at] as number] = stack[at + 1] as number;
          continue;
        case F.Undo2:
          v[stack[at] as number] = stack[at + 1] as number;
          v[(stack[at] as number) + 1] = stack[at + 2] as number;
          continue;
        case F.Start:
          this.matchStart = stack[at] as number;
          continue;
        case F.End:
          this.end = stack[at] as number;
          continue;
        case F.Returned:
          this.popState(at, f);
          continue;
        case F.Call:
          this.popState(at, f);
          // Verbs inside of it do not reach out.
          if (this.failCall === stack[this.sp + v.length]) this.fail = Fail.No;
          continue;
        case F.Not:
          // Nothing inside matched, or a verb ended the attempt: the assertion holds.
          this.fail = Fail.No;
          this.pc = stack[at] as number;
          this.pos = stack[at + 1] as number;
          this.undo(at - 4);
          return true;
        case F.Cond:
          if (this.fail > Fail.No && this.fail !== Fail.Then && program.dialect === 1) continue;
          this.fail = Fail.No;
          this.pc = stack[at] as number;
          this.pos = stack[at + 1] as number;
          this.undo(at - 4);
          return true;
        case F.Mark:
          if (this.fail === Fail.SkipName && program.names[this.failName] === program.names[stack[at] as number]) {
            this.fail = Fail.Skip;
            this.failAt = stack[at + 1] as number;
          }
          continue;
        case F.LastThen:
          if (
            this.fail === Fail.Then &&
            this.failAt >= (stack[at] as number) &&
            this.failAt < (stack[at + 1] as number)
          ) {
            this.fail = Fail.No;
          }
          continue;
        case F.ChoiceThen:
          if (
            this.fail === Fail.Then &&
            this.failAt >= (stack[at + 2] as number) &&
            this.failAt < (stack[at + 3] as number)
          ) {
            this.fail = Fail.No;
          }
          if (this.fail !== Fail.No) continue;
          this.count++;
          this.pc = stack[at] as number;
          this.pos = stack[at + 1] as number;
          return true;
      }
      // What follows are choices and verbs: a verb under way passes them.
      if (this.fail !== Fail.No) continue;
      switch (f) {
        case F.Choice:
          this.count++;
          this.pc = stack[at] as number;
          this.pos = stack[at + 1] as number;
          return true;
        case F.Greedy: {
          const next = stack[at] as number;
          const least = stack[at + 1] as number;
          let p = stack[at + 2] as number;
          // Places where the literal that follows cannot start are passed over.
          const wanted = code[next] === Op.Literal ? (code[next + 2] as number) : -1;
          const from = p;
          do p--;
          while (p > least && wanted >= 0 && s[p] !== wanted);
          this.count += from - p;
          this.work += from - p;
          if (p > least) {
            stack[at + 2] = p;
            this.sp = at + 4;
          }
          this.pc = next;
          this.pos = p;
          return true;
        }
        case F.GreedyWide: {
          const next = stack[at] as number;
          const least = stack[at + 1] as number;
          let p = stack[at + 2] as number;
          const wanted = code[next] === Op.Literal ? (code[next + 2] as number) : -1;
          do {
            p--;
            while (p > least && ((s[p] as number) & 0xc0) === 0x80) p--;
            this.count++;
            this.work++;
          } while (p > least && wanted >= 0 && s[p] !== wanted);
          if (p > least) {
            stack[at + 2] = p;
            this.sp = at + 4;
          }
          this.pc = next;
          this.pos = p;
          return true;
        }
        case F.GreedyOdd: {
          const least = stack[at + 1] as number;
          const p = this.back(stack[at + 3] as Op, least, stack[at + 2] as number);
          this.count++;
          if (p > least) {
            stack[at + 2] = p;
            this.sp = at + 5;
          }
          this.pc = stack[at] as number;
          this.pos = p;
          return true;
        }
        case F.GreedyRef: {
          const least = stack[at + 1] as number;
          const p = (stack[at + 2] as number) - (stack[at + 3] as number);
          this.count++;
          if (p > least) {
            stack[at + 2] = p;
            this.sp = at + 5;
          }
          this.pc = stack[at] as number;
          this.pos = p;
          return true;
        }
        case F.Lazy:
          if (this.lazyMore(at)) return true;
          continue;
        case F.LazyRef:
          if (this.lazyRefMore(at)) return true;
          continue;
      }
      // Only verbs are left.
      this.failCall = this.call === undefined ? -1 : this.call.index;
      switch (f) {
        case F.Commit:
          this.fail = Fail.Commit;
          continue;
        case F.Prune:
          this.fail = Fail.Prune;
          continue;
        case F.Skip:
          this.fail = Fail.Skip;
          this.failAt = stack[at] as number;
          continue;
        case F.SkipName:
          this.fail = Fail.SkipName;
          this.failName = stack[at] as number;
          continue;
        case F.Then:
          this.fail = Fail.Then;
          this.failAt = stack[at] as number;
          continue;
      }
    }
  }

  // -- Parts of instructions.

  /** Whether a call of group `g` at `pos` is under way already. */
  private loops(g: number, pos: number): boolean {
    for (let c = this.call; c !== undefined; c = c.outer) {
      if (c.group !== g) continue;
      if (this.program.dialect === 1) {
        if (c.position === pos) return true;
      } else return c.position === pos && c.lastUsed === this.lastUsed; // PCRE2 looks at the innermost only.
    }
    return false;
  }

  private closeGroup(g: number, pos: number): void {
    const { v } = this;
    this.push4(g * 2, v[g * 2] as number, v[g * 2 + 1] as number, F.Undo2);
    v[g * 2] = v[this.openAt + g] as number;
    v[g * 2 + 1] = pos;
  }

  /** Ends the call: the groups are what they were before it. Returns where to go on. */
  private returnFrom(call: Call, atomic: boolean): number {
    const { v } = this;
    const { stack } = this;
    if (atomic || this.program.dialect === 1) {
      // Calls are atomic: nothing of it stays on the stack.
      v.set(stack.subarray(call.height, call.height + v.length));
      this.sp = call.height;
      this.calls.length = call.index;
    } else {
      const kept = this.keptBy(call);
      this.pushState(call.index, F.Returned);
      v.set(this.stack.subarray(call.height, call.height + v.length));
      for (let i = 0; i < kept.length; i += 3) {
        const g = kept[i] as number;
        v[g * 2] = kept[i + 1] as number;
        v[g * 2 + 1] = kept[i + 2] as number;
      }
    }
    this.call = call.outer;
    return call.target;
  }

  /** The groups that a call leaves set: each with what it is now. */
  private keptBy(call: Call): readonly number[] {
    const { code } = this.program;
    const kept: number[] = [];
    // They stand right before the place that the call goes on at.
    for (let at = call.target - call.kept; at < call.target; at++) {
      const g = code[at] as number;
      kept.push(g, this.v[g * 2] as number, this.v[g * 2 + 1] as number);
    }
    return kept;
  }

  /** The subject becomes what group `g` matched. Returns its start. */
  private beginScan(register: number, g: number, pos: number): number {
    this.beginLook(register, pos);
    this.assign(this.registersAt + register + 2, this.end);
    this.setEnd(this.v[g * 2 + 1] as number);
    // A THEN inside reaches no farther.
    this.push3(0, this.lookEndOf(register), F.LastThen);
    return this.v[g * 2] as number;
  }

  private endScan(register: number): number {
    const r = this.registersAt + register;
    this.setEnd(this.v[r + 2] as number);
    return this.v[r + 1] as number;
  }

  private setEnd(end: number): void {
    this.push2(this.end, F.End);
    this.end = end;
  }

  /** The inside of a negative assertion that is a condition matched: in PCRE2 its groups stay set. */
  private endCondition(r: number): void {
    const height = this.v[r] as number;
    if (this.program.dialect === 1) this.undo(height);
    else this.cut(height);
    this.release(r, height);
  }

  private beginLook(register: number, pos: number): void {
    const r = this.registersAt + register;
    const { v } = this;
    this.push4(r, v[r] as number, v[r + 1] as number, F.Undo2);
    v[r] = this.sp;
    v[r + 1] = pos;
  }

  /** Drops the choices of the atomic part that began at the register's height. */
  private endAtomic(register: number): void {
    const r = this.registersAt + register;
    const height = this.v[r] as number;
    this.cut(height);
    this.release(r, height);
  }

  /** Gives a register back what it held before; its record is right below `height`. */
  private release(r: number, height: number): void {
    const { stack, v } = this;
    if (stack[height - 1] === F.Undo2) {
      v[r] = stack[height - 3] as number;
      v[r + 1] = stack[height - 2] as number;
    } else v[r] = stack[height - 2] as number;
  }

  /** Where the assertion of this register ends: ACCEPT inside it goes there. */
  private lookEndOf(register: number): number {
    return this.program.lookEnds.get(register) as number;
  }

  private refusesEmpty(): boolean {
    if ((this.options & O.NOTEMPTY) !== 0) return true;
    return (this.options & O.NOTEMPTY_ATSTART) !== 0 && this.matchStart === this.startOffset;
  }
}
