/**
 * Makes references and unique integers.
 *
 * A reference's 18 + 32 + 32 bits count up, so references of one VM are unique and ordered by age.
 * Invariant: one counter for all kinds of local references.
 * OTP: erl_bif_unique.c.
 */
import { Ref } from "../term/identifier.ts";

export class References {
  n0 = 0;
  n1 = 0;
  n2 = 0;
  private readonly creation: number;
  monotonic = MIN_UNIQUE;
  positive = 0;

  constructor(creation: number) {
    this.creation = creation;
  }

  /** A fresh reference that leads to `target`. */
  make(target?: unknown): Ref {
    this.count();
    return new Ref(undefined, this.creation, this.n0, this.n1, this.n2, undefined, 3, target);
  }

  /** A fresh reference that also names a process, as an alias does: five words. */
  makeForProcess(id: number, serial: number): Ref {
    this.count();
    return new Ref(undefined, this.creation, this.n0, this.n1, this.n2, [id, serial], 5);
  }

  private count(): void {
    if (++this.n0 < 0x40000) return;
    this.n0 = 0;
    if (++this.n1 < 0x100000000) return;
    this.n1 = 0;
    this.n2++;
  }

  /** Strictly increasing. */
  uniqueMonotonic(): number {
    return this.monotonic++;
  }
  /** Strictly increasing from 1. */
  uniquePositive(): number {
    return ++this.positive;
  }
}

/** The first unique integer: below zero, as in OTP, where only `positive` promises more. Fits V8's small integers. */
const MIN_UNIQUE = -1073741824;
