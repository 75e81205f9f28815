/**
 * Runs a mutated module: a VM of its own, each exported function called with a few lists of simple terms, in a process with a
 * budget of turns and memory, under a clock that the number of questions drives. So a case depends on its seed alone.
 *
 * Fine is a value, an Erlang exception, a process still busy or waiting when its budget is used up. A JavaScript exception
 * that comes out of the trampoline is fine only as the TypeError of an instruction or BIF that got what is no term
 * (docs/fuzzing.md): beam files do not carry the proof that their registers hold what the instructions need.
 */
import { LAZY_RE } from "../../src/bifs/lazy_re.ts";
import { BIFS } from "../../src/bifs/index.ts";
import { nodeHost } from "../../src/hosts/node/host.ts";
import type { Bif } from "../../src/runtime/bif.ts";
import { COMPRESSION } from "../../src/runtime/extension.ts";
import type { Exec } from "../../src/runtime/exec.ts";
import type { Host } from "../../src/runtime/host.ts";
import { Export } from "../../src/runtime/module.ts";
import { Segment, Status } from "../../src/runtime/process.ts";
import { nativePoint } from "../../src/runtime/point.ts";
import { newSettings } from "../../src/runtime/settings.ts";
import { SIGNAL, type Result } from "../../src/runtime/signal.ts";
import { spawnProcess } from "../../src/runtime/spawn.ts";
import { Atom, atom } from "../../src/term/atom.ts";
import { binary, Bits, fromUtf8String } from "../../src/term/bits.ts";
import { Float } from "../../src/term/float.ts";
import { Fun, funEnv } from "../../src/term/fun.ts";
import { Pid, Port, Ref } from "../../src/term/identifier.ts";
import { Cons, list, listFromString, NIL } from "../../src/term/list.ts";
import { ErlMap } from "../../src/term/map.ts";
import { mapForEach, mapFromPairs } from "../../src/term/map_ops.ts";
import { NativeRecord } from "../../src/term/native_record.ts";
import type { Term } from "../../src/term/term.ts";
import { Tuple, tupleFromArray, tupleToArray } from "../../src/term/tuple.ts";
import { gunzip, inflate } from "../../src/util/inflate.ts";
import { createVm, type VirtualMachine } from "../../src/vm.ts";
import type { Random } from "../support/random.ts";

/** Host's turns that all processes of one call may take, and calls in one case. */
const TURNS = 3;
const CALLS = 10;
/** Words that a process may hold: more is killed, as `max_heap_size` does it. */
const MAX_WORDS = 200_000;
/** What each look at the clock moves it by: a turn of the scheduler (8 ms) ends after so many looks. */
const TICK_us = 1600;
/** How much of a term is looked at for parts that are no terms. */
const LOOK_AT = 200;

/** How calls ended. */
export interface RunCounts {
  value: number;
  exception: number;
  /** Busy or waiting when the budget was used up, or killed for its size. */
  stopped: number;
  /** Exceptions among them that were a TypeError of badly typed code. */
  badlyTyped: number;
  /** Those that the engine's limits ended as system_limit. */
  limit: number;
}

export const runCounts: RunCounts = { value: 0, exception: 0, stopped: 0, badlyTyped: 0, limit: 0 };

/** What the BIFs of all VMs here note: the one that runs, and whether any has got something that is no term. */
let inside: Bif | undefined;
let insideArgs: readonly unknown[] = [];
let poisoned = false;

/** Every BIF, with a look at its arguments first. */
const WATCHED: readonly Bif[] = BIFS.map((b) => ({ ...b, fn: watched(b) }));

function watched(b: Bif): Bif["fn"] {
  const { fn } = b;
  return (x, ...args) => {
    if (!poisoned) for (const a of args) if (!isTerm(a, LOOK_AT)) poisoned = true;
    inside = b;
    insideArgs = args;
    const r = fn(x, ...args);
    inside = undefined;
    return r;
  };
}

/** False if `t` is no term, or has a part that is none among the first `limit` that are looked at. */
function isTerm(t: unknown, limit: number): boolean {
  const work: unknown[] = [t];
  for (let n = 0; n < limit && work.length > 0; n++) {
    const u = work.pop();
    if (typeof u === "number") {
      if (!Number.isSafeInteger(u) || Object.is(u, -0)) return false;
    } else if (u instanceof Cons) {
      if (u !== NIL) work.push(u.tail, u.head);
    } else if (u instanceof Tuple) work.push(...tupleToArray(u));
    else if (u instanceof ErlMap) mapForEach(u, (k, v) => void work.push(k, v));
    else if (u instanceof Fun) for (let i = 0; i < u.code.numFree; i++) work.push(funEnv(u)[i]);
    else if (u instanceof Float) {
      if (!Number.isFinite(u.value)) return false;
    } else if (typeof u !== "bigint" && !OPAQUE.some((c) => u instanceof c)) return false;
  }
  return true;
}
// biome-ignore lint/suspicious/noExplicitAny: classes of all shapes
const OPAQUE: readonly (abstract new (...args: any[]) => unknown)[] = [Atom, Bits, Pid, Port, Ref, NativeRecord];

/** The host of a case: nothing outside can be reached, and time goes by looks at the clock. */
function caseHost(): Host & { turn(): boolean } {
  const { compile, stackBudget } = nodeHost();
  let now_us = 1_700_000_000_000_000;
  const soon: (() => void)[] = [];
  let timer: { at_us: number; run: () => void } | undefined;
  let random = 1;
  return {
    compile,
    stackBudget,
    monotonicTime_us: () => (now_us += TICK_us),
    systemTime_us: () => now_us,
    localOffset_min: () => 0,
    randomBytes: (n) => Uint8Array.from({ length: n }, () => (random = (random * 48271) % 2147483647) & 255),
    soon: (run) => void soon.push(run),
    after(delay_ms, run) {
      const mine = { at_us: now_us + delay_ms * 1000, run };
      timer = mine;
      return () => {
        if (timer === mine) timer = undefined;
      };
    },
    write: () => {},
    /** The next thing that the VM asked for; false: nothing will ever happen. */
    turn() {
      let run = soon.shift();
      if (run === undefined && timer !== undefined) {
        now_us = Math.max(now_us, timer.at_us);
        run = timer.run;
        timer = undefined;
      }
      run?.();
      return run !== undefined;
    },
  };
}

