/**
 * A VM in somebody else's program: what `createVm` gives.
 *
 * Invariant: JavaScript that a VM calls runs after the VM's own turn, in a microtask, never between two of its steps. What
 * it throws is the embedder's, no process sees it.
 */
import { formatReport, type Report } from "../runtime/error_log.ts";
import type { Process } from "../runtime/process.ts";
import { deliver, exitSignal } from "../runtime/signals.ts";
import { spawnProcess } from "../runtime/spawn.ts";
import { type Atom as AtomTerm, atoms } from "../term/atom.ts";
import { binary } from "../term/bits.ts";
import { Pid as PidTerm } from "../term/identifier.ts";
import { listFromArray, listFromString } from "../term/list.ts";
import { formatPretty } from "../term/pretty.ts";
import { printTerm } from "../term/print.ts";
import type { Term } from "../term/term.ts";
import { Tuple as TupleTerm, tupleToArray } from "../term/tuple.ts";
import { BadBeam } from "../beam/bad_beam.ts";
import type { VirtualMachine } from "../vm.ts";
import { type Outcome, startCall, startMailbox } from "./calls.ts";
import { isBundle, unbundle } from "../pack/bundle.ts";
import { inflate } from "../util/inflate.ts";
import { Converter } from "./convert.ts";
import { erlangError, VmStoppedError } from "./error.ts";
import type { Events } from "./events.ts";
import { INTEROP, objectOf, objectRef, toTerm } from "./interop.ts";
import { type AbortLike, Mailbox } from "./mailbox.ts";
import { callToEnd } from "./sync.ts";
import { utf8Encode } from "../util/utf8.ts";
import type { LogMessage } from "./logger.ts";
import { canGenerate } from "../loader/generator.ts";
import { NoCode } from "../loader/no_code.ts";
import type { Given } from "./given.ts";
import type { Program } from "./program.ts";
import { atom, type Pid, text as characterText, type Value } from "./values.ts";

const A = atoms("erlang", "apply", "kill", "code", "load_binary", "error");
const [KILL, NOPROC] = [atom("kill"), atom("noproc")];

/** Where a module's code comes from: the bytes of a `.beam` file, an address that `fetch` knows, or what `gluon pack --aot` made. */
export type Source = Uint8Array | ArrayBuffer | { readonly href: string } | Program;

export interface CallOptions {
  /** Ends the process that runs the call; the promise rejects with the signal's reason. */
  readonly signal?: AbortLike;
  /** UTF-8 binaries become strings, in this call's value. Default: as the VM has it. */
  readonly strings?: boolean;
}

export interface ExitEvent {
  readonly pid: Pid;
  readonly reason: Value;
}

export interface LogEvent {
  readonly level: string;
  readonly text: string;
  readonly pid: Pid | undefined;
}

export interface HaltEvent {
  readonly status: number;
}

/** A file or a program that Gluon cannot run, or an error of its own. */
export interface DefectEvent {
  readonly text: string;
}

export interface EventMap {
  exit: ExitEvent;
  log: LogEvent;
  halt: HaltEvent;
  defect: DefectEvent;
}

/** A process as `processes()` shows it. */
export interface ProcessInfo {
  readonly pid: Pid;
  readonly name: string | undefined;
  /** `module:function/arity` it was spawned with. */
  readonly initialCall: string;
  readonly reductions: number;
  readonly messages: number;
}

export class Vm {
  /** For the parts of Gluon that stand beside this one (`gluon/inspect`): its shape may change. */
  readonly core: VirtualMachine;
  private readonly converter: Converter;
  private readonly events: Events<EventMap>;
  private readonly given: Given;

  /** Use `createVm`. */
  constructor(core: VirtualMachine, events: Events<EventMap>, given: Given, strings: boolean) {
    this.core = core;
    this.given = given;
    this.events = events;
    this.converter = new Converter({
      intern: (name) => core.atoms.existing(name) ?? core.atoms.intern(name),
      apply: (fun, args) => this.applyTerm(fun, args),
      strings,
      foreign: (value) => (core.bifs.has("js:get/2") ? objectRef(core, value) : undefined),
      native: objectOf,
    });
    const interop = core.state(INTEROP);
    interop.converter = this.converter;
    interop.sync = (fun) => {
      const apply = core.export(A.erlang, A.apply, 2);
      return (...args) => this.callNow(apply, [fun, listFromArray(args.map((arg) => toTerm(core, arg)))]);
    };
    core.exitHooks.push((p, reason) => {
      if (events.has("exit")) events.emit("exit", { pid: this.pid(p), reason: this.converter.fromTerm(reason) });
    });
  }

  /** The OTP release whose behaviour it has: 25, 27 or 29. */
  get release(): number {
    return this.core.release.otp;
  }

  /** Exit status; undefined while it runs. */
  get halted(): number | undefined {
    return this.core.halted;
  }

  // -- Code.

