/**
 * Match programs: a match specification as closures.
 *
 * A head becomes a tree of functions that test a term and bind variables, a guard or body one that computes a term. A call
 * that fails makes a guard fail, and gives the atom 'EXIT' in a body.
 * Invariant: a program holds no state; what changes while it runs is in `Run`.
 * OTP: db_prog_match() in erl_db_util.c.
 */
import { atoms, FALSE, TRUE } from "../term/atom.ts";
import { equalExact } from "../term/equal.ts";
import type { Pid } from "../term/identifier.ts";
import { Cons, listFromArray, NIL } from "../term/list.ts";
import { ErlMap } from "../term/map.ts";
import { mapFromPairs, mapGet } from "../term/map_ops.ts";
import type { Term } from "../term/term.ts";
import {
  arity,
  element,
  Tuple,
  Tuple1,
  Tuple2,
  Tuple3,
  Tuple4,
  Tuple5,
  tuple2,
  tuple3,
  tupleFromArray,
} from "../term/tuple.ts";
import type { Vm } from "../runtime/vm.ts";
import type { GuardFunction } from "./guards.ts";
import type { Clause, Expr, Pattern } from "./match_spec.ts";

const A = atoms("EXIT");

/** What the functions of the trace dialect do; undefined: they fail. */
export interface TraceActions {
  perform(name: string, args: readonly Term[]): Term | undefined;
}

/** The state of a program while it runs. */
export class Run {
  readonly vm: Vm;
  readonly self: Pid;
  readonly vars: Term[] = [];
  /** The term at hand; for a trace the list of arguments. */
  whole: Term = NIL;
  /** Trace dialect. */
  readonly actions: TraceActions | undefined;
  returnTrace = false;
  exceptionTrace = false;
  /** Trace dialect: what the trace message says besides. */
  message: Term = TRUE;
  constructor(vm: Vm, self: Pid, actions?: TraceActions) {
    this.vm = vm;
    this.self = self;
    this.actions = actions;
  }
}

type Matcher = (r: Run, t: Term) => boolean;
type Eval = (r: Run) => Term | undefined;

interface Compiled {
  readonly head: Matcher;
  readonly guards: readonly Eval[];
  readonly body: readonly Eval[];
}

export class MatchProgram {
  readonly clauses: readonly Clause[];
  /** The specification that it was made of, where a program may keep it compiled. */
  readonly spec: Term | undefined;
  private readonly compiled: readonly Compiled[];
  constructor(clauses: readonly Clause[], spec?: Term) {
    this.clauses = clauses;
    this.spec = spec;
    this.compiled = clauses.map((c) => ({
      head: matcher(c.head),
      guards: c.guards.map((g) => evaluator(g, c, false)),
      body: c.body.map((e) => evaluator(e, c, true)),
    }));
  }

  /** The value of the first clause that matches `t`, or undefined. */
  run(r: Run, t: Term): Term | undefined {
    const { compiled } = this;
    r.whole = t;
    for (let i = 0; i < compiled.length; i++) {
      const c = compiled[i] as Compiled;
      if (c.head(r, t) && passes(c.guards, r)) return lastValue(c.body, r);
    }
    return undefined;
  }

  /** Trace dialect: whether a clause matches the arguments; `r` says what else was asked for. */
  runTrace(r: Run, args: readonly Term[]): boolean {
    r.whole = listFromArray(args);
    for (let i = 0; i < this.compiled.length; i++) {
      const c = this.compiled[i] as Compiled;
      const { special, prefix, head } = this.clauses[i] as Clause;
      r.returnTrace = r.exceptionTrace = false;
      r.message = TRUE;
      if (!c.head(r, special ? r.whole : tupleFromArray(args.slice(0, prefix ? tupleSize(head) : args.length))))
        continue;
      if (!passes(c.guards, r)) continue;
      lastValue(c.body, r);
      return true;
    }
    return false;
  }
}

/** Elements in the tuple that a head of the trace dialect is. */
function tupleSize(head: Pattern): number {
  if (head.kind === "tuple") return head.items.length;
  return head.kind === "equal" && head.value instanceof Tuple ? arity(head.value) : 0;
}

function passes(guards: readonly Eval[], r: Run): boolean {
  for (let i = 0; i < guards.length; i++) if ((guards[i] as Eval)(r) !== TRUE) return false;
  return true;
}

