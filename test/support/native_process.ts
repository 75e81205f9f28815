/**
 * A VM without code, and processes whose bodies are JavaScript generators, for tests of the process machinery.
 *
 * Time is virtual: `FakeHost` moves its clock only when `advance` is called, and to each timer in turn.
 * A body yields commands, `receive(...)`, `call(...)`, `pause()`, and gets their values.
 */
import type { Host } from "../../src/runtime/host.ts";
import { Clock } from "../../src/runtime/clock.ts";
import { Exec } from "../../src/runtime/exec.ts";
import { CodeTables } from "../../src/runtime/module.ts";
import { nativePoint } from "../../src/runtime/point.ts";
import { type Process, Segment } from "../../src/runtime/process.ts";
import { ProcessTable } from "../../src/runtime/process_table.ts";
import { References } from "../../src/runtime/references.ts";
import { Registry } from "../../src/runtime/registry.ts";
import { RELEASES } from "../../src/runtime/release.ts";
import { After } from "../../src/runtime/scheduling.ts";
import { SIGNAL, type Result } from "../../src/runtime/signal.ts";
import type { StateKey } from "../../src/runtime/state.ts";
import type { Vm } from "../../src/runtime/vm.ts";
import { Scheduler } from "../../src/scheduler/scheduler.ts";
import { atom, AtomTable, atoms, TRUE } from "../../src/term/atom.ts";
import type { Term } from "../../src/term/term.ts";

const A = atoms("infinity", "timeout_value", "timeout");

export class FakeHost implements Host {
  now_us = 1000000;
  readonly stackBudget = 2000;
  readonly written: string[] = [];
  private soons: (() => void)[] = [];
  private timers: { at_us: number; run: () => void }[] = [];
  monotonicTime_us(): number {
    return this.now_us;
  }
  systemTime_us(): number {
    return 1700000000000000 + this.now_us;
  }
  localOffset_min(): number {
    return 0;
  }
  randomBytes(n: number): Uint8Array {
    return new Uint8Array(n);
  }
  soon(run: () => void): void {
    this.soons.push(run);
  }
  after(delay_ms: number, run: () => void): () => void {
    const timer = { at_us: this.now_us + delay_ms * 1000, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((t) => t !== timer);
    };
  }
  compile(): never {
    throw new Error("no code here");
  }
  write(_fd: 1 | 2, bytes: Uint8Array): void {
    this.written.push(Buffer.from(bytes).toString("latin1"));
  }
  /** Lets everything run that can run now. Returns the number of turns. */
  settle(limit = 100000): number {
    let turns = 0;
    for (let run = this.soons.shift(); run !== undefined && turns < limit; run = this.soons.shift()) {
      run();
      turns++;
    }
    return turns;
  }
  /** Moves the clock on, from timer to timer. */
  advance(ms: number): void {
    const end = this.now_us + ms * 1000;
    this.settle();
    for (;;) {
      const next = this.timers.filter((t) => t.at_us <= end).sort((a, b) => a.at_us - b.at_us)[0];
      if (next === undefined) break;
      this.timers = this.timers.filter((t) => t !== next);
      this.now_us = Math.max(this.now_us, next.at_us);
      next.run();
      this.settle();
    }
    this.now_us = end;
  }
  get idle(): boolean {
    return this.soons.length === 0 && this.timers.length === 0;
  }
}

export interface TestVm extends Vm {
  readonly host: FakeHost;
  readonly scheduler: Scheduler;
  readonly crashes: Term[];
  readonly defects: string[];
}

