/**
 * The last calls of a process, the oldest first: `{M, F, Arity}`, and `send`, `'receive'` and `timeout`.
 * OTP: struct saved_calls in erl_process.h.
 */
import { atoms } from "../../term/atom.ts";
import { listFromArray } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { tuple3, Tuple3 } from "../../term/tuple.ts";

const A = atoms("erlang", "send", "receive", "timeout");
const SEND = tuple3(A.erlang, A.send, 2);

export class SavedCalls {
  readonly size: number;
  private readonly ring: Term[] = [];
  /** Where the next one goes. */
  private at = 0;

  constructor(size: number) {
    this.size = size;
  }

  add(call: Term): void {
    this.ring[this.at] = call;
    this.at = (this.at + 1) % this.size;
  }

  event(what: "receive" | "timeout"): void {
    this.add(A[what]);
  }

  /** A message is sent: in OTP the operator `!` is a call of `erlang:send/2`. */
  sends(): void {
    const last = this.ring.at(this.at - 1);
    if (!(last instanceof Tuple3 && last.e0 === A.erlang && last.e1 === A.send)) this.add(SEND);
    this.add(A.send);
  }

  toTerm(): Term {
    const { ring, at } = this;
    return listFromArray(ring.length < this.size ? ring.slice() : [...ring.slice(at), ...ring.slice(0, at)]);
  }
}
