/**
 * Trace flags as bits of one number.
 * OTP: F_TRACE_ and TRACEE_FLAGS in erl_process.h.
 */
import { Atom, atoms } from "../../term/atom.ts";
import { list } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";

/** In the order in which OTP builds the list that `trace_info` shows, the last first. */
const NAMES = [
  "timestamp",
  "strict_monotonic_timestamp",
  "monotonic_timestamp",
  "send",
  "receive",
  "set_on_spawn",
  "call",
  "procs",
  "set_on_first_spawn",
  "set_on_link",
  "set_on_first_link",
  "running",
  "exiting",
  "garbage_collection",
  "arity",
  "return_to",
  "silent",
  "scheduler_id",
  "ports",
  "running_ports",
  "running_procs",
] as const;

export const Flag = Object.fromEntries(NAMES.map((name, i) => [name, 1 << i])) as {
  readonly [name in (typeof NAMES)[number]]: number;
};

export const ALL_FLAGS = (1 << NAMES.length) - 1;

export const TIMESTAMPS = Flag.timestamp | Flag.strict_monotonic_timestamp | Flag.monotonic_timestamp;

/** What says how events are reported and not which, and those that processes and ports share. */
export const MODIFIERS = Flag.silent | TIMESTAMPS | Flag.scheduler_id | Flag.receive | Flag.send;

/** What ports can be traced for. */
export const PORT_FLAGS = MODIFIERS | Flag.ports | Flag.running_ports;

export const PROCESS_FLAGS = (ALL_FLAGS & ~PORT_FLAGS) | MODIFIERS;

const ATOMS = atoms(...NAMES, "all");

const BITS: ReadonlyMap<Atom, number> = new Map([
  ...NAMES.map((name): [Atom, number] => [ATOMS[name], Flag[name]]),
  [ATOMS.all, ALL_FLAGS],
]);

/** The bits of a flag, 0 if it is none. */
export function flagBits(t: Term): number {
  return (t instanceof Atom ? BITS.get(t) : undefined) ?? 0;
}

/** The flags as a list of atoms. */
export function flagsTerm(flags: number): Term {
  return list(
    ...NAMES.filter((name) => (flags & Flag[name]) !== 0)
      .map((name) => ATOMS[name])
      .reverse(),
  );
}
