/**
 * Counting words, for `call_memory`: while any session measures memory, all code of the VM is of a flavour that adds to
 * `x.words` what it builds, and each BIF what its result has that its arguments have not.
 *
 * Invariant: whoever begins or ends it leaves the JavaScript stack before other code runs. Without it nothing is there.
 */
import { ExportBreakpoint, inForce } from "../../loader/breakpoint.ts";
import { LoadedModule } from "../../loader/loaded.ts";
import type { Bif, BifFunction } from "../../runtime/bif.ts";
import { BitBuilder } from "../../runtime/bs_create.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Export } from "../../runtime/module.ts";
import { nativePoint, type Point } from "../../runtime/point.ts";
import { type Result, SIGNAL } from "../../runtime/signal.ts";
import { StateKey } from "../../runtime/state.ts";
import type { Vm } from "../../runtime/vm.ts";
import { atom, atoms } from "../../term/atom.ts";
import { Cons, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { bigWords, flatWords } from "../term_words.ts";
import { isImmediate, newMapWords, newWords, raisedWords } from "./built_words.ts";
import { CountingBuilder, CountingFlavour } from "./counting_code.ts";
import { TRACING } from "./session.ts";
import type { Tracee } from "./tracee.ts";

const A = atoms("error", "undefined");

class Counting {
  flavour: CountingFlavour | undefined = undefined;
  /** The list of arguments for the process that is being made. */
  arguments: Term | undefined = undefined;
  /** The BIFs as they are without it. */
  plain: ReadonlyMap<string, Bif> = new Map();
}
const COUNTING = new StateKey(() => new Counting());

/** Words are counted as long as some session wants them: begins or ends it, which is true. Call it when patterns have changed. */
export function syncCounting(vm: Vm): boolean {
  const state = vm.state(COUNTING);
  const wanted = vm.state(TRACING).sessions.some((s) => {
    if (s.onLoad?.pattern.callMemory === true) return true;
    for (const watch of s.functions) if (watch.of(s)?.memory !== undefined) return true;
    return false;
  });
  if (wanted === (state.flavour !== undefined)) return false;
  const x = vm.exec;
  if (wanted) {
    state.flavour = new CountingFlavour(x);
    state.plain = new Map(vm.bifs);
    x.bs = new CountingBuilder(x);
    for (const [key, bif] of state.plain) replaceBif(vm, key, { ...bif, fn: counting(bif) });
  } else {
    state.flavour = undefined;
    x.bs = new BitBuilder(x);
    for (const [key, bif] of state.plain) replaceBif(vm, key, bif);
    state.plain = new Map();
  }
  remakeCode(vm, state.flavour);
  return true;
}

/** The list of arguments for the process that is being made; undefined: it has none of its own, or nobody counts. */
export function spawnArguments(vm: Vm): Term | undefined {
  return vm.state(COUNTING).arguments;
}

/** Words of `t` as OTP copies it into the heap of a new process: not what lies in a literal area. */
export function copiedWords(vm: Vm, t: Term): number {
  return flatWords(t, vm.release.otp, { literals: vm.state(COUNTING).flavour?.literals ?? NO_LITERALS });
}
const NO_LITERALS = new WeakSet<object>();

function replaceBif(vm: Vm, key: string, bif: Bif): void {
  vm.bifs.set(key, bif);
  const e = vm.code.existing(atom(bif.module), atom(bif.name), bif.arity);
  if (e === undefined) return;
  const { fn, f, watched } = e;
  const breakpoint = watched instanceof ExportBreakpoint && inForce(e, watched) ? watched : undefined;
  vm.undefine(e);
  e.fn = fn;
  const stub = stubOf(vm, e);
  if (breakpoint !== undefined) {
    breakpoint.standsFor(bif, e.f);
    if (stub !== undefined && stub.f !== f) stub.f = e.f;
    e.f = f;
  } else if (stub !== undefined) stub.f = e.f;
}

/** Where a BIF's module has it. */
function stubOf(vm: Vm, e: Export) {
  return vm.code.modules.get(e.module)?.functions.find((s) => s.name === e.name && s.arity === e.arity);
}

function remakeCode(vm: Vm, flavour: CountingFlavour | undefined): void {
  const { modules, old, onLoad } = vm.code;
  for (const m of [...modules.values(), ...old.values(), ...onLoad.values()]) {
    if (!(m instanceof LoadedModule)) continue;
    // One for all modules, and for those to come.
    m.around.flavour = flavour;
    for (const fn of m.functions) if (!m.around.isBif(m.name, fn.name, fn.arity)) fn.forget();
  }
}

// -- BIFs.

/** BIFs that others run in. */
const NOTHING_OF_THEIR_OWN: ReadonlySet<string> = new Set([
  "erlang:apply/2",
  "erlang:apply/3",
  "erlang:hibernate/3",
  // What they give is there already.
  "erlang:get/1",
  "erlang:erase/1",
  "persistent_term:get/1",
  "persistent_term:get/2",
]);

/** The BIF, counted when a process is measured. */
function counting(bif: Bif): BifFunction {
  const { fn } = bif;
  const key = `${bif.module}:${bif.name}/${bif.arity}`;
  if (NOTHING_OF_THEIR_OWN.has(key)) return fn;
  if (SPAWNS.has(key)) return spawning(fn);
  const words = wordsOf(bif, key);
  const raiser = bif.module === "erlang" && RAISERS.has(bif.name);
  return (x, ...args) => {
    const tracee = x.process.tracing as Tracee | null;
    if (tracee === null || tracee.memory === undefined) return fn(x, ...args);
    const { words: before, n } = x;
    const r = fn(x, ...args);
    if (r !== SIGNAL) {
      // Erlang code that it went on to has been counted.
      if (x.words === before) x.words += words(x, r as Term, args);
    } else if (x.raising) {
      if (x.words === before) x.words += raisedWords(x) + (raiser ? 0 : reasonWords(x, args));
    } else if (onlyNative(x, n)) x.push(COUNT, [words, args]);
    return r;
  };
}

const SPAWNS: ReadonlySet<string> = new Set([
  "erlang:spawn/3",
  "erlang:spawn_link/3",
  "erlang:spawn_opt/4",
  "erts_internal:spawn_request/4",
]);

/** What is copied into the new process is counted there; what is returned is of few words. */
function spawning(fn: BifFunction): BifFunction {
  return (x, ...args) => {
    const state = x.vm.state(COUNTING);
    state.arguments = args[2] as Term;
    const r = fn(x, ...args);
    state.arguments = undefined;
    if (r !== SIGNAL) x.words += newWords(r as Term, args, x.vm.release.otp);
    return r;
  };
}

/** What they raise does not tell of their arguments. */
const RAISERS: ReadonlySet<string> = new Set(["error", "exit", "throw", "raise", "nif_error"]);

/** The list of arguments in the stack trace, `[{error_info, #{module => M}}]`, perhaps with a cause, and what the reason has. */
function reasonWords(x: Exec, args: readonly Term[]): number {
  const reason = newWords(x.excReason, args, x.vm.release.otp);
  if (x.excClass !== A.error) return reason;
  return 2 * args.length + 11 + (x.cause === undefined ? 0 : 2) + reason;
}

type WordsOf = (x: Exec, r: Term, args: readonly Term[]) => number;

function wordsOf(bif: Bif, key: string): WordsOf {
  // What comes out of a table is a copy.
  if (bif.module === "ets") return (x, r) => flatWords(r, x.vm.release.otp);
  // A pair of key and value, which gets another value if that is no more than a word.
  if (key === "erlang:put/2") return (_x, r, [, value]) => (r !== A.undefined && isImmediate(value) ? 0 : 3);
  // Cells and pairs.
  if (key === "erlang:get/0") return (_x, r) => 5 * lengthOf(r);
  // The remainder is worked out where it has the room of the dividend.
  if (key === "erlang:rem/2") return (_x, r, [a]) => (typeof a === "bigint" && r !== a ? bigWords(a) : 0);
  if (key === "erlang:--/2") return (_x, r) => 2 * lengthOf(r);
  if (key === "maps:put/3") return (x, r, args) => newMapWords(r, args, args[2] as Term, 1, x.vm.release.otp);
  return (x, r, args) => newWords(r, args, x.vm.release.otp);
}

function lengthOf(list: Term): number {
  let n = 0;
  for (let l = list; l instanceof Cons && l !== NIL; l = l.tail) n++;
  return n;
}

/** The BIF gives its value later. */
const COUNT = nativePoint("count_words", 2, (x, r, frame, at): Result => {
  if (r !== SIGNAL) x.words += (frame[at + 1] as WordsOf)(x, r as Term, frame[at + 2] as Term[]);
  return r;
});

/** Are the frames saved since there were `from` of BIFs alone? */
function onlyNative(x: Exec, from: number): boolean {
  for (let i = from; i < x.n; i += 1 + (x.seg[i] as Point).live)
    if ((x.seg[i] as Point).location !== undefined) return false;
  return true;
}
