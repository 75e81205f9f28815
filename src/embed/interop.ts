/**
 * The module `js`: JavaScript's objects in Erlang's hands. It is there only if the embedder gives a VM the option `js`.
 *
 * An object, array or function is a reference whose target it is: whoever holds the reference holds the object, and the
 * engine collects both. Numbers, strings, booleans, `null` and `undefined` are copied. To JavaScript go binaries and other
 * atoms as strings, maps as plain objects, tuples as arrays, funs as functions that return promises.
 * docs/interop.md is the guide.
 */
import { type Atom, Atom as AtomTerm, atoms, FALSE, TRUE } from "../term/atom.ts";
import { binary, bytesOf, isBinary } from "../term/bits.ts";
import { Fun } from "../term/fun.ts";
import { Ref } from "../term/identifier.ts";
import { Cons, listToArray } from "../term/list.ts";
import { ErlMap, mapForEach } from "../term/map_ops.ts";
import type { Term } from "../term/term.ts";
import { Tuple as TupleTerm, tuple2, tuple3, tupleToArray } from "../term/tuple.ts";
import { utf8Decode, utf8Encode } from "../util/utf8.ts";
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { nativePoint } from "../runtime/point.ts";
import { type Process, Status } from "../runtime/process.ts";
import type { Result } from "../runtime/signal.ts";
import { deliver, orDead } from "../runtime/signals.ts";
import { StateKey } from "../runtime/state.ts";
import type { Vm } from "../runtime/vm.ts";
import type { Converter } from "./convert.ts";

const A = atoms("ok", "error", "js_error", "js_throw", "js_promise", "js_event", "null", "undefined");
const T = atoms("object", "function", "string", "number", "bigint", "boolean", "symbol");

/** What a reference to an object leads to. */
export class JsObject {
  readonly value: object;
  constructor(value: object) {
    this.value = value;
  }
}

interface Listener {
  readonly process: Process;
  remove(): void;
}

class Interop {
  global: object = {};
  /** Values of JavaScript become terms, funs functions. */
  converter: Converter | undefined = undefined;
  /** Makes of a fun a function that answers at once. */
  sync: ((fun: Term) => (...args: unknown[]) => unknown) | undefined = undefined;
  /** What came of the promises that processes wait for. */
  readonly settled = new Map<Process, Settled>();
  readonly listeners = new Map<Ref, Listener>();
  /** The keys of `listeners` by process, for when it ends. */
  readonly listening = new Map<Process, Set<Ref>>();
  /** The reference of an object, while somebody holds it. */
  readonly refs = new WeakMap<object, WeakRef<Ref>>();

  listen(ref: Ref, listener: Listener): void {
    const { process } = listener;
    this.listeners.set(ref, listener);
    this.listening.set(process, (this.listening.get(process) ?? new Set()).add(ref));
  }

  unlisten(ref: Ref): void {
    const listener = this.listeners.get(ref);
    if (listener === undefined) return;
    listener.remove();
    this.listeners.delete(ref);
    this.listening.get(listener.process)?.delete(ref);
  }
}

/** A term, or what the promise was rejected with. */
interface Settled {
  readonly ok: boolean;
  readonly value: unknown;
}

export const INTEROP = new StateKey((vm) => {
  const interop = new Interop();
  vm.exitHooks.push((p) => {
    interop.settled.delete(p);
    for (const ref of interop.listening.get(p) ?? []) interop.unlisten(ref);
    interop.listening.delete(p);
  });
  return interop;
});

// -- Conversion.

/** The reference that stands for an object: one for each, so that Erlang can compare them. */
export function objectRef(vm: Vm, value: object): Ref {
  const { refs } = vm.state(INTEROP);
  let ref = refs.get(value)?.deref();
  if (ref === undefined) {
    ref = vm.references.make(new JsObject(value));
    refs.set(value, new WeakRef(ref));
  }
  return ref;
}

export function objectOf(t: Term): object | undefined {
  return t instanceof Ref && t.target instanceof JsObject ? t.target.value : undefined;
}

/** Objects as references, everything else by value. */
export function toTerm(vm: Vm, value: unknown): Term {
  if (value !== null && (typeof value === "object" || typeof value === "function")) {
    const own = vm.state(INTEROP).converter?.ownTermOf(value);
    return own ?? objectRef(vm, value);
  }
  if (typeof value === "symbol") return objectRef(vm, Object(value) as object);
  if (typeof value === "number" && !Number.isFinite(value)) return binary(utf8Encode(String(value)));
  return (vm.state(INTEROP).converter as Converter).toTerm(value);
}

/** Deeper terms are no arguments of a function. */
const MAX_DEPTH = 200;

class NoArgument extends Error {}