export function testVm(otp: 25 | 27 | 29 = 27): TestVm {
  const states = new Map<unknown, unknown>();
  const host = new FakeHost();
  const code = new CodeTables({ reds: 0 }, () => undefined);
  const vm = {
    host,
    release: RELEASES[otp],
    emulator: {},
    atoms: new AtomTable(),
    node: atom("nonode@nohost"),
    creation: 0,
    code,
    clock: new Clock(host),
    references: new References(0),
    processes: new ProcessTable(0, RELEASES[otp]),
    registry: new Registry(),
    exitHooks: [],
    crashes: [] as Term[],
    defects: [] as string[],
    state<T>(key: StateKey<T>): T {
      if (!states.has(key)) states.set(key, key.make(vm as unknown as Vm));
      return states.get(key) as T;
    },
    export: (m: never, f: never, a: number) => code.entry(m, f, a),
    undefine: () => undefined,
    badCode: () => SIGNAL,
    crashed: (_p: Process, reason: Term) => vm.crashes.push(reason),
    defect: (text: string) => vm.defects.push(text),
    halt: () => undefined,
  };
  const full = vm as unknown as { exec: Exec; scheduler: Scheduler };
  full.exec = new Exec(vm as unknown as Vm);
  full.scheduler = new Scheduler(vm as unknown as Vm);
  return vm as unknown as TestVm;
}

type Command =
  | { kind: "receive"; wanted: (m: Term) => boolean; after: Term }
  | { kind: "call"; run: (x: Exec) => Result }
  | { kind: "pause" };
export type Body = Generator<Command, Term, Term>;

/** Takes the first message for which `wanted` holds; the atom `timeout` when `after` runs out. */
export function receive(wanted: (m: Term) => boolean = () => true, after: Term = A.infinity): Command {
  return { kind: "receive", wanted, after };
}
/** Calls a BIF. */
// biome-ignore lint/suspicious/noExplicitAny: BIFs of every arity
export function call(fn: (x: Exec, ...args: any[]) => Result, ...args: unknown[]): Command {
  return { kind: "call", run: (x) => fn(x, ...args) };
}
export function pause(): Command {
  return { kind: "pause" };
}

const NEXT = nativePoint("test/next", 1, (x, r, frame, at) => step(x, frame[at + 1] as Body, r as Term));
const RECEIVE = nativePoint("test/receive", 2, (x, r, frame, at) => {
  const body = frame[at + 1] as Body;
  const c = frame[at + 2] as Command & { kind: "receive" };
  if (r === TRUE) {
    x.process.mailbox.timeout();
    return step(x, body, A.timeout);
  }
  return tryReceive(x, body, c);
});

function tryReceive(x: Exec, body: Body, c: Command & { kind: "receive" }): Result {
  const { mailbox } = x.process;
  const { scheduler } = x.vm;
  for (let m = mailbox.peek(); m !== undefined; m = mailbox.peek()) {
    if (c.wanted(m)) {
      mailbox.remove();
      scheduler.cancelReceive(x.process);
      return step(x, body, m);
    }
    mailbox.skip();
  }
  switch (scheduler.receiveTimeout(x.process, c.after)) {
    case After.Wait:
      return x.wait(RECEIVE, body, c);
    case After.Expired:
      mailbox.timeout();
      return step(x, body, A.timeout);
    default:
      return x.error(A.timeout_value);
  }
}

function step(x: Exec, body: Body, value: Term): Result {
  const { value: c, done } = body.next(value);
  if (done) return c;
  x.reds -= 1;
  if (c.kind === "pause") return x.yield(NEXT, body);
  if (c.kind === "receive") return tryReceive(x, body, c);
  const r = c.run(x);
  if (r === SIGNAL) {
    if (!x.raising) x.push(NEXT, [body]);
    return SIGNAL;
  }
  if (x.reds < 0) {
    x.pause(NEXT, body);
    return SIGNAL;
  }
  return step(x, body, r as Term);
}

/** Starts a process with a generator for a body. */
export function start(vm: TestVm, body: (self: Process) => Body, parent?: Process): Process {
  const p = vm.processes.create(parent?.groupLeader) as Process;
  p.frames = new Segment([NEXT, body(p)], 0, null);
  vm.scheduler.enqueue(p);
  return p;
}

/** Ends the calling process with an error class exception. */
export function raise(reason: Term): Command {
  return { kind: "call", run: (x) => x.error(reason) };
}
