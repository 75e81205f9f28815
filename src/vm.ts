/**
 * Wiring: takes a host and gives a VM.
 * Invariant: nothing is decided here; each service is made in its own room.
 */
import { BadBeam } from "./beam/bad_beam.ts";
import { type KnownFunctions, parseBeam, reopenBeam } from "./beam/file.ts";
import type { BeamReader } from "./beam/types.ts";
import { infoItems } from "./bifs/erlang/process_info.ts";
import { BIFS } from "./bifs/index.ts";
import { TERMS } from "./bifs/persistent_term.ts";
import type { Surroundings } from "./compiler/emitter.ts";
import type { CodeCache } from "./loader/kept_code.ts";
import { canGenerate, checkFile } from "./loader/generator.ts";
import { finish, prepare } from "./loader/load.ts";
import { LoadedModule } from "./loader/loaded.ts";
import { NoCode } from "./loader/no_code.ts";
import { runsCode } from "./loader/old_code.ts";
import type { Bif } from "./runtime/bif.ts";
import { Clock } from "./runtime/clock.ts";
import { decodeEnv } from "./runtime/decode_env.ts";
import { logCrash, logError } from "./runtime/error_log.ts";
import { type EmulatorSettings, processDefaults } from "./runtime/emulator_settings.ts";
import { Exec } from "./runtime/exec.ts";
import { COMPRESSION, type Extension } from "./runtime/extension.ts";
import type { Host } from "./runtime/host.ts";
import { endPurge, lose } from "./runtime/lost_fun.ts";
import { type Code, CodeTables, Export } from "./runtime/module.ts";
import { nativePoint } from "./runtime/point.ts";
import type { Process } from "./runtime/process.ts";
import { ProcessTable } from "./runtime/process_table.ts";
import { References } from "./runtime/references.ts";
import { Registry } from "./runtime/registry.ts";
import { type Release, RELEASES } from "./runtime/release.ts";
import { SIGNAL, type Result, type Signal } from "./runtime/signal.ts";
import type { StateKey } from "./runtime/state.ts";
import type { Blame, Inside, Named, PortServices, Vm } from "./runtime/vm.ts";
import { Scheduler } from "./scheduler/scheduler.ts";
import { type Atom, AtomTable, atom, atoms } from "./term/atom.ts";
import { decodeTerm } from "./term/etf_decode.ts";
import { listFromArray, listFromString, NIL } from "./term/list.ts";
import type { Term } from "./term/term.ts";

const A = atoms("nonode@nohost", "undef", "ok", "badfile", "on_load_failure", "error_handler", "undefined_function");

export interface VmOptions {
  readonly release?: 25 | 27 | 29;
  /** Parts that are chunks of their own: regular expressions, compression. */
  readonly extensions?: readonly Extension[];
  /** Keeps generated code between runs. */
  readonly codeCache?: CodeCache;
  /** NIFs of the host, statically linked. */
  readonly nifs?: readonly Bif[];
  /** What flags of the emulator set: limits, defaults of processes. */
  readonly emulator?: EmulatorSettings;
  /** The file of a module that is called and not loaded, as `code` in interactive mode would find it. */
  readonly findModule?: (name: string) => { readonly bytes: Uint8Array; readonly fileName: string } | undefined;
  /** A module found by `findModule` has been loaded. */
  readonly onLoad?: (vm: VirtualMachine, m: LoadedModule) => void;
  readonly onHalt?: (status: number) => void;
  /** A process ended by an error or an uncaught throw. True: dealt with; else it is logged as the emulator does. */
  readonly onCrash?: (vm: VirtualMachine, p: Process, reason: Term) => boolean | undefined;
  /** A file that is called for is bad, or a JavaScript exception came up: as text, and who is to blame. */
  readonly onDefect?: (text: string, blame: Blame) => void;
}