function toJs(vm: Vm, t: Term, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new NoArgument();
  const object = objectOf(t);
  if (object !== undefined) return object;
  if (t instanceof AtomTerm) {
    if (t === TRUE || t === FALSE) return t === TRUE;
    return t === A.undefined ? undefined : t === A.null ? null : t.name;
  }
  if (t instanceof Cons) {
    const items = listToArray(t);
    if (items === undefined) throw new NoArgument();
    return items.map((item) => toJs(vm, item, depth + 1));
  }
  if (t instanceof TupleTerm) return tupleToArray(t).map((item) => toJs(vm, item, depth + 1));
  if (t instanceof ErlMap) {
    const made: Record<string, unknown> = {};
    mapForEach(t, (key, value) => {
      const name = keyOf(key);
      if (name === undefined) throw new NoArgument();
      // As `{ [name]: value }` would: a field, even if its name is `__proto__`.
      Object.defineProperty(made, name, {
        value: toJs(vm, value, depth + 1),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    });
    return made;
  }
  const { converter } = vm.state(INTEROP);
  return (converter as Converter).fromTerm(t, true);
}

/** The name of a property: an atom, a binary, an index, or an object that stands for a symbol. */
function keyOf(t: Term): string | undefined {
  if (t instanceof AtomTerm) return t.name;
  if (typeof t === "number") return String(t);
  return isBinary(t) ? utf8Decode(bytesOf(t)) : undefined;
}

// -- Calls.

/** Does something with JavaScript for a BIF: an exception of it becomes one of the process. */
function attempt(x: Exec, run: () => Term): Result {
  let result: Term;
  try {
    result = run();
  } catch (problem) {
    return problem instanceof NoArgument ? x.badarg() : raise(x, problem);
  }
  // It may have ended the process that runs.
  return orDead(x, result);
}

/** What JavaScript threw, as an error of the process. */
export function raise(x: Exec, problem: unknown): Result {
  return x.error(reasonOf(x.vm, problem));
}

/** `{js_error, Name, Message}` for an Error, `{js_throw, Value}` for what else JavaScript throws. */
function reasonOf(vm: Vm, problem: unknown): Term {
  const isError = problem instanceof Error || Object.prototype.toString.call(problem) === "[object Error]";
  if (!isError) return tuple2(A.js_throw, toTerm(vm, problem));
  const { name, message } = problem as Error;
  return tuple3(A.js_error, binary(utf8Encode(String(name))), binary(utf8Encode(String(message))));
}

function argsOf(vm: Vm, t: Term): unknown[] {
  const items = listToArray(t);
  if (items === undefined) throw new NoArgument();
  return items.map((item) => toJs(vm, item));
}

/** An object as such; a number or text as JavaScript would take it for one. */
function target(vm: Vm, t: Term): Record<string, unknown> {
  const value = toJs(vm, t);
  if (value === null || value === undefined) throw new TypeError(`${String(value)} has no properties`);
  return Object(value) as Record<string, unknown>;
}

function property(t: Term): string {
  const key = keyOf(t);
  if (key === undefined) throw new NoArgument();
  return key;
}

type Callable = (this: unknown, ...args: unknown[]) => unknown;

function callable(value: unknown, what: string): Callable {
  if (typeof value !== "function") throw new TypeError(`${what} is not a function`);
  return value as Callable;
}

// -- Promises.

const SETTLED = nativePoint("js:await/1", 0, (x): Result => {
  const { settled } = x.vm.state(INTEROP);
  const result = settled.get(x.process);
  // A message woke the process.
  if (result === undefined) return x.wait(SETTLED);
  settled.delete(x.process);
  return result.ok ? (result.value as Term) : raise(x, result.value);
});

/** The running process waits for a promise, others run meanwhile; `convert` makes a term of its value. */
export function awaitPromise(x: Exec, promise: unknown, convert: (value: never) => Term): Result {
  const { vm, process } = x;
  const settle = (settled: Settled) => {
    if (process.status === Status.Ended) return;
    vm.state(INTEROP).settled.set(process, settled);
    vm.scheduler.wake(process, TRUE);
  };
  Promise.resolve(promise)
    .then((value) => convert(value as never))
    .then(
      (value) => settle({ ok: true, value }),
      (value) => settle({ ok: false, value }),
    );
  return x.wait(SETTLED);
}

function notify(x: Exec, promise: Term): Result {
  const { vm, process } = x;
  return attempt(x, () => {
    const ref = vm.references.make();
    const tell = (result: Term) => deliver(vm, process, tuple3(A.js_promise, ref, result));
    Promise.resolve(toJs(vm, promise)).then(
      (value) => tell(tuple2(A.ok, toTerm(vm, value))),
      (problem) => tell(tuple2(A.error, reasonOf(vm, problem))),
    );
    return ref;
  });
}

// -- Events.

interface EventTargetLike {
  addEventListener(type: string, listener: (event: unknown) => void): void;
  removeEventListener(type: string, listener: (event: unknown) => void): void;
}

function listen(x: Exec, of: Term, type: Term): Result {
  const { vm, process } = x;
  return attempt(x, () => {
    const source = target(vm, of) as unknown as EventTargetLike;
    const name = property(type);
    const ref = vm.references.make();
    const listener = (event: unknown) => deliver(vm, process, tuple3(A.js_event, ref, toTerm(vm, event)));
    source.addEventListener(name, listener);
    const remove = () => source.removeEventListener(name, listener);
    vm.state(INTEROP).listen(ref, { process, remove });
    return ref;
  });
}

function unlisten(x: Exec, ref: Term): Result {
  if (!(ref instanceof Ref)) return x.badarg();
  return attempt(x, () => {
    x.vm.state(INTEROP).unlisten(ref);
    return A.ok;
  });
}

function typeOf(x: Exec, t: Term): Atom {
  const value = toJs(x.vm, t);
  if (value === null) return A.null;
  if (value instanceof Symbol) return T.symbol;
  const type = typeof value;
  return type === "undefined" ? A.undefined : T[type];
}

export const JS_BIFS: readonly Bif[] = bifTable("js", {
  "global/0": {
    doc: "The object that the embedder gave as `js.global`.",
    fn: (x) => objectRef(x.vm, x.vm.state(INTEROP).global),
  },
  "get/2": {
    doc: "A property of an object.",
    fn: (x, of: Term, key: Term) => attempt(x, () => toTerm(x.vm, target(x.vm, of)[property(key)])),
  },
  "set/3": {
    doc: "Sets a property: ok.",
    fn: (x, of: Term, key: Term, value: Term) =>
      attempt(x, () => {
        target(x.vm, of)[property(key)] = toJs(x.vm, value);
        return A.ok;
      }),
  },
  "call/3": {
    doc: "Calls a method of an object with a list of arguments.",
    fn: (x, of: Term, name: Term, args: Term) =>
      attempt(x, () => {
        const object = target(x.vm, of);
        const [key, values] = [property(name), argsOf(x.vm, args)];
        return toTerm(x.vm, callable(object[key], key).apply(object, values));
      }),
  },
  "apply/2": {
    doc: "Calls a function with a list of arguments.",
    fn: (x, fun: Term, args: Term) =>
      attempt(x, () => toTerm(x.vm, callable(toJs(x.vm, fun), "that").apply(undefined, argsOf(x.vm, args)))),
  },
  "new/2": {
    doc: "A new object of a class.",
    fn: (x, of: Term, args: Term) =>
      attempt(x, () => {
        const made = callable(toJs(x.vm, of), "that") as unknown as new (...args: unknown[]) => object;
        return toTerm(x.vm, new made(...argsOf(x.vm, args)));
      }),
  },
  "object/1": {
    doc: "A plain object or an array of its own, of a map or a list.",
    fn: (x, t: Term) => attempt(x, () => objectRef(x.vm, Object(toJs(x.vm, t)) as object)),
  },
  "value/1": {
    doc: "A copy of an object as a term: arrays as lists, plain objects as maps with binaries for keys.",
    fn: (x, t: Term) =>
      attempt(x, () => (x.vm.state(INTEROP).converter as Converter).toTerm(objectOf(t) ?? toJs(x.vm, t))),
  },
  "typeof/1": {
    doc: "object, function, string, number, bigint, boolean, symbol, undefined or null.",
    fn: (x, t: Term) => attempt(x, () => typeOf(x, t)),
  },
  "is_object/1": {
    doc: "Is it a reference to an object of JavaScript?",
    fn: (_x, t: Term) => (objectOf(t) ? TRUE : FALSE),
  },
  "await/1": {
    doc: "Waits for a promise: its value, or its rejection as an error. Only the process that calls it waits.",
    fn: (x, t: Term) => {
      const promise = objectOf(t);
      return promise === undefined ? t : awaitPromise(x, promise, (value) => toTerm(x.vm, value));
    },
  },
  "notify/1": {
    doc: "A reference Ref; {js_promise, Ref, {ok, Value} | {error, Reason}} comes when the promise is settled.",
    fn: notify,
  },
  "listen/2": {
    doc: "A reference Ref; {js_event, Ref, Event} comes at each event of that type, until unlisten/1 or the process ends.",
    fn: listen,
  },
  "unlisten/1": { doc: "Ends listen/2: ok.", fn: unlisten },
  "callback/1": {
    doc: "A function that calls the fun and answers at once: the fun must not wait. Funs as arguments return promises.",
    fn: (x, fun: Term) => {
      const { sync } = x.vm.state(INTEROP);
      if (!(fun instanceof Fun) || sync === undefined) return x.badarg();
      return objectRef(x.vm, sync(fun));
    },
  },
});