function lastValue(body: readonly Eval[], r: Run): Term | undefined {
  let v: Term | undefined;
  for (let i = 0; i < body.length; i++) v = (body[i] as Eval)(r);
  return v;
}

// -- Heads

const always: Matcher = () => true;

function matcher(p: Pattern): Matcher {
  switch (p.kind) {
    case "any":
      return always;
    case "bind": {
      const { slot } = p;
      return (r, t) => {
        r.vars[slot] = t;
        return true;
      };
    }
    case "same": {
      const { slot } = p;
      return (r, t) => r.vars[slot] === t || equalExact(r.vars[slot] as Term, t);
    }
    case "equal": {
      const { value } = p;
      return (_r, t) => t === value || equalExact(value, t);
    }
    case "tuple":
      return tupleMatcher(p.items);
    case "list":
      return listMatcher(p.items.map(matcher), matcher(p.tail));
    default:
      return mapMatcher(p.keys, p.values.map(matcher));
  }
}

function tupleMatcher(items: readonly Pattern[]): Matcher {
  const n = items.length;
  const m = items.map(matcher);
  const m0 = m[0] as Matcher;
  const m1 = m[1] as Matcher;
  const m2 = m[2] as Matcher;
  const m3 = m[3] as Matcher;
  const m4 = m[4] as Matcher;
  switch (n) {
    case 1:
      return (r, t) => t instanceof Tuple1 && m0(r, t.e0);
    case 2:
      return (r, t) => t instanceof Tuple2 && m0(r, t.e0) && m1(r, t.e1);
    case 3:
      return (r, t) => t instanceof Tuple3 && m0(r, t.e0) && m1(r, t.e1) && m2(r, t.e2);
    case 4:
      return (r, t) => t instanceof Tuple4 && m0(r, t.e0) && m1(r, t.e1) && m2(r, t.e2) && m3(r, t.e3);
    case 5:
      return (r, t) => t instanceof Tuple5 && m0(r, t.e0) && m1(r, t.e1) && m2(r, t.e2) && m3(r, t.e3) && m4(r, t.e4);
  }
  // Most elements of a large tuple are not looked at.
  const at: number[] = [];
  const used: Matcher[] = [];
  m.forEach((f, i) => {
    if (f === always) return;
    at.push(i);
    used.push(f);
  });
  return (r, t) => {
    if (!(t instanceof Tuple) || arity(t) !== n) return false;
    for (let i = 0; i < used.length; i++) if (!(used[i] as Matcher)(r, element(t, at[i] as number))) return false;
    return true;
  };
}

function listMatcher(items: readonly Matcher[], tail: Matcher): Matcher {
  return (r, t) => {
    let l = t;
    for (let i = 0; i < items.length; i++) {
      if (!(l instanceof Cons) || l === NIL || !(items[i] as Matcher)(r, l.head)) return false;
      l = l.tail;
    }
    return tail(r, l);
  };
}

function mapMatcher(keys: readonly Term[], values: readonly Matcher[]): Matcher {
  return (r, t) => {
    if (!(t instanceof ErlMap) || t.size < keys.length) return false;
    for (let i = 0; i < keys.length; i++) {
      const v = mapGet(t, keys[i] as Term);
      if (v === undefined || !(values[i] as Matcher)(r, v)) return false;
    }
    return true;
  };
}

// -- Guards and bodies

/** A function that computes `e`; `body`: what fails is 'EXIT' instead of undefined. */
function evaluator(e: Expr, c: Clause, body: boolean): Eval {
  const failure = body ? A.EXIT : undefined;
  const sub = (x: Expr): Eval => evaluator(x, c, body);
  switch (e.kind) {
    case "const": {
      const { value } = e;
      return () => value;
    }
    case "var": {
      const { slot } = e;
      return (r) => r.vars[slot];
    }
    case "whole":
      return (r) => r.whole;
    case "self":
      return (r) => r.self;
    case "bindings": {
      const n = c.vars.length;
      return (r) => listFromArray(r.vars.slice(0, n));
    }
    case "list":
      return listEval(e.items.map(sub), sub(e.tail));
    case "tuple":
      return tupleEval(e.items.map(sub));
    case "map":
      return mapEval(e.keys.map(sub), e.values.map(sub));
    case "call":
      return callEval(e.fn, e.args.map(sub), failure);
    case "and":
    case "or":
      return allOf(e.args.map(sub), e.kind === "and" ? FALSE : TRUE, failure);
    case "andalso":
    case "orelse":
      return shortCut(e.args.map(sub), e.kind === "andalso" ? FALSE : TRUE, failure);
    default:
      return traceEval(e.name, e.args.map(sub), failure);
  }
}