export class VirtualMachine implements Vm {
  readonly host: Host;
  readonly release: Release;
  readonly emulator: EmulatorSettings;
  readonly atoms: AtomTable;
  node: Atom = A["nonode@nohost"];
  creation = 0;
  localSalt: number;
  readonly clock: Clock;
  readonly code: CodeTables;
  readonly references = new References(0);
  readonly processes: ProcessTable;
  readonly registry = new Registry();
  readonly exitHooks: ((p: Process, reason: Term) => void)[] = [];
  ports?: PortServices;
  readonly inside: Inside = {
    infoItems: () => infoItems(this.release.otp),
    persistentTerms: () => this.state(TERMS),
  };
  readonly exec: Exec;
  readonly scheduler: Scheduler;
  readonly options: VmOptions;
  /** OTP runs, from its own boot: its code server loads code, its error handler is asked for functions that are not there. */
  booted = false;
  /** Off: functions are checked when they are first called. A boot calls a fifth of what it loads. */
  checksAtLoad = true;
  /** Set by `halt`. */
  halted: number | undefined = undefined;
  private readonly states = new Map<unknown, unknown>();
  readonly bifs = new Map<string, Bif>();
  private readonly bifModules = new Set<string>();
  private readonly nifModules = new Set<string>();
  /** What generated code depends on besides the module, for the cache. */
  private readonly codeKey: string;
  private readonly around: Surroundings;

  constructor(host: Host, options: VmOptions = {}) {
    this.host = host;
    this.options = options;
    this.emulator = options.emulator ?? {};
    this.atoms = new AtomTable(this.emulator.atomLimit);
    const release = RELEASES[options.release ?? 27];
    this.release = { ...release, erts: this.emulator.erts ?? release.erts };
    this.processes = new ProcessTable(0, {
      processLimit: this.emulator.processLimit ?? release.processLimit,
      pidBits: release.pidBits,
    });
    this.processes.defaults = processDefaults(this.emulator);
    this.clock = new Clock(host);
    this.localSalt = host.randomBytes(4).reduce((n, b) => n * 256 + b, 0);
    for (const table of [BIFS, options.nifs ?? [], ...(options.extensions ?? []).map((e) => e.bifs)])
      this.addBifs(table);
    this.around = {
      hasBifs: (module) => this.bifModules.has(module.name),
      isBif: (module, name, arity) => this.bifs.has(`${module.name}:${name.name}/${arity}`),
      signedZeroDiffers: this.release.signedZeroDiffers,
      operatorsInTrace: this.release.operatorsInTrace,
    };
    this.codeKey = options.codeCache === undefined ? "" : [this.release.otp, ...this.bifs.keys()].join();
    this.exec = new Exec(this);
    this.code = new CodeTables(this.exec, (e) => this.undefine(e));
    this.scheduler = new Scheduler(this);
    for (const e of options.extensions ?? []) e.install?.(this);
  }

  hasNifs(module: Atom): boolean {
    return this.nifModules.has(module.name);
  }

  private addBifs(table: readonly Bif[]): void {
    for (const b of table) {
      if (b.releases !== undefined && !b.releases.includes(this.release.otp)) continue;
      this.bifs.set(`${b.module}:${b.name}/${b.arity}`, b);
      this.bifModules.add(b.module);
      if (b.nif === true) this.nifModules.add(b.module);
    }
  }

  state<T>(key: StateKey<T>): T {
    let s = this.states.get(key);
    if (s === undefined) {
      s = key.make(this);
      this.states.set(key, s);
    }
    return s as T;
  }

  // -- Code.

  export(module: Atom, name: Atom, arity: number): Export {
    return this.code.entry(module, name, arity);
  }

  undefine(e: Export): void {
    const bif = this.bifs.get(`${e.module.name}:${e.name.name}/${e.arity}`);
    e.bif = bif;
    e.fn = undefined;
    e.f = bif !== undefined ? bifCode(this.exec, bif) : (...args) => this.undefinedFunction(e, args);
  }