  /**
   * Loads a module, or all modules of a bundle or program (`gluon pack`), and resolves to the names. Rejects with an Error that says what
   * is wrong with the file.
   */
  async load(source: Source): Promise<string[]> {
    if ("bundle" in source) {
      const { giveProgram } = await import("./program.ts");
      this.running();
      return giveProgram(source, this.core, this.given);
    }
    const bytes = await bytesOf(source);
    this.running();
    if (!isBundle(bytes)) return [await this.loadModule(bytes)];
    // Its modules are loaded when they are called for, which is late for an answer.
    if (!canGenerate(this.core.host))
      throw new Error("no code can be generated here: pack the program with `gluon pack --aot`");
    const modules = unbundle(bytes, inflate);
    for (const [name, file] of modules) {
      if (this.core.booted) await this.loadModule(file);
      else this.given.files.set(name, file);
    }
    return [...modules.keys()];
  }

  private async loadModule(bytes: Uint8Array): Promise<string> {
    let m: ReturnType<VirtualMachine["prepare"]>;
    try {
      m = this.core.prepare(bytes, "embedded");
    } catch (problem) {
      if (problem instanceof NoCode) throw new Error(problem.message);
      if (problem instanceof BadBeam) throw new Error(`not a module: ${problem.message}`);
      throw problem;
    }
    const { name } = m.name;
    if (this.core.booted) await this.loadInOtp(m.name, bytes);
    else {
      // One with on_load code runs it at its first call.
      if (m.onLoad === undefined) this.core.finish(m);
      this.given.files.set(name, bytes);
    }
    return name;
  }

  private async loadInOtp(name: AtomTerm, bytes: Uint8Array): Promise<void> {
    const args = [name, listFromString(`${name.name}.beam`), binary(bytes)];
    const result = await this.callTerm(this.core.export(A.code, A.load_binary, 3), args);
    if (result instanceof TupleTerm && tupleToArray(result)[0] === A.error)
      throw new Error(`${name.name} cannot be loaded: ${printTerm(result)}`);
  }

  // -- Calls and processes.

  /** Calls `module:name(...args)` in a process of its own. Rejects with ErlangError. */
  async call(module: string, name: string, args: readonly Value[] = [], options: CallOptions = {}): Promise<Value> {
    return this.converted(
      this.callTerm(this.entry(module, name, args.length), this.terms(args), options.signal),
      options,
    );
  }

  /** Calls a fun that this VM gave: what calling it as a function does, with options. */
  async apply(fun: Value, args: readonly Value[] = [], options: CallOptions = {}): Promise<Value> {
    return this.converted(this.callFun(this.converter.toTerm(fun), args, options.signal), options);
  }

  /**
   * Calls `module:name(...args)` and returns its value at once, for where JavaScript cannot wait. Throws ErlangError, and ends
   * the call if it waits for a message or takes more than some tens of milliseconds.
   */
  callSync(module: string, name: string, args: readonly Value[] = [], options: CallOptions = {}): Value {
    return this.callNow(this.entry(module, name, args.length), this.terms(args), options.strings);
  }

  /** Starts `module:name(...args)` in a process of its own. */
  spawn(module: string, name: string, args: readonly Value[] = []): Pid {
    this.running();
    const p = spawnProcess(this.core, undefined, this.entry(module, name, args.length), this.terms(args));
    return this.pid(p ?? tooMany());
  }

  /** Sends a message to a process, or to a registered name. False: there is nobody. */
  send(to: Pid | string, message: Value): boolean {
    this.running();
    const p = this.find(to);
    if (p === undefined) return false;
    deliver(this.core, p, this.converter.toTerm(message));
    return true;
  }

  /** A mailbox of JavaScript's own, with a pid that processes send to. */
  mailbox(): Mailbox {
    this.running();
    let box: Mailbox;
    const p = startMailbox(this.core, (message) => box.put(this.converter.fromTerm(message))) ?? tooMany();
    box = new Mailbox(this.pid(p), () => this.end(p));
    return box;
  }

  /** The process registered under this name. */
  whereis(name: string): Pid | undefined {
    const p = this.find(name);
    return p && this.pid(p);
  }

  /** Sends an exit signal, as `exit/2`. False: the process is not there. */
  exit(to: Pid | string, reason: Value): boolean {
    const p = this.find(to);
    if (p === undefined) return false;
    exitSignal(this.core, p, p.pid, this.converter.toTerm(reason));
    return true;
  }

  /** Ends a process, whatever it does. False: it is not there. */
  kill(to: Pid | string): boolean {
    return this.exit(to, KILL);
  }

  /** Resolves to the reason when the process has ended; to the atom `noproc` if it is not there. */
  ended(of: Pid | string): Promise<Value> {
    const p = this.find(of);
    if (p === undefined) return Promise.resolve(NOPROC);
    const pid = this.pid(p);
    return new Promise((resolve) => {
      const off = this.on("exit", (event) => {
        if (event.pid !== pid) return;
        off();
        resolve(event.reason);
      });
    });
  }

  /** All living processes, mostly in the order of their creation. */
  processes(): ProcessInfo[] {
    return this.core.processes.all().map((p) => {
      const call = p.initialCall;
      return {
        pid: this.pid(p),
        name: p.name?.name,
        initialCall: call === undefined ? "" : `${call.module.name}:${call.name.name}/${call.arity}`,
        reductions: p.reductions,
        messages: p.mailbox.length,
      };
    });
  }

