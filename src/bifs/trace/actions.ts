/**
 * What the functions of match specifications do while something is traced.
 * OTP: the match instructions in db_prog_match(), set_tracee_flags() and set_match_trace() in erl_db_util.c.
 */
import type { TraceActions } from "../../ets/match_compile.ts";
import type { Process } from "../../runtime/process.ts";
import { placeTerm, stackPlaces } from "../../runtime/stack.ts";
import { CONTROL_WORD } from "../../runtime/tracing.ts";
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { binary } from "../../term/bits.ts";
import { Pid } from "../../term/identifier.ts";
import { Cons, listFromArray, NIL } from "../../term/list.ts";
import { displayTerm } from "../../term/print.ts";
import type { Term } from "../../term/term.ts";
import { tuple2, Tuple2, Tuple3, tuple3, tuple4 } from "../../term/tuple.ts";
import { utf8Encode } from "../../util/utf8.ts";
import { Flag, flagBits } from "./flags.ts";
import { processDump } from "./process_dump.ts";
import type { Session, TraceRef } from "./session.ts";
import type { Tracee } from "./tracee.ts";
import { isThere, taggedTracer, type Tracer } from "./tracer.ts";

const A = atoms("undefined", "tracer", "file", "line");

/** Flags and a tracer from a list; undefined: a wrong one. */
export interface Wanted {
  readonly flags: number;
  readonly tracer: Tracer | undefined;
  readonly cpu: boolean;
}

/** `send` and `receive`: there is no call. */
export class EventActions implements TraceActions {
  protected readonly tracee: Tracee;
  /** Undefined for a meta trace of a process that the session does not trace. */
  protected readonly ref: TraceRef | undefined;
  private readonly session: Session;
  /** The frames are in the process for a specification that asks for them. */
  protected readonly withStack: boolean = false;

  constructor(tracee: Tracee, ref: TraceRef | undefined, session?: Session) {
    this.tracee = tracee;
    this.ref = ref;
    this.session = (ref?.session ?? session) as Session;
  }

  perform(name: string, args: readonly Term[]): Term | undefined {
    switch (name) {
      case "get_tcw":
        return this.tracee.vm.state(CONTROL_WORD).value;
      case "set_tcw":
        return this.setControlWord(args[0] as Term);
      case "silent":
        return this.silent(args[0] as Term);
      case "display":
        this.tracee.vm.host.write(1, utf8Encode(`${displayTerm(args[0] as Term)}\n`));
        return TRUE;
      case "is_seq_trace":
        return this.tracee.sequence.term === NIL ? FALSE : TRUE;
      case "get_seq_token":
        return this.tracee.sequence.term;
      case "set_seq_token":
        return this.setToken(args[0] as Term, args[1] as Term);
      case "enable_trace":
      case "disable_trace":
        return this.oneFlag(name === "enable_trace", args);
      case "trace":
        return this.trace(args);
      case "process_dump":
        return binary(utf8Encode(processDump(this.tracee.process, this.withStack)));
      default:
        return undefined;
    }
  }

  private setControlWord(value: Term): Term | undefined {
    if (typeof value !== "number" || value < 0 || value > 0xffffffff) return undefined;
    const word = this.tracee.vm.state(CONTROL_WORD);
    const old = word.value;
    word.value = value;
    return old;
  }

  private silent(value: Term): Term {
    const { ref } = this;
    if (ref !== undefined && value === TRUE) ref.flags |= Flag.silent;
    else if (ref !== undefined && value === FALSE) ref.flags &= ~Flag.silent;
    return TRUE;
  }

  private setToken(what: Term, value: Term): Term | undefined {
    return this.tracee.sequence.set(what, value) === undefined ? undefined : TRUE;
  }

  /** The process that an argument names: a pid or a registered name. */
  private processOf(t: Term): Process | undefined {
    const { vm } = this.tracee;
    if (t instanceof Pid) return vm.processes.ofPid(t);
    return t instanceof Atom ? vm.registry.process(t) : undefined;
  }

  /** `{enable_trace, Flag}`, `{enable_trace, Process, Flag}` and their opposites. */
  private oneFlag(on: boolean, args: readonly Term[]): Term | undefined {
    const p = args.length === 1 ? this.tracee.process : this.processOf(args[0] as Term);
    const bits = flagBits(args[args.length - 1] as Term);
    if (bits === 0 || p === undefined) return undefined;
    this.change(p, this.ownTracer, on ? 0 : bits, on ? bits : 0);
    return TRUE;
  }

