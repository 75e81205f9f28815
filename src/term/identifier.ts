/**
 * Pids, ports and references.
 *
 * A local identifier has `node === undefined` and takes the VM's present node name where it is shown.
 * Invariant: a living local process has exactly one `Pid` object, so `===` is the fast path of equality; an identifier
 * that was decoded or parsed may be another object with the same numbers, so equality compares those as well.
 */
import type { Atom } from "./atom.ts";

/** What a pid leads to while its process lives. The runtime's `Process` implements it. */
export interface PidTarget {
  readonly pid: Pid;
}

export class Pid {
  /** The node's name; undefined: this node. */
  readonly node: Atom | undefined;
  readonly creation: number;
  /** The middle number of `<0.id.serial>`. */
  readonly id: number;
  readonly serial: number;
  /** The living local process; null for a dead or remote one. */
  process: PidTarget | null = null;
  constructor(node: Atom | undefined, creation: number, id: number, serial: number) {
    this.node = node;
    this.creation = creation;
    this.id = id;
    this.serial = serial;
  }
}
Object.setPrototypeOf(Pid.prototype, null);

export class Port {
  readonly node: Atom | undefined;
  readonly creation: number;
  /** Up to 64 bits; a bigint only above the safe integers. */
  readonly id: number | bigint;
  constructor(node: Atom | undefined, creation: number, id: number | bigint) {
    this.node = node;
    this.creation = creation;
    this.id = id;
  }
}
Object.setPrototypeOf(Port.prototype, null);

/**
 * A reference: one to five 32-bit words, first word printed last as in `#Ref<0.w2.w1.w0>`.
 * Ordinary local ones have three words of which the first two count up: `n0` (18 bits), `n1`, `n2` (32 bits each).
 */
export class Ref {
  readonly node: Atom | undefined;
  readonly creation: number;
  readonly n0: number;
  readonly n1: number;
  readonly n2: number;
  /** Words after the third (pid references and foreign ones); usually undefined. */
  readonly more: readonly number[] | undefined;
  /** Number of words that count: 3 for all that this VM makes, else as decoded. */
  readonly words: number;
  /** A local magic reference's object (atomics, compiled match spec, ETS table, NIF resource); else undefined. */
  target: unknown;
  constructor(
    node: Atom | undefined,
    creation: number,
    n0: number,
    n1: number,
    n2: number,
    more: readonly number[] | undefined = undefined,
    words = 3,
    target: unknown = undefined,
  ) {
    this.node = node;
    this.creation = creation;
    this.n0 = n0;
    this.n1 = n1;
    this.n2 = n2;
    this.more = more;
    this.words = words;
    this.target = target;
  }
}
Object.setPrototypeOf(Ref.prototype, null);