/** The bottom frame of a called process. */
const RESULT = nativePoint(
  "fuzz, result",
  0,
  (x: Exec, r: Result) => {
    if (r === SIGNAL) runCounts.exception++;
    else runCounts.value++;
    x.raising = false;
    return NIL;
  },
  true,
);

/** A mutated file; `fn`: index of the function with mutated instructions, or -1. */
export interface Mutant {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly release: 25 | 27 | 29;
  readonly fn: number;
}

/** Loads a module and calls its functions. Throws BadBeam where it cannot be loaded, Error where something is wrong. */
export function runModule(
  { bytes, name, release, fn }: Mutant,
  r: Random,
  findModule: ((name: string) => { bytes: Uint8Array; fileName: string } | undefined) | undefined,
): void {
  const problems: string[] = [];
  const host = caseHost();
  poisoned = false;
  inside = undefined;
  const vm = createVm(host, {
    release,
    nifs: WATCHED,
    extensions: [LAZY_RE],
    findModule,
    onCrash: () => true,
    onDefect: (text, blame) => {
      if (blame === "file") return;
      if (blame === "limit" && !/call stack/.test(text)) runCounts.limit++;
      else if (blame !== "vm" && excused()) runCounts.badlyTyped++;
      else problems.push(inside === undefined ? text : `${inside.module}:${inside.name}/${inside.arity}: ${text}`);
      inside = undefined;
    },
  });
  const compression = vm.state(COMPRESSION);
  compression.inflate = inflate;
  compression.gunzip = gunzip;
  vm.processes.defaults = newSettings(null);
  vm.processes.defaults.maxHeap = { size: MAX_WORDS, kill: true, errorLogger: false, includeSharedBinaries: true };
  const module = vm.prepare(bytes, name);
  vm.finish(module);
  const { functions, file } = module;
  // Terms that stand in the file lead further into its functions than others.
  const own: Term[] = [...Array.from({ length: file.literalCount }, (_, i) => file.literal(i)), ...file.atoms.slice(1)];
  const argument = () => r.pick(own.length > 0 && r.chance(0.4) ? own : POOL);
  for (let n = 0; n < CALLS && functions.length > 0 && vm.halted === undefined && problems.length === 0; n++) {
    const f = n % 2 === 0 && fn >= 0 && fn < functions.length ? functions[fn]! : r.pick(functions);
    // Local functions as well: other functions of the file may call them with anything.
    const e = new Export(vm.exec, module.name, f.name, f.arity);
    e.f = (...args) => f.f(...args) as Result;
    call(vm, host, e, Array.from({ length: f.arity }, argument));
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

/** The TypeError comes out of generated code or a helper of it, or a BIF got what is no term. */
function excused(): boolean {
  return poisoned || inside === undefined || !insideArgs.every((a) => isTerm(a, 1e6));
}

function call(vm: VirtualMachine, host: { turn(): boolean }, e: Export, args: readonly Term[]): void {
  const p = spawnProcess(vm, undefined, e, args);
  if (p === undefined) return;
  p.frames = new Segment(p.frames?.frame as unknown[], 0, new Segment([RESULT], 0, null));
  for (let n = 0; n < TURNS && p.status !== Status.Ended && vm.halted === undefined; n++) if (!host.turn()) break;
  let left = false;
  for (const q of vm.processes.all()) {
    if (q === p) runCounts.stopped++;
    q.exitReason = KILL;
    left = true;
    if (q.status === Status.Waiting) vm.scheduler.wake(q, NIL);
  }
  // Those told to end do so at the end of a slice.
  if (left) host.turn();
}

const KILL = atom("killed");

/** Arguments: of each kind, none large. */
const POOL: readonly Term[] = [
  0,
  1,
  -1,
  2,
  7,
  255,
  70000,
  9007199254740991,
  2n ** 70n,
  -(2n ** 53n),
  new Float(0),
  new Float(1.5),
  new Float(-1e300),
  ...["ok", "error", "undefined", "true", "false", "infinity", "lists", "a", "", "set", "utf8"].map(atom),
  NIL,
  NIL,
  list(1, 2, 3),
  list(list(1), list(NIL, atom("x"))),
  new Cons(1, 2),
  listFromString("hello world"),
  listFromString("/tmp/a\n\"'\\"),
  listFromString("häß\u2028"),
  list(tupleFromArray([atom("a"), 1]), tupleFromArray([atom("b"), 2]), atom("c")),
  binary(new Uint8Array(0)),
  binary(Uint8Array.from([1, 2, 3, 255])),
  fromUtf8String("text\r\n\r\nmore: 1"),
  new Bits(Uint8Array.from([0xa5, 0x5a]), 3, 9, null),
  tupleFromArray([]),
  tupleFromArray([atom("ok"), 1]),
  tupleFromArray([atom("a"), NIL, list(1)]),
  tupleFromArray(Array.from({ length: 12 }, (_, i) => i)),
  mapFromPairs([], []),
  mapFromPairs([atom("a"), 1], [1, list(2)]),
  mapFromPairs(
    Array.from({ length: 40 }, (_, i) => i),
    Array.from({ length: 40 }, (_, i) => i * i),
  ),
];
