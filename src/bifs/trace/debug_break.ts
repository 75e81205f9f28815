/**
 * `erts_debug:breakpoint/2`: what Erlang's debugger has instead of the code of the modules that it interprets.
 * OTP: erts_debug_breakpoint_2() in beam_debug.c, call_error_handler() in beam_common.c.
 */
import { atoms, FALSE, TRUE } from "../../term/atom.ts";
import type { Term } from "../../term/term.ts";
import { type Exec, visible } from "../../runtime/exec.ts";
import type { Code, FunctionEntry } from "../../runtime/module.ts";
import type { Result } from "../../runtime/signal.ts";
import { readTarget } from "./pattern.ts";
import { placesOf } from "./sites.ts";

const A = atoms("breakpoint");

/** `({M, F, A}, boolean())`: sets or clears the breakpoints of what is named; `'_'` only behind what is. How many fit. */
export function breakpoint_2(x: Exec, mfa: Term, on: Term): Result {
  const target = readTarget(mfa);
  if ((on !== TRUE && on !== FALSE) || target === undefined) return x.badarg();
  // BIFs are never interpreted, but counted.
  const { functions, bifs } = placesOf(x.vm, target);
  for (const f of functions) f.replace(on === TRUE ? handled(x, f) : undefined);
  // What runs meets the breakpoints from here on: no frame of the old code stays on the JavaScript stack.
  return x.giveUp(functions.length + bifs.length);
}

/** A call of `f` is one of the error handler's breakpoint/3. Without that OTP's emulator crashes. */
function handled({ vm }: Exec, f: FunctionEntry): Code {
  return (...args) => vm.callErrorHandler(A.breakpoint, f, (args as Term[]).map(visible));
}
