/**
 * prim_buffer: a queue of bytes that a process writes at the back and reads at the front, for read-ahead and delayed writes.
 * Binaries stay as they came in; only a read over their borders copies.
 * OTP: prim_buffer_nif.c.
 */
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { makeResource, resource } from "../runtime/resource.ts";
import type { Result } from "../runtime/signal.ts";
import type { SnapshotPart } from "../runtime/snapshot.ts";
import { atoms } from "../term/atom.ts";
import { binary, Bits, bytesOf, isBinary } from "../term/bits.ts";
import { listToArray } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { tuple2 } from "../term/tuple.ts";

const A = atoms("ok", "not_found", "acquired", "busy", "lock_order_violation");

class Buffer {
  locked = false;
  size = 0;
  /** Not empty ones, the front first from `head` on. */
  private parts: Uint8Array[] = [];
  private head = 0;

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.parts.push(bytes);
    this.size += bytes.length;
  }
  contents(): Uint8Array[] {
    return this.parts.slice(this.head);
  }
  front(): Uint8Array | undefined {
    return this.parts[this.head];
  }
  /** Takes `n` bytes off the front, at most `size`; into `out` if there is one. */
  take(n: number, out?: Uint8Array): void {
    this.size -= n;
    for (let at = 0; at < n; ) {
      const part = this.parts[this.head] as Uint8Array;
      const some = part.subarray(0, n - at);
      out?.set(some, at);
      at += some.length;
      if (some.length < part.length) this.parts[this.head] = part.subarray(some.length);
      else this.head++;
    }
    if (this.head > 64 && this.head * 2 > this.parts.length) {
      this.parts = this.parts.slice(this.head);
      this.head = 0;
    }
  }
  indexOf(byte: number): number {
    let before = 0;
    for (let i = this.head; i < this.parts.length; i++) {
      const part = this.parts[i] as Uint8Array;
      const at = part.indexOf(byte);
      if (at >= 0) return before + at;
      before += part.length;
    }
    return -1;
  }
}

export const PRIM_BUFFER_PART: SnapshotPart = {
  name: "prim_buffer",
  resources: [
    {
      name: "prim_buffer",
      type: Buffer,
      save: (b) => [(b as Buffer).locked, ...(b as Buffer).contents()],
      restore(_vm, saved) {
        const [locked, ...parts] = saved as [boolean, ...Uint8Array[]];
        const b = new Buffer();
        b.locked = locked;
        for (const bytes of parts) b.push(bytes);
        return b;
      },
    },
  ],
};

function isCount(t: Term): t is number {
  return typeof t === "number" && t >= 0;
}

function new_0(x: Exec): Result {
  return makeResource(x, new Buffer());
}

function size_1(x: Exec, ref: Term): Result {
  return resource(ref, Buffer)?.size ?? x.badarg();
}

function write_2(x: Exec, ref: Term, iovec: Term): Result {
  const b = resource(ref, Buffer);
  const list = listToArray(iovec);
  if (b === undefined || list === undefined || !list.every((t) => t instanceof Bits && isBinary(t))) return x.badarg();
  for (const t of list) b.push(bytesOf(t as Bits));
  return A.ok;
}

function peek_head_1(x: Exec, ref: Term): Result {
  const front = resource(ref, Buffer)?.front();
  return front === undefined ? x.badarg() : binary(front);
}

function skip_2(x: Exec, ref: Term, n: Term): Result {
  const b = resource(ref, Buffer);
  if (b === undefined || !isCount(n) || n > b.size) return x.badarg();
  b.take(n);
  return A.ok;
}

function copying_read_2(x: Exec, ref: Term, n: Term): Result {
  const b = resource(ref, Buffer);
  if (b === undefined || !isCount(n) || n > b.size) return x.badarg();
  const out = new Uint8Array(n);
  b.take(n, out);
  return binary(out);
}

function find_byte_index_2(x: Exec, ref: Term, byte: Term): Result {
  const b = resource(ref, Buffer);
  if (b === undefined || !isCount(byte) || byte > 255) return x.badarg();
  const at = b.indexOf(byte);
  return at < 0 ? A.not_found : tuple2(A.ok, at);
}

function try_lock_1(x: Exec, ref: Term): Result {
  const b = resource(ref, Buffer);
  if (b === undefined) return x.badarg();
  if (b.locked) return A.busy;
  b.locked = true;
  return A.acquired;
}

function unlock_1(x: Exec, ref: Term): Result {
  const b = resource(ref, Buffer);
  if (b === undefined) return x.badarg();
  if (!b.locked) return x.error(A.lock_order_violation);
  b.locked = false;
  return A.ok;
}

export const PRIM_BUFFER_NIFS: readonly Bif[] = bifTable("prim_buffer", {
  "new/0": { doc: "An empty buffer.", fn: new_0, nif: true },
  "size/1": { doc: "How many bytes it holds. badarg.", fn: size_1, nif: true },
  "write/2": { doc: "Adds a list of binaries. badarg.", fn: write_2, nif: true },
  "peek_head/1": { doc: "The binary at the front; badarg if there is none.", fn: peek_head_1, nif: true },
  "skip/2": { doc: "Drops bytes from the front. badarg.", fn: skip_2, nif: true },
  "copying_read/2": { doc: "Takes bytes from the front. badarg.", fn: copying_read_2, nif: true },
  "find_byte_index/2": {
    doc: "{ok, Index} of the first such byte, or not_found. badarg.",
    fn: find_byte_index_2,
    nif: true,
  },
  "try_lock/1": { doc: "acquired or busy. badarg.", fn: try_lock_1, nif: true },
  "unlock/1": { doc: "Ends a lock; lock_order_violation without one. badarg.", fn: unlock_1, nif: true },
});