  // -- The VM itself.

  /** Calls `listener` at each event of that kind; returns what takes it away again. */
  on<K extends keyof EventMap>(kind: K, listener: (event: EventMap[K]) => void): () => void {
    return this.events.on(kind, listener);
  }

  /**
   * The VM as it is now, as bytes of which `createVm({ snapshot })` makes VMs that go on from here. Rejects with an Error that says
   * what cannot be saved: a call under way, a mailbox, an open file, a JavaScript object.
   */
  async save(): Promise<Uint8Array> {
    this.running();
    const { saveEmbedded } = await import("./snapshot.ts");
    return saveEmbedded(this.core);
  }

  /** Ends the VM at once: nothing of it runs any more, calls under way reject with VmStoppedError. */
  stop(status = 0): void {
    this.core.halt(status, false);
  }

  /** A message of OTP's logger: for the embedding alone. Written to standard error if nobody listens. */
  loggedByOtp({ level, text, pid }: LogMessage): void {
    const event = { level: level.name, text: this.characters(text), pid: this.converter.fromTerm(pid) as Pid };
    if (this.events.has("log")) this.events.emit("log", event);
    else this.core.host.write(2, utf8Encode(`${event.level}: ${event.text}\n`));
  }

  /** Character data as text; what is none is printed. */
  private characters(data: Term): string {
    try {
      return characterText(this.converter.fromTerm(data, true));
    } catch {
      return formatPretty(data);
    }
  }

  /** The emulator reports something: for the embedding alone. False: nobody listens. */
  logged({ process, level, format, args }: Report): boolean {
    if (!this.events.has("log")) return false;
    const pid = process && this.pid(process);
    this.events.emit("log", { level: level.name, text: formatReport(format, args), pid });
    return true;
  }

  // -- Inside.

  private entry(module: string, name: string, arity: number) {
    this.running();
    return this.core.export(this.converter.toAtom(module), this.converter.toAtom(name), arity);
  }

  private terms(values: readonly Value[]): Term[] {
    return values.map((value) => this.converter.toTerm(value));
  }

  private async converted(value: Promise<Term>, { strings }: CallOptions): Promise<Value> {
    return this.converter.fromTerm(await value, strings);
  }

  private async applyTerm(fun: Term, args: readonly Value[]): Promise<Value> {
    return this.converter.fromTerm(await this.callFun(fun, args));
  }

  private callFun(fun: Term, args: readonly Value[], signal?: CallOptions["signal"]): Promise<Term> {
    this.running();
    return this.callTerm(this.core.export(A.erlang, A.apply, 2), [fun, listFromArray(this.terms(args))], signal);
  }

  private callTerm(
    e: ReturnType<VirtualMachine["export"]>,
    args: readonly Term[],
    signal?: CallOptions["signal"],
  ): Promise<Term> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const outcome: Outcome = {
        returned: resolve,
        failed: (cls, reason, trace) => reject(erlangError(cls, reason, this.converter.fromTerm(reason), trace)),
        abandoned: () => reject(new VmStoppedError("the VM has been stopped")),
      };
      const p = startCall(this.core, e, args, outcome) ?? tooMany();
      signal?.addEventListener("abort", () => {
        reject(signal.reason);
        this.end(p);
      });
    });
  }

  private callNow(e: ReturnType<VirtualMachine["export"]>, args: readonly Term[], strings?: boolean): Value {
    this.running();
    let value: Value;
    let problem: unknown;
    const called = callToEnd(this.core, e, args, {
      returned: (term) => {
        value = this.converter.fromTerm(term, strings);
      },
      failed: (cls, reason, trace) => {
        problem = erlangError(cls, reason, this.converter.fromTerm(reason), trace);
      },
      abandoned: () => {
        problem = new VmStoppedError("the VM has been stopped");
      },
    });
    if (!called) tooMany();
    if (problem !== undefined) throw problem;
    return value;
  }

  private end(p: Process): void {
    exitSignal(this.core, p, p.pid, A.kill);
  }

  private find(to: Pid | string): Process | undefined {
    if (typeof to === "string") {
      const name = this.core.atoms.existing(to);
      return name && this.core.registry.process(name);
    }
    const term = this.converter.toTerm(to);
    return term instanceof PidTerm ? this.core.processes.ofPid(term) : undefined;
  }

  private pid(p: Process): Pid {
    return this.converter.fromTerm(p.pid) as Pid;
  }

  private running(): void {
    if (this.core.halted !== undefined) throw new VmStoppedError("the VM has been stopped");
  }
}

function tooMany(): never {
  throw new RangeError("the VM has as many processes as it may");
}

async function bytesOf(source: Exclude<Source, Program>): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  const response = await (globalThis as unknown as { fetch: Fetch }).fetch(source.href);
  if (!response.ok) throw new Error(`${source.href}: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

type Fetch = (address: string) => Promise<{
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}>;
