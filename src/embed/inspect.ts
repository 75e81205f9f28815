/**
 * A look at a VM from outside, for tools: its processes, what they hold and say to each other; and a hand on it: pause, one time
 * slice at a time, suspend, resume.
 *
 * Looking runs nothing in the VM, but for a behaviour's state, which the process itself has to tell, and messages, which are
 * traced.
 */
import { dictionaryList } from "../bifs/erlang/process_dictionary.ts";
import { current } from "../bifs/erlang/process_info.ts";
import { heldMonitors, monitorsOn } from "../runtime/monitors.ts";
import { linksToArray } from "../runtime/links.ts";
import { measure, memoryBytes } from "../runtime/process_memory.ts";
import { type Process, Status } from "../runtime/process.ts";
import type { Queue } from "../runtime/scheduling.ts";
import { exitSignal } from "../runtime/signals.ts";
import { stackPlaces } from "../runtime/stack.ts";
import { Atom, atoms, FALSE, TRUE } from "../term/atom.ts";
import { Pid } from "../term/identifier.ts";
import { Cons, listFromArray, listToArray, NIL } from "../term/list.ts";
import { atomText, printTerm } from "../term/print.ts";
import type { Term } from "../term/term.ts";
import { Tuple, tuple2, tupleToArray } from "../term/tuple.ts";
import type { VirtualMachine } from "../vm.ts";
import { brief } from "./brief.ts";
import { startCall, startMailbox } from "./calls.ts";
import type { Vm } from "./vm.ts";

export interface SystemRow {
  readonly paused: boolean;
  readonly processes: number;
  readonly reductions: number;
  /** What all processes take together. */
  readonly memory_bytes: number;
  readonly runQueue: number;
}

export interface ProcessRow {
  /** `<0.88.0>` */
  readonly pid: string;
  readonly name: string | undefined;
  /** What it was started with; of OTP's behaviours the callback module's function: `my_server:init/1`. */
  readonly initialCall: string;
  readonly currentFunction: string;
  readonly status: "running" | "runnable" | "waiting" | "suspended";
  readonly messages: number;
  readonly reductions: number;
  /** As it was when it last ran and there was time to look. */
  readonly memory_bytes: number;
  /** The process that started it, as OTP's behaviours note it, else as the emulator does. */
  readonly parent: string | undefined;
  readonly supervisor: boolean;
  /** The application it belongs to. */
  readonly application: string | undefined;
}

/** Terms are printed, and cut where they are long. */
export interface ProcessDetails extends ProcessRow {
  readonly links: readonly string[];
  readonly monitors: readonly string[];
  readonly monitoredBy: readonly string[];
  readonly trapExit: boolean;
  readonly groupLeader: string;
  readonly mailbox: readonly string[];
  readonly dictionary: readonly (readonly [string, string])[];
  /** Innermost first: `lists:map/2 (lists.erl:1559)`. */
  readonly stack: readonly string[];
  /** A behaviour's state, if it has told it in time. */
  readonly state: string | undefined;
}

export interface MessageRow {
  /** Unix time. */
  readonly at_ms: number;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

const A = atoms("$initial_call", "$ancestors", "supervisor", "running", "application", "info", "sys", "get_state");
const T = atoms("erlang", "trace", "all", "send", "tracer", "send_to_non_existing_process", "kill");
/** Where a behaviour waits. */
const LOOPS = new Set<Atom>(Object.values(atoms("gen_server", "gen_statem", "gen_event")));

/** How long measuring may take at a time. */
const MEASURE_ms = 4;
const STATE_ms = 500;
const SHOWN_MESSAGES = 50;
const SHOWN_FRAMES = 40;

/** In place of the scheduler's queue while a VM is paused: nobody's turn comes, but for steps. */
class PausedQueue implements Queue {
  readonly inner: Queue;
  steps = 0;
  last: Process | undefined;
  constructor(inner: Queue) {
    this.inner = inner;
  }
  get length(): number {
    return this.steps > 0 ? this.inner.length : 0;
  }
  push(p: Process): void {
    this.inner.push(p);
  }
  next(): Process | undefined {
    if (this.steps === 0) return undefined;
    const p = this.inner.next();
    if (p !== undefined && p.status === Status.Runnable) {
      this.steps--;
      this.last = p;
    }
    return p;
  }
}

/** `new Inspector(vm)`: any number of them may look at one VM, one may pause it. */
export class Inspector {
  private readonly core: VirtualMachine;
  private queue: PausedQueue | undefined;
  private readonly measured = new WeakMap<Process, { readonly reductions: number; readonly bytes: number }>();
  /** Applications by the pids of their masters. */
  private applications = new Map<Pid, string>();
  private tracer: Process | undefined;
  private readonly suspended = new WeakSet<Process>();