  /** Reads a module. Throws BadBeam. `read`: the very same bytes have been read and checked before. */
  prepare(bytes: Uint8Array, fileName: string, read?: KnownFunctions): LoadedModule {
    const compression = this.state(COMPRESSION);
    const env = decodeEnv(this, false);
    const reader: BeamReader = {
      inflate: (b, size) => compression.inflate?.(b, size),
      gunzip: (b, limit) => compression.gunzip?.(b, limit),
      decodeTerm: (b) => decodeTerm(b, env)?.term,
      atom: (name) => this.atoms.intern(name),
    };
    const cache = this.options.codeCache?.open(bytes, this.codeKey);
    const known = read ?? cache?.known;
    const file = known === undefined ? parseBeam(bytes, fileName, reader) : reopenBeam(bytes, fileName, reader, known);
    if (cache === undefined && !canGenerate(this.host)) throw new NoCode(file.name.name);
    // The same bytes, by their checksum, were loaded in an earlier run.
    if (known === undefined && this.checksAtLoad) checkFile(file);
    return prepare(this, file, this.around, cache);
  }
  /** Hands the code that this run has generated to the cache. */
  saveCode(): void {
    for (const m of this.code.modules.values()) if (m instanceof LoadedModule) m.cache?.save(m.file);
  }
  finish(m: LoadedModule): void {
    finish(this, this.code, m);
  }

  prepareModule(bytes: Uint8Array, fileName: string): LoadedModule | undefined {
    try {
      return this.prepare(bytes, fileName);
    } catch (problem) {
      if (!(problem instanceof BadBeam)) this.defect(text(problem), "vm");
      else if (this.booted) this.logBadCode(fileName, problem);
      return undefined;
    }
  }
  /** The loader tells the log what is wrong: who wanted the module learns only that it is bad. */
  private logBadCode(fileName: string, problem: BadBeam): void {
    const module = fileName.replace(/^.*\/|\.beam$/g, "");
    const told = `Error loading module ${module}:\n  ${problem.message}\n`;
    logError(this, this.exec.process, "~s~n", [listFromString(told)]);
  }
  finishModule(m: LoadedModule): void {
    this.finish(m);
  }
  deleteModule(module: Atom): boolean {
    const m = this.code.modules.get(module);
    if (m === undefined) return false;
    this.code.old.set(module, m);
    this.unload(module);
    this.code.loaded?.(m);
    return true;
  }
  purgeModule(module: Atom): void {
    const old = this.code.old.get(module);
    if (old === undefined) return;
    this.code.old.delete(module);
    for (const f of old.lambdas) lose(this, f);
    endPurge(this, false);
  }
  usesOldCode(p: Process, module: Atom): boolean {
    const old = this.code.old.get(module);
    return old !== undefined && runsCode(p, old);
  }

  /** A call of a function that has no code: its module may be found and loaded now. */
  private undefinedFunction(e: Export, args: readonly Term[]): Result {
    if (this.booted) return this.callErrorHandler(A.undefined_function, e, args);
    const loaded = this.code.modules.has(e.module) ? undefined : this.autoload(e.module);
    if (loaded?.onLoad !== undefined) return this.runOnLoad(loaded, e, args);
    if (e.defined) return e.f(...args) as Result;
    return this.undef(e, args);
  }

  errorHandler(what: Atom): Export {
    return this.export(this.exec.process.settings?.errorHandler ?? A.error_handler, what, 3);
  }
  callErrorHandler(what: Atom, f: Named, args: readonly Term[]): Result {
    const handler = this.errorHandler(what);
    if (!handler.defined) return this.undef(f, args);
    return handler.f(f.module, f.name, listFromArray(args)) as Result;
  }

  undef(e: Named, args: readonly Term[]): Signal {
    this.exec.error(A.undef);
    this.exec.excTrace.top = { module: e.module, name: e.name, args: listFromArray(args), info: NIL };
    return SIGNAL;
  }

  /** Loads a module from where `findModule` finds it. undefined: not found or not loadable. */
  autoload(name: Atom): LoadedModule | undefined {
    const found = this.options.findModule?.(name.name);
    if (found === undefined) return undefined;
    try {
      const m = this.prepare(found.bytes, found.fileName);
      this.finish(m);
      this.options.onLoad?.(this, m);
      return m;
    } catch (problem) {
      this.badCode(name, problem);
      this.exec.raising = false;
      return undefined;
    }
  }

