/**
 * Environment variables. Each VM has its own, which start as a copy of the host's.
 * OTP: erl_osenv.c.
 */
import { Cons } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { codePointsToString, nameCodePoints, UTF8_NAMES } from "./filename.ts";
import { StateKey } from "./state.ts";
import type { Vm } from "./vm.ts";

/** The environment variables of a VM. */
export const ENVIRONMENT = new StateKey(
  (vm) => new Map<string, string>(Object.entries(vm.host.env ?? {}).filter(([name]) => name !== "")),
);

/** The value that a term stands for; undefined when it is none. Atoms are not accepted, unlike for files. */
export function variableValue(vm: Vm, t: Term): string | undefined {
  if (!(t instanceof Cons)) return undefined;
  const points = nameCodePoints(t, vm.state(UTF8_NAMES));
  return points === undefined ? undefined : codePointsToString(points);
}

/** The name that a term stands for: it holds no "=". */
export function variableName(vm: Vm, t: Term): string | undefined {
  const name = variableValue(vm, t);
  return name?.includes("=") ? undefined : name;
}