  constructor(vm: Vm) {
    this.core = vm.core;
  }

  // -- Looking.

  system(): SystemRow {
    let memory_bytes = 0;
    const all = this.core.processes.all();
    for (const p of all) memory_bytes += this.measured.get(p)?.bytes ?? 0;
    const { reductions, queue } = this.core.scheduler;
    return {
      paused: this.queue !== undefined,
      processes: all.length,
      reductions,
      memory_bytes,
      runQueue: (this.queue?.inner ?? queue).length,
    };
  }

  processes(): ProcessRow[] {
    const now = () => this.core.clock.monotonic_us();
    const until = now() + MEASURE_ms * 1000;
    // Who looks on is not part of the picture.
    const all = this.core.processes.all().filter((p) => p !== this.tracer);
    // One is measured however slow the machine is: whoever looks often enough sees them all.
    let measured = false;
    return all.map((p) => {
      if (!measured || now() < until) measured = this.measure(p) || measured;
      return this.row(p);
    });
  }

  /** undefined: there is no such process. */
  async process(pid: string): Promise<ProcessDetails | undefined> {
    const p = this.find(pid);
    if (p === undefined) return undefined;
    this.measure(p);
    const state = await this.stateOf(p);
    return {
      ...this.row(p),
      links: linksToArray(p.links).map((l) => printTerm(l)),
      monitors: heldMonitors(p).flatMap((m) => (m.target === null ? [] : [printTerm(m.item)])),
      monitoredBy: monitorsOn(p).map((m) => printTerm(m.holder.pid)),
      trapExit: p.trapExit,
      groupLeader: printTerm(p.groupLeader),
      mailbox: p.mailbox
        .toArray()
        .slice(0, SHOWN_MESSAGES)
        .map((m) => brief(m)),
      dictionary: dictionary(p).map(([key, value]) => [brief(key), brief(value)]),
      stack: stackPlaces(p, SHOWN_FRAMES).map(({ module, name, arity, info }) => {
        const place = sourcePlace(info);
        return functionText(module, name, arity) + (place === "" ? "" : ` (${place})`);
      }),
      state,
    };
  }

  private row(p: Process): ProcessRow {
    const started = startedAs(p);
    const at = current(p);
    return {
      pid: printTerm(p.pid),
      name: p.name?.name,
      initialCall: started.text,
      currentFunction: at === undefined ? started.text : functionText(at.module, at.name, at.arity),
      status: this.status(p),
      messages: p.mailbox.length,
      reductions: p.reductions,
      memory_bytes: this.measured.get(p)?.bytes ?? 0,
      parent: this.parent(p),
      supervisor: started.supervisor,
      application: this.applications.get(p.groupLeader) ?? this.applications.get(p.pid),
    };
  }

  private status(p: Process): ProcessRow["status"] {
    if (p.suspends > 0) return "suspended";
    return p.status === Status.Waiting ? "waiting" : p.status === Status.Running ? "running" : "runnable";
  }

  private parent(p: Process): string | undefined {
    const ancestors = p.dictionary?.get(A.$ancestors);
    const first = ancestors instanceof Cons && ancestors !== NIL ? ancestors.head : p.parent;
    const pid = first instanceof Atom ? this.core.registry.process(first)?.pid : first;
    return pid instanceof Pid ? printTerm(pid) : undefined;
  }

  /** Whether it had to be: what has not run since is as it was. */
  private measure(p: Process): boolean {
    if (this.measured.get(p)?.reductions === p.reductions) return false;
    this.measured.set(p, { reductions: p.reductions, bytes: memoryBytes(measure(p)) });
    return true;
  }

  /** Asks OTP again which applications run. */
  async findApplications(): Promise<void> {
    const info = await this.call(A.application, A.info, []);
    for (const item of listToArray(info ?? NIL) ?? []) {
      if (!(item instanceof Tuple) || tupleToArray(item)[0] !== A.running) continue;
      const found = new Map<Pid, string>();
      for (const pair of listToArray(tupleToArray(item)[1] as Term) ?? []) {
        const [name, master] = pair instanceof Tuple ? tupleToArray(pair) : [];
        if (name instanceof Atom && master instanceof Pid) found.set(master, name.name);
      }
      this.applications = found;
    }
  }

  /** What `sys:get_state/2` says. */
  private async stateOf(p: Process): Promise<string | undefined> {
    const at = current(p)?.module;
    if (this.queue !== undefined || at === undefined || !LOOPS.has(at)) return undefined;
    const state = await this.call(A.sys, A.get_state, [p.pid, STATE_ms]);
    return state === undefined ? undefined : brief(state, 4000);
  }