  /** `{trace, Disable, Enable}`, `{trace, Process, Disable, Enable}`. */
  private trace(args: readonly Term[]): Term | undefined {
    const p = args.length === 2 ? this.tracee.process : this.processOf(args[0] as Term);
    const off = readFlags(this.tracee.vm, this.session, args[args.length - 2] as Term);
    const on = readFlags(this.tracee.vm, this.session, args[args.length - 1] as Term);
    if (p === undefined || off === undefined || on === undefined || off.cpu || on.cpu) return undefined;
    const tracer = on.tracer ?? off.tracer ?? this.ownTracer;
    if (tracer !== undefined && !isThere(this.tracee.vm, tracer, p.pid)) return undefined;
    return this.change(p, tracer, off.flags, on.flags);
  }

  /** The tracer of the process that runs. */
  private get ownTracer(): Tracer | undefined {
    return this.session.tracer ?? this.tracee.ref(this.session)?.tracer;
  }

  /** The process gets this tracer; without one nothing of it is traced any more. True if that changes something. */
  private change(p: Process, tracer: Tracer | undefined, off: number, on: number): Term {
    const other = p === this.tracee.process ? this.tracee : this.tracee.of(p);
    const own = other.ref(this.session);
    if (own === undefined && (tracer === undefined || on === 0)) return FALSE;
    const flags = tracer === undefined ? 0 : ((own?.flags ?? 0) & ~off) | on;
    if (tracer === undefined || flags === 0) {
      if (own !== undefined) other.dropRef(own);
      return TRUE;
    }
    const ref = own ?? other.addRef(this.session, tracer);
    const same = ref.flags === flags && ref.tracer?.equals(tracer) === true;
    ref.flags = flags;
    ref.tracer = tracer;
    return same ? FALSE : TRUE;
  }
}

/** Calls: there is a caller. */
export class CallActions extends EventActions {
  protected override readonly withStack = true;

  override perform(name: string, args: readonly Term[]): Term | undefined {
    const p = this.tracee.process;
    switch (name) {
      case "caller": {
        const c = stackPlaces(p, 1)[0];
        return c === undefined ? A.undefined : tuple3(c.module, c.name, c.arity);
      }
      case "caller_line": {
        const c = stackPlaces(p, 1)[0];
        return c === undefined ? A.undefined : tuple4(c.module, c.name, c.arity, lineOf(c.info));
      }
      case "current_stacktrace": {
        const most = this.tracee.vm.exec.depth;
        const depth = args[0] === undefined ? most : Math.min(args[0] as number, most);
        return listFromArray(stackPlaces(p, depth).map(placeTerm));
      }
      default:
        return super.perform(name, args);
    }
  }
}

/** `{File, Line}` of `[{file, File}, {line, Line}]`. */
function lineOf(info: Term): Term {
  let file: Term | undefined;
  let line: Term | undefined;
  for (let l = info; l instanceof Cons && l !== NIL; l = l.tail) {
    if (!(l.head instanceof Tuple2)) continue;
    if (l.head.e0 === A.file) file = l.head.e1;
    if (l.head.e0 === A.line) line = l.head.e1;
  }
  return file === undefined || line === undefined ? A.undefined : tuple2(file, line);
}

const CPU = atoms("cpu_timestamp");

/** Trace flags; in the legacy session a tracer may stand among them. undefined: a wrong one. */
export function readFlags(vm: Tracee["vm"], session: Session, list: Term): Wanted | undefined {
  let flags = 0;
  let tracer: Tracer | undefined;
  let cpu = false;
  let l = list;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    const item = l.head;
    const bits = flagBits(item);
    if (bits !== 0) flags |= bits;
    else if (item === CPU.cpu_timestamp) cpu = true;
    else if ((item instanceof Tuple2 || item instanceof Tuple3) && session.tracer === undefined) {
      tracer = taggedTracer(vm, A.tracer, item);
      if (tracer === undefined) return undefined;
    } else return undefined;
  }
  return l === NIL ? { flags, tracer, cpu } : undefined;
}