/** The values of `evals`; undefined if one fails. */
function values(evals: readonly Eval[], r: Run): Term[] | undefined {
  const out: Term[] = [];
  for (let i = 0; i < evals.length; i++) {
    const v = (evals[i] as Eval)(r);
    if (v === undefined) return undefined;
    out.push(v);
  }
  return out;
}

function listEval(items: readonly Eval[], tail: Eval): Eval {
  return (r) => {
    const vs = values(items, r);
    const t = tail(r);
    return vs === undefined || t === undefined ? undefined : listFromArray(vs, t);
  };
}

function tupleEval(items: readonly Eval[]): Eval {
  const [a, b, d] = items as [Eval, Eval, Eval];
  if (items.length === 2) {
    return (r) => {
      const u = a(r);
      const v = b(r);
      return u === undefined || v === undefined ? undefined : tuple2(u, v);
    };
  }
  if (items.length === 3) {
    return (r) => {
      const u = a(r);
      const v = b(r);
      const w = d(r);
      return u === undefined || v === undefined || w === undefined ? undefined : tuple3(u, v, w);
    };
  }
  return (r) => {
    const vs = values(items, r);
    return vs && tupleFromArray(vs);
  };
}

function mapEval(keys: readonly Eval[], vals: readonly Eval[]): Eval {
  return (r) => {
    const ks = values(keys, r);
    const vs = values(vals, r);
    return ks && vs && mapFromPairs(ks, vs);
  };
}

function callEval(f: GuardFunction, args: readonly Eval[], failure: Term | undefined): Eval {
  const [a, b, d] = args as [Eval, Eval, Eval];
  switch (f.arity) {
    case 0: {
      const { fn } = f;
      return (r) => fn(r.vm);
    }
    case 1: {
      const { fn } = f;
      return (r) => {
        const u = a(r);
        return u === undefined ? undefined : (fn(u, r.vm) ?? failure);
      };
    }
    case 2: {
      const { fn } = f;
      return (r) => {
        const u = a(r);
        const v = b(r);
        return u === undefined || v === undefined ? undefined : (fn(u, v, r.vm) ?? failure);
      };
    }
    default: {
      const { fn } = f;
      return (r) => {
        const u = a(r);
        const v = b(r);
        const w = d(r);
        return u === undefined || v === undefined || w === undefined ? undefined : (fn(u, v, w, r.vm) ?? failure);
      };
    }
  }
}

/** `and` and `or`: all arguments must be booleans; one that is `decisive` decides. */
function allOf(args: readonly Eval[], decisive: Term, failure: Term | undefined): Eval {
  const other = decisive === TRUE ? FALSE : TRUE;
  return (r) => {
    const vs = values(args, r);
    if (vs === undefined) return undefined;
    let result: Term = other;
    for (let i = 0; i < vs.length; i++) {
      const v = vs[i] as Term;
      if (v === decisive) result = v;
      else if (v !== other) return failure;
    }
    return result;
  };
}

/** `andalso` and `orelse`: the value of the last argument is not checked. */
function shortCut(args: readonly Eval[], decisive: Term, failure: Term | undefined): Eval {
  const other = decisive === TRUE ? FALSE : TRUE;
  const last = args.length - 1;
  return (r) => {
    for (let i = 0; i < last; i++) {
      const v = (args[i] as Eval)(r);
      if (v === undefined || v === decisive) return v;
      if (v !== other) return failure;
    }
    return (args[last] as Eval)(r);
  };
}

function traceEval(name: string, args: readonly Eval[], failure: Term | undefined): Eval {
  switch (name) {
    case "message":
      return (r) => {
        r.message = (args[0] as Eval)(r) as Term;
        return TRUE;
      };
    case "return_trace":
      return (r) => {
        r.returnTrace = true;
        return TRUE;
      };
    case "exception_trace":
      return (r) => {
        r.exceptionTrace = true;
        return TRUE;
      };
    default:
      return (r) => {
        const vs = values(args, r);
        return vs && (r.actions?.perform(name, vs) ?? failure);
      };
  }
}