  /** undefined: it has raised an exception. */
  private call(module: Atom, name: Atom, args: readonly Term[]): Promise<Term | undefined> {
    return new Promise((resolve) => {
      const none = () => resolve(undefined);
      const outcome = { returned: resolve, failed: none, abandoned: none };
      if (startCall(this.core, this.core.export(module, name, args.length), args, outcome) === undefined) none();
    });
  }

  private find(pid: string): Process | undefined {
    return this.core.processes.all().find((p) => printTerm(p.pid) === pid);
  }

  // -- A hand on it. Each answers false if there is no such process.

  kill(pid: string): boolean {
    const p = this.find(pid);
    if (p !== undefined) exitSignal(this.core, p, p.pid, T.kill);
    return p !== undefined;
  }

  suspend(pid: string): boolean {
    const p = this.find(pid);
    if (p === undefined) return false;
    if (!this.suspended.has(p)) p.suspends++;
    this.suspended.add(p);
    return true;
  }

  /** Ends the suspension that `suspend` began. */
  resume(pid: string): boolean {
    const p = this.find(pid);
    if (p === undefined) return false;
    if (this.suspended.delete(p)) this.core.scheduler.resume(p);
    return true;
  }

  /** From now on no process runs; time goes on, and what it brings waits in the mailboxes. */
  pause(): void {
    if (this.queue !== undefined) return;
    this.queue = new PausedQueue(this.core.scheduler.queue);
    this.core.scheduler.queue = this.queue;
  }

  continue(): void {
    if (this.queue === undefined) return;
    this.core.scheduler.queue = this.queue.inner;
    this.queue = undefined;
    this.core.scheduler.run();
  }

  /** While paused: gives the next process one time slice. Its pid; undefined: none is runnable. */
  step(): string | undefined {
    const { queue } = this;
    if (queue === undefined) return undefined;
    queue.last = undefined;
    queue.steps = 1;
    this.core.scheduler.run();
    queue.steps = 0;
    const p = queue.last as Process | undefined;
    return p && printTerm(p.pid);
  }

  /**
   * Calls `take` for each message that a process sends, from when the promise resolves until `stopMessages`. The row is made
   * when it is asked for, then or never: printing takes longer than sending.
   */
  async messages(take: (row: () => MessageRow) => void): Promise<void> {
    await this.stopMessages();
    const tracer = startMailbox(this.core, (event) => {
      const [, from, kind, message, to] = event instanceof Tuple ? tupleToArray(event) : [];
      if (kind !== T.send && kind !== T.send_to_non_existing_process) return;
      take(() => ({
        at_ms: this.core.host.systemTime_us() / 1000,
        from: printTerm(from as Term),
        to: printTerm(this.receiver(to as Term)),
        text: brief(message as Term, 300),
      }));
    });
    this.tracer = tracer;
    if (tracer === undefined) return;
    const flags = listFromArray([T.send, tuple2(T.tracer, tracer.pid)]);
    await this.call(T.erlang, T.trace, [T.all, TRUE, flags]);
  }

  /** A name stands for the process that has it now. */
  private receiver(to: Term): Term {
    return (to instanceof Atom && this.core.registry.process(to)?.pid) || to;
  }

  async stopMessages(): Promise<void> {
    const { tracer } = this;
    if (tracer === undefined) return;
    this.tracer = undefined;
    await this.call(T.erlang, T.trace, [T.all, FALSE, listFromArray([T.send])]);
    exitSignal(this.core, tracer, tracer.pid, T.kill);
  }
}

function dictionary(p: Process): [Term, Term][] {
  return (listToArray(dictionaryList(p.dictionary)) ?? []).map((pair) => tupleToArray(pair as Tuple) as [Term, Term]);
}

/** Processes of OTP's behaviours note what they were started with. */
function startedAs(p: Process): { readonly text: string; readonly supervisor: boolean } {
  const noted = p.dictionary?.get(A.$initial_call);
  if (noted instanceof Tuple) {
    const [module, name, arity] = tupleToArray(noted);
    if (module instanceof Atom && name instanceof Atom && typeof arity === "number")
      return { text: functionText(module, name, arity), supervisor: module === A.supervisor };
  }
  const e = p.initialCall;
  return { text: e === undefined ? "" : functionText(e.module, e.name, e.arity), supervisor: false };
}

function functionText(module: Atom, name: Atom, arity: number): string {
  return `${atomText(module)}:${atomText(name)}/${arity}`;
}

/** `lists.erl:1559` */
function sourcePlace(info: Term): string {
  const [file, line] = (listToArray(info) ?? []).map((pair) => tupleToArray(pair as Tuple)[1] as Term);
  if (file === undefined || line === undefined) return "";
  return `${brief(file).replaceAll('"', "")}:${line}`;
}
