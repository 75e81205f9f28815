/**
 * `erts_debug:breakpoint/2`: what Erlang's debugger has instead of the code of the modules that it interprets.
 * OTP: erts_debug_breakpoint_2() in beam_debug.c, call_error_handler() in beam_common.c.
 */
import { Atom, atoms, FALSE, TRUE } from "../term/atom.ts";
import { listFromArray } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { arity, element, Tuple } from "../term/tuple.ts";
import { type Exec, visible } from "../runtime/exec.ts";
import type { Code, FunctionEntry } from "../runtime/module.ts";
import { nativePoint } from "../runtime/point.ts";
import type { Result } from "../runtime/signal.ts";

const A = atoms("_", "undef", "breakpoint", "error_handler");

/** `({M, F, A}, boolean())`: sets or clears the breakpoints of what is named; `'_'` only behind what is. How many fit. */
export function breakpoint_2(x: Exec, mfa: Term, on: Term): Result {
  if ((on !== TRUE && on !== FALSE) || !(mfa instanceof Tuple) || arity(mfa) !== 3) return x.badarg();
  const [module, name, args] = [element(mfa, 0), element(mfa, 1), element(mfa, 2)];
  if (!(module instanceof Atom) || !(name instanceof Atom)) return x.badarg();
  if (typeof args !== "number" && args !== A._) return x.badarg();
  const given = [module, name, args].map((t) => t !== A._);
  if ((given[2] && !given[1]) || (given[1] && !given[0])) return x.badarg();
  let matched = 0;
  for (const m of x.vm.code.modules.values()) {
    if (given[0] && m.name !== module) continue;
    for (const f of m.functions) {
      if ((given[1] && f.name !== name) || (given[2] && f.arity !== args)) continue;
      matched++;
      f.replace(on === TRUE ? handled(x, f) : undefined);
    }
  }
  // What runs meets the breakpoints from here on, and others run first: no frame of the old code stays on the stack.
  x.process.reductions -= Math.max(x.reds + 1, 0);
  return x.yield(MATCHED, matched);
}

const MATCHED = nativePoint("breakpoint", 1, (_x, _r, frame, at) => frame[at + 1] as Term);

/** A call of `f` is one of the error handler's breakpoint/3. */
function handled(x: Exec, f: FunctionEntry): Code {
  return (...args) => {
    const list = listFromArray((args as Term[]).map(visible));
    const handler = x.vm.export(x.process.settings?.errorHandler ?? A.error_handler, A.breakpoint, 3);
    if (handler.defined) return handler.f(f.module, f.name, list);
    // OTP's emulator crashes here.
    const s = x.error(A.undef);
    x.excTrace.top = { module: f.module, name: f.name, args: list, info: listFromArray([]) };
    return s;
  };
}
