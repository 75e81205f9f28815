/** A mailbox of JavaScript's own in a VM: a pid to send to, and what has come. */
import type { Pid, Value } from "./values.ts";

interface Waiting {
  readonly wanted: (message: Value) => boolean;
  readonly found: (message: Value) => void;
  readonly closed: () => void;
}

export class Mailbox implements AsyncIterable<Value> {
  readonly pid: Pid;
  private readonly messages: Value[] = [];
  private readonly waiting = new Set<Waiting>();
  private closed = false;
  private readonly end: () => void;

  /** Use `vm.mailbox()`. */
  constructor(pid: Pid, end: () => void) {
    this.pid = pid;
    this.end = end;
  }

  /** A message has come: the VM calls this. */
  put(message: Value): void {
    for (const w of this.waiting)
      if (w.wanted(message)) {
        w.found(message);
        return;
      }
    this.messages.push(message);
  }

  /**
   * The first message that `wanted` takes, now or later; others stay, as in a selective receive. Rejects when the mailbox is
   * closed, or with the signal's reason.
   */
  receive(wanted: (message: Value) => boolean = () => true, signal?: AbortLike): Promise<Value> {
    const at = this.messages.findIndex(wanted);
    if (at >= 0) return Promise.resolve(this.messages.splice(at, 1)[0]);
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(new Error("the mailbox is closed"));
      if (signal?.aborted === true) return reject(signal.reason);
      const done = <T>(settle: (value: T) => void, value: T) => {
        this.waiting.delete(w);
        settle(value);
      };
      const w: Waiting = {
        wanted,
        found: (message) => done(resolve, message),
        closed: () => done(reject, new Error("the mailbox is closed")),
      };
      this.waiting.add(w);
      signal?.addEventListener("abort", () => done(reject, signal.reason));
    });
  }

  /** Messages until the mailbox is closed. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Value> {
    for (;;) {
      if (this.messages.length === 0 && this.closed) return;
      try {
        yield await this.receive();
      } catch (problem) {
        if (!this.closed) throw problem;
      }
    }
  }

  /** Its process ends with reason `killed`; messages that have come can still be received. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const w of [...this.waiting]) w.closed();
    this.end();
  }
}

/** What matters of an AbortSignal. */
export interface AbortLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", run: () => void): void;
}
