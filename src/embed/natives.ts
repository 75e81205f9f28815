/**
 * NIFs in JavaScript: functions of the embedder in place of a module's own, once it has called `erlang:load_nif/2`.
 * What they throw is an error of the process, a promise makes it wait.
 */
import type { Bif } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { orDead } from "../runtime/signals.ts";
import type { Term } from "../term/term.ts";
import type { Converter } from "./convert.ts";
import { awaitPromise, INTEROP, raise } from "./interop.ts";
import type { Value } from "./values.ts";

// biome-ignore lint/suspicious/noExplicitAny: NIFs of every signature
type NativeFunction = (...args: any[]) => Value | Promise<Value>;

/** Functions by module and `name/arity`: `{ my_nif: { "add/2": (a, b) => a + b } }`. */
export type Natives = Readonly<Record<string, Readonly<Record<string, NativeFunction>>>>;

/** Throws TypeError for what is no function or has no arity. */
export function nativeBifs(natives: Natives): Bif[] {
  return Object.entries(natives).flatMap(([module, functions]) =>
    Object.entries(functions).map(([key, run]): Bif => {
      const [, name, digits] = /^(.+)\/(\d+)$/.exec(key) ?? [];
      if (name === undefined || typeof run !== "function")
        throw new TypeError(`nifs.${module}: "${key}" is not the NAME/ARITY of a function`);
      return {
        module,
        name,
        arity: Number(digits),
        nif: true,
        doc: "",
        fn: (x, ...args: Term[]) => call(x, run, args),
      };
    }),
  );
}

function call(x: Exec, run: NativeFunction, args: readonly Term[]) {
  const converter = x.vm.state(INTEROP).converter as Converter;
  let result: Value | Promise<Value>;
  try {
    result = run(...args.map((arg) => converter.fromTerm(arg, false)));
    if (!isPromise(result)) return orDead(x, converter.toTerm(result));
  } catch (problem) {
    return raise(x, problem);
  }
  return awaitPromise(x, result, (value) => converter.toTerm(value));
}

function isPromise(value: unknown): value is Promise<Value> {
  return value !== null && typeof value === "object" && typeof (value as { then?: unknown }).then === "function";
}
