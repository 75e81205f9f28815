/**
 * The process table of one VM: pids are given out here, and found again by their numbers.
 *
 * A process stands in the slot that the lowest bits of its pid's two numbers tell; the table doubles when it is half full,
 * which keeps them apart. A living process is usually reached through its `Pid`, so the table serves decoded pids, `processes/0` and limits.
 * Invariant: each living process stands in exactly the slot of its pid.
 * OTP: erl_ptab.c.
 */
import { Pid } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import type { Export } from "./module.ts";
import { Process } from "./process.ts";
import type { Release } from "./release.ts";
import type { Settings } from "./settings.ts";
import type { SpawnTracing } from "./tracing.ts";

const FIRST_SIZE = 1024;
export class ProcessTable {
  private slots: (Process | undefined)[] = new Array(FIRST_SIZE).fill(undefined);
  private mask = FIRST_SIZE - 1;
  nextId = 0;
  serial = 0;
  /** Living processes. */
  count = 0;
  /** `+P`: how many there may be at once. */
  readonly limit: number;
  /** Ended processes whose links and monitors have yet to learn of it: `endProcess` in signals.ts works it off. */
  readonly dying: Process[] = [];
  /** Group leader of processes without a parent; undefined: themselves. */
  groupLeader: Pid | undefined = undefined;
  /** What `system_flag` has set for new processes; null: nothing. */
  defaults: Settings | null = null;
  /** Who is told of new processes, once something has been traced. */
  tracing: SpawnTracing | null = null;
  /** Requests to collect the garbage of processes that have switched that off, which debugging may do; null: none has. */
  heldCollections: Map<Process, { readonly requester: Process; readonly id: Term }[]> | null = null;
  /** The function the last process was spawned with, which is often the next one's as well. */
  lastStart: Export | undefined = undefined;
  private readonly creation: number;
  /** Ids end here; then the serial counts up, and they begin anew. */
  private readonly maxId: number;
  private readonly maxSerial: number;
  private readonly idBits: number;

  constructor(creation: number, { processLimit, pidBits }: Pick<Release, "processLimit" | "pidBits">) {
    this.creation = creation;
    this.limit = processLimit;
    this.idBits = pidBits.id;
    this.maxId = 2 ** pidBits.id - 1;
    this.maxSerial = 2 ** pidBits.serial - 1;
  }

  /** A new process in the table, waiting and without frames; undefined when the limit is reached. */
  create(groupLeader: Pid | undefined): Process | undefined {
    if (this.count >= this.limit) return undefined;
    if (this.count * 2 > this.mask) this.grow();
    this.skipTaken();
    const { nextId: id, serial } = this;
    const p = new Process(new Pid(undefined, this.creation, id, serial), groupLeader ?? this.groupLeader);
    this.slots[this.slot(id, serial)] = p;
    this.count++;
    this.advance();
    return p;
  }

  /** Takes an ended process out. */
  remove(p: Process): void {
    const slot = this.slot(p.pid.id, p.pid.serial);
    if (this.slots[slot] !== p) return;
    this.slots[slot] = undefined;
    p.pid.process = null;
    this.count--;
  }

  /** The living process with these numbers. */
  find(id: number, serial: number): Process | undefined {
    const p = this.slots[this.slot(id, serial)];
    return p !== undefined && p.pid.id === id && p.pid.serial === serial ? p : undefined;
  }

  /** The living process that a pid, ours or decoded, stands for. */
  ofPid(pid: Pid): Process | undefined {
    if (pid.process !== null) return pid.process as Process;
    return pid.node === undefined ? this.find(pid.id, pid.serial) : undefined;
  }

  /** Number of slots: where `next` ends. */
  get size(): number {
    return this.mask + 1;
  }

  /** All living processes, in the order of their slots, which is mostly that of their creation. */
  all(): Process[] {
    const out: Process[] = [];
    for (const p of this.slots) if (p !== undefined) out.push(p);
    return out;
  }

  /** Up to a thousand living processes from slot `from` on, and the slot where the rest begins. */
  batch(from: number): [number, Process[]] {
    const out: Process[] = [];
    let slot = from;
    for (; slot < this.slots.length && out.length < 1000; slot++) {
      const p = this.slots[slot];
      if (p !== undefined) out.push(p);
    }
    return [slot, out];
  }

  /** Number and serial that the next process gets, for tests. */
  get next(): readonly [id: number, serial: number] {
    this.skipTaken();
    return [this.nextId, this.serial];
  }
  set next([id, serial]) {
    this.nextId = id;
    this.serial = serial;
  }

  /** The pid of this node with these numbers, the living process's own if there is one; undefined: they are too large. */
  pidOf(id: number, serial: number): Pid | undefined {
    if (id > this.maxId || serial > this.maxSerial) return undefined;
    return this.find(id, serial)?.pid ?? new Pid(undefined, this.creation, id, serial);
  }

  private slot(id: number, serial: number): number {
    return (id | (serial << this.idBits)) & this.mask;
  }

  private skipTaken(): void {
    while (this.slots[this.slot(this.nextId, this.serial)] !== undefined) this.advance();
  }

  private advance(): void {
    if (this.nextId < this.maxId) this.nextId++;
    else {
      this.nextId = 0;
      this.serial = this.serial < this.maxSerial ? this.serial + 1 : 0;
    }
  }

  private grow(): void {
    const old = this.slots;
    const size = old.length * 2;
    const slots: (Process | undefined)[] = [];
    // Filled from the start, so that the array stays packed.
    for (let i = 0; i < size; i++) slots.push(undefined);
    this.mask = size - 1;
    for (const p of old) if (p !== undefined) slots[this.slot(p.pid.id, p.pid.serial)] = p;
    this.slots = slots;
  }
}
