/**
 * The page's end of the worker: requests and their answers, events and who listens to them, and starting anew.
 * Invariant: a request is answered or rejected exactly once; when a VM is replaced its open requests are rejected.
 */
import type { Event, FromWorker, Request, Requests, StartMessage, ToWorker } from "../protocol.ts";
import { type Started, startWorker } from "./started.ts";

export type ShellKind = StartMessage["shell"];

/** `starting` until the shell asks for its first line; `halted` and `failed` until the next start. */
export type Phase = "starting" | "running" | "halted" | "failed";

type EventOf<K extends Event["kind"]> = Extract<Event, { kind: K }>;
type Listener<E> = (event: E) => void;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export class Vm {
  phase: Phase = "starting";
  shell: ShellKind = "erl";
  paused = false;
  #worker: Worker | undefined;
  #lastId = 0;
  #waiting = new Map<number, Waiting>();
  #listeners = new Map<string, Set<Listener<never>>>();
  /** Who wants `processes` events, and how often. */
  #watchers = new Map<string, number>();
  #interval_ms = 0;
  #tracers = new Set<string>();
  #traced = false;
  /** Output of before there was a terminal. */
  #early: Uint8Array[] = [];
  #output: (bytes: Uint8Array) => void = (bytes) => this.#early.push(bytes);

  /** Starts a VM in a new worker; one that runs is ended first. */
  start(shell: ShellKind, columns: number, rows: number): void {
    this.adopt(startWorker(shell, columns, rows));
  }

  /** Takes over a VM that was just started. */
  adopt({ worker, shell, said }: Started): void {
    this.#worker?.terminate();
    const open = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#early.length = 0;
    this.#interval_ms = 0;
    this.#traced = false;
    this.#worker = worker;
    this.shell = shell;
    this.#setPaused(false);
    this.#enter("starting");
    for (const { reject } of open) reject(new Error("The system was started anew."));
    this.#updateWatch();
    this.#updateTrace();
    for (const message of said) this.#receive(message);
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      // One that was ended may have said something before.
      if (worker === this.#worker) this.#receive(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#receive({ kind: "defect", text: event.message || "The worker could not be loaded." });
    };
  }

  /** Rejects with the worker's words where it fails. */
  request<K extends keyof Requests>(op: K, ...args: Parameters<Requests[K]>): Promise<ReturnType<Requests[K]>> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#post({ kind: "request", id, request: { op, args } as unknown as Request });
    });
  }

  input(text: string): void {
    this.#post({ kind: "input", text });
  }

  resize(columns: number, rows: number): void {
    this.#post({ kind: "resize", columns, rows });
  }

  /** The terminal has shown that many bytes: programs that write faster than it shows wait for this. */
  shown(bytes: number): void {
    this.#post({ kind: "shown", bytes });
  }

  /** From now on `output` gets what is for the terminal, at once what has come so far. */
  takeOutput(output: (bytes: Uint8Array) => void): void {
    for (const bytes of this.#early.splice(0)) output(bytes);
    this.#output = output;
  }

  /** Stops or goes on; listeners of `paused` are told. */
  async pause(paused: boolean): Promise<void> {
    await this.request(paused ? "pause" : "continue");
    this.#setPaused(paused);
  }

  /** `who` wants `processes` events about every so often; 0: no more. The smallest wish of all counts. */
  watch(who: string, interval_ms: number): void {
    if (interval_ms === 0) this.#watchers.delete(who);
    else this.#watchers.set(who, interval_ms);
    this.#updateWatch();
  }

  /** `who` wants `messages` events, or no more. */
  trace(who: string, on: boolean): void {
    if (on) this.#tracers.add(who);
    else this.#tracers.delete(who);
    this.#updateTrace();
  }

  on<K extends Event["kind"]>(kind: K, listener: Listener<EventOf<K>>): void;
  on(kind: "phase" | "paused", listener: Listener<Vm>): void;
  on(kind: string, listener: Listener<never>): void {
    const listeners = this.#listeners.get(kind) ?? new Set();
    this.#listeners.set(kind, listeners.add(listener));
  }

  #updateWatch(): void {
    const wishes = [...this.#watchers.values()];
    const interval_ms = wishes.length === 0 ? 0 : Math.min(...wishes);
    if (interval_ms === this.#interval_ms) return;
    this.#interval_ms = interval_ms;
    this.request("watch", interval_ms).catch(() => undefined);
  }

  #updateTrace(): void {
    const on = this.#tracers.size > 0;
    if (on === this.#traced) return;
    this.#traced = on;
    this.request("trace", on).catch(() => undefined);
  }

  #receive(message: FromWorker): void {
    if (message.kind === "answer") {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.ok) waiting?.resolve(message.value);
      else waiting?.reject(new Error(message.error));
      return;
    }
    if (message.kind === "output") this.#output(message.bytes);
    if (message.kind === "ready") this.#enter("running");
    if (message.kind === "halt") this.#enter("halted");
    if (message.kind === "defect") this.#enter("failed");
    if (message.kind === "processes") this.#setPaused(message.system.paused);
    this.#tell(message.kind, message);
  }

  #enter(phase: Phase): void {
    // A defect's consequences are not another end.
    if (this.phase === "failed" && phase === "halted") return;
    this.phase = phase;
    this.#tell("phase", this);
  }

  #setPaused(paused: boolean): void {
    if (paused === this.paused) return;
    this.paused = paused;
    this.#tell("paused", this);
  }

  #tell(kind: string, event: unknown): void {
    for (const listener of this.#listeners.get(kind) ?? []) listener(event as never);
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }
}