  loadOnDemand(module: Atom): boolean {
    const m = this.autoload(module);
    // One with on_load code waits for its first call.
    if (m?.onLoad !== undefined) this.unload(module);
    return m !== undefined && m.onLoad === undefined;
  }

  /** Takes a module's current code away. */
  unload(module: Atom): void {
    this.code.modules.delete(module);
    for (const e of this.code.ofModule(module)) this.undefine(e);
  }

  private runOnLoad(m: LoadedModule, e: Export, args: readonly Term[]): Result {
    const onLoad = m.onLoad!;
    m.onLoad = undefined;
    const start = new Export(this.exec, m.name, onLoad.name, 0);
    start.f = () => onLoad.f();
    return this.exec.call(AFTER_ON_LOAD, [e, args], start, []);
  }

  badCode(module: Atom, problem: unknown): Signal {
    if (!(problem instanceof BadBeam)) this.defect(text(problem), "vm");
    else this.defect(problem.message, "file");
    const reason = listFromArray([A.badfile, module]);
    return this.exec.error(reason);
  }

  // -- Ends.

  crashed(p: Process, reason: Term): void {
    if (this.options.onCrash?.(this, p, reason) === true) return;
    try {
      logCrash(this, p, reason);
    } catch (problem) {
      // Badly typed code may end with a reason that is no term, which cannot be printed.
      this.defect(text(problem), problem instanceof TypeError ? "code" : "vm");
    }
  }
  defect(problem: string, blame: Blame): void {
    this.options.onDefect?.(problem, blame);
  }
  halt(status: number, flush: boolean): void {
    if (this.halted !== undefined) return;
    this.halted = status;
    this.scheduler.stop();
    const done = () => this.options.onHalt?.(status);
    if (this.ports === undefined) done();
    else this.ports.halt(flush, done);
  }
}

const AFTER_ON_LOAD = nativePoint("on_load", 2, (x, r, frame, at) => {
  const e = frame[at + 1] as Export;
  const args = frame[at + 2] as readonly Term[];
  const vm = x.vm as VirtualMachine;
  if (r !== A.ok) {
    vm.unload(e.module);
    return vm.undef(e, args);
  }
  return e.defined ? (e.f(...args) as Result) : vm.undef(e, args);
});

function text(problem: unknown): string {
  return problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
}

/** BIFs whose exceptions are the program's: they have no trace entry of their own. */
const RAISERS: ReadonlySet<string> = new Set(["error", "exit", "throw", "raise", "nif_error"]);

/** A BIF as code that anyone can call: `apply`, funs, its stub's callers. */
function bifCode(x: Exec, b: Bif): Code {
  const { fn } = b;
  if (b.module === "erlang" && RAISERS.has(b.name)) {
    return (...args) => {
      const r = fn(x, ...args);
      if (r === SIGNAL && x.raising) x.excTrace.bare = true;
      return r;
    };
  }
  const done = (r: Result, args: readonly Term[]): Result => {
    if (r === SIGNAL && x.raising) {
      const t = x.excTrace;
      // apply/2 of what is no such fun: it is a function that fails to call one.
      if (t.twice) t.top = { module: atom(b.module), name: atom(b.name), args: b.arity, info: NIL };
      t.twice = false;
      x.bifOnTop(b, args);
    }
    return r;
  };
  switch (b.arity) {
    case 0:
      return () => done(fn(x), []);
    case 1:
      return (a) => {
        const r = fn(x, a);
        return r === SIGNAL ? done(r, [a]) : r;
      };
    case 2:
      return (a, c) => {
        const r = fn(x, a, c);
        return r === SIGNAL ? done(r, [a, c]) : r;
      };
    case 3:
      return (a, c, d) => {
        const r = fn(x, a, c, d);
        return r === SIGNAL ? done(r, [a, c, d]) : r;
      };
    default:
      return (...args) => done(fn(x, ...args), args);
  }
}

export function createVm(host: Host, options: VmOptions = {}): VirtualMachine {
  return new VirtualMachine(host, options);
}

export function atomOf(vm: VirtualMachine, name: string): Atom {
  return vm.atoms.intern(name) ?? atom(name);
}
