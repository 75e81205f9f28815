/**
 * Match specifications: checked and read into a tree (the types below) that match_compile.ts makes a program of.
 *
 * The order in which parts are visited is OTP's, because it is the order of the errors that
 * `erlang:match_spec_test/3` reports: arguments and elements from the last to the first, lists from the front.
 * Invariant: `vars` of a clause are the numbers of its variables in ascending order; the tree names them by their index
 * in it.
 * OTP: db_match_compile() and the dmc_ functions in erl_db_util.c.
 */
import { Atom, atoms, TRUE } from "../term/atom.ts";
import { Cons, isCons, listFromArray, NIL } from "../term/list.ts";
import { ErlMap } from "../term/map.ts";
import { mapFromPairs } from "../term/map_ops.ts";
import { displayTerm } from "../term/print.ts";
import type { Term } from "../term/term.ts";
import { arity, element, Tuple, Tuple1, Tuple2, Tuple3, tupleFromArray, tupleToArray } from "../term/tuple.ts";
import type { Release } from "../runtime/release.ts";
import { type GuardFunction, guardFunction } from "./guards.ts";

const A = atoms("_", "$_", "$$", "const", "and", "or", "andalso", "andthen", "orelse", "self", "get_tcw", "set_tcw");

// -- The tree

export type Pattern =
  | { readonly kind: "any" }
  /** The first occurrence of a variable. */
  | { readonly kind: "bind"; readonly slot: number }
  /** A variable that is bound already. */
  | { readonly kind: "same"; readonly slot: number }
  /** A term without variables and maps inside, compared by `=:=`. */
  | { readonly kind: "equal"; readonly value: Term }
  | { readonly kind: "tuple"; readonly items: readonly Pattern[] }
  | { readonly kind: "list"; readonly items: readonly Pattern[]; readonly tail: Pattern }
  /** A map that has at least these keys. */
  | { readonly kind: "map"; readonly keys: readonly Term[]; readonly values: readonly Pattern[] };

export type Expr =
  | { readonly kind: "const"; readonly value: Term }
  | { readonly kind: "var"; readonly slot: number }
  /** `'$_'` */
  | { readonly kind: "whole" }
  /** `'$$'` */
  | { readonly kind: "bindings" }
  | { readonly kind: "self" }
  | { readonly kind: "list"; readonly items: readonly Expr[]; readonly tail: Expr }
  | { readonly kind: "tuple"; readonly items: readonly Expr[] }
  | { readonly kind: "map"; readonly keys: readonly Expr[]; readonly values: readonly Expr[] }
  | { readonly kind: "call"; readonly fn: GuardFunction; readonly args: readonly Expr[] }
  | { readonly kind: "and" | "or" | "andalso" | "orelse"; readonly args: readonly Expr[] }
  /** A function of the trace dialect. */
  | { readonly kind: "trace"; readonly name: string; readonly args: readonly Expr[] };

export interface Clause {
  readonly head: Pattern;
  /** Trace dialect: the head is one variable or `'_'` and stands for the whole list of arguments. */
  readonly special: boolean;
  /** Trace dialect, `['$1' | '_']`: further arguments may follow. */
  readonly prefix: boolean;
  readonly vars: readonly number[];
  readonly guards: readonly Expr[];
  readonly body: readonly Expr[];
}

/** What a specification is for. */
export interface Dialect {
  readonly trace: boolean;
  /** Trace: functions that change the tracing are allowed (not for `receive`). */
  readonly traceOps: boolean;
  /** Trace of calls: `caller` and the like are allowed. */
  readonly callTrace: boolean;
}

export const TABLE: Dialect = { trace: false, traceOps: false, callTrace: false };
export const CALL_TRACE: Dialect = { trace: true, traceOps: true, callTrace: true };
/** Of `trace_pattern(send, _, [])` and `trace_pattern('receive', _, [])`. */
export const SEND_TRACE: Dialect = { trace: true, traceOps: true, callTrace: false };
export const RECEIVE_TRACE: Dialect = { trace: true, traceOps: false, callTrace: false };

export interface Parsed {
  /** undefined: there were errors. */
  readonly clauses: readonly Clause[] | undefined;
  /** Texts of the errors, in OTP's words and order. */
  readonly errors: readonly string[];
  /** Nested too deeply. */
  readonly limit: boolean;
}

/** Longest text of an error. OTP: DMC_ERR_STR_LEN, which counts a final zero. */
const MAX_ERROR = 99;

/** Deepest nesting of expressions and patterns, apart from the length of lists. */
const MAX_DEPTH = 500;

const ANY: Pattern = { kind: "any" };
const NOTHING: Expr = { kind: "const", value: TRUE };

/** The number of a match variable (`'$0'`, `'$17'`), -1 for other terms. */
export function variableNumber(t: Term): number {
  if (!(t instanceof Atom)) return -1;
  const s = t.name;
  if (s.length < 2 || s.charCodeAt(0) !== 36) return -1;
  if (s === "$0") return 0;
  let n = 0;
  for (let i = 1; i < s.length; i++) {
    const d = s.charCodeAt(i) - 48;
    if (d < 0 || d > 9 || (i === 1 && d === 0)) return -1;
    n = n * 10 + d;
  }
  return n;
}

/** No variable, no `'_'`, and no map (a map in a pattern matches larger ones): the term matches only itself. */
export function isFullyBound(t: Term): boolean {
  const stack: Term[] = [t];
  while (stack.length > 0) {
    let x = stack.pop() as Term;
    while (x instanceof Cons && x !== NIL) {
      stack.push(x.head);
      x = x.tail;
    }
    if (x instanceof Atom) {
      if (x === A._ || variableNumber(x) >= 0) return false;
    } else if (x instanceof Tuple) {
      for (let i = arity(x) - 1; i >= 0; i--) stack.push(element(x, i));
    } else if (x instanceof ErlMap) return false;
  }
  return true;
}

/** Reads a match specification. */
export function parseMatchSpec(spec: Term, dialect: Dialect, release: Release): Parsed {
  return new Parser(dialect, release).parse(spec);
}

class Parser {
  private readonly dialect: Dialect;
  private readonly release: Release;
  private readonly errors: string[] = [];
  /** An error after which nothing more is read. */
  private fatal = false;
  private limit = false;
  private guard = false;
  private depth = 0;
  private special = false;
  /** Of the clause at hand: index by number of variable. */
  private slots = new Map<number, number>();

  constructor(dialect: Dialect, release: Release) {
    this.dialect = dialect;
    this.release = release;
  }

  parse(spec: Term): Parsed {
    const clauses: Clause[] = [];
    if (!isCons(spec)) this.fail("Match programs are not in a list.");
    else {
      let l: Term = spec;
      while (l instanceof Cons && l !== NIL) l = l.tail;
      if (l !== NIL) this.fail("Match programs are not in a proper list.");
      else this.parseClauses(spec, clauses);
    }
    const good = this.errors.length === 0 && !this.limit;
    return { clauses: good ? clauses : undefined, errors: this.errors, limit: this.limit };
  }

  /** The shape of all clauses is checked before the inside of any. */
  private parseClauses(spec: Cons, out: Clause[]): void {
    const parts: { head: Term; prefix: boolean; guards: Term; body: Term }[] = [];
    for (let l: Cons = spec; l !== NIL; l = l.tail as Cons) {
      const c = l.head;
      if (!(c instanceof Tuple3)) {
        this.fail("Match program part is not a tuple of arity 3.");
        return;
      }
      let head = c.e0;
      let prefix = false;
      if (this.dialect.trace && head instanceof Cons) {
        const args: Term[] = [];
        let a: Term = head;
        for (; a instanceof Cons && a !== NIL; a = a.tail) args.push(a.head);
        if (a === A._ && args.length > 0 && this.release.nativeRecords) prefix = true;
        else if (a !== NIL) {
          this.fail(`Match expression part ${displayTerm(head)} is not a proper list.`);
          return;
        }
        head = tupleFromArray(args);
      }
      parts.push({ head, prefix, guards: c.e1, body: c.e2 });
    }
    for (const { head, prefix, guards, body } of parts) {
      const clause = this.parseClause(head, prefix, guards, body);
      // Later clauses are not looked at.
      if (clause === undefined || this.errors.length > 0 || this.limit) return;
      out.push(clause);
    }
  }

  private parseClause(headTerm: Term, prefix: boolean, guardList: Term, bodyList: Term): Clause | undefined {
    this.slots = new Map();
    const numbers = headVariables(headTerm);
    const vars = [...numbers].sort((a, b) => a - b);
    const bound = new Set<number>();
    const slotOf = new Map(vars.map((n, i) => [n, i]));
    const head = this.pattern(headTerm, slotOf, bound);
    if (this.fatal) return undefined;
    this.slots = slotOf;
    this.special = head.kind === "bind" || head.kind === "any";
    if (this.dialect.trace && !this.special && !(headTerm instanceof Tuple)) {
      this.fail("Match head is invalid in this context.");
      return undefined;
    }
    this.guard = true;
    const guards = this.expressions(guardList);
    this.guard = false;
    if (!this.dialect.trace && !isCons(bodyList)) {
      this.fail("Body clause does not return anything.");
      return undefined;
    }
    const body = this.expressions(bodyList);
    return { head, special: this.special, prefix, vars, guards, body };
  }

  private error(text: string): Expr {
    this.errors.push(text.slice(0, MAX_ERROR));
    return NOTHING;
  }

  private fail(text: string): void {
    this.errors.push(text.slice(0, MAX_ERROR));
    this.fatal = true;
  }

  private tooDeep(): boolean {
    if (this.depth < MAX_DEPTH) return false;
    this.limit = this.fatal = true;
    return true;
  }

  // -- Heads

  private pattern(t: Term, slots: ReadonlyMap<number, number>, bound: Set<number>): Pattern {
    const n = variableNumber(t);
    if (n >= 0) {
      const slot = slots.get(n) as number;
      if (bound.has(n)) return { kind: "same", slot };
      bound.add(n);
      return { kind: "bind", slot };
    }
    if (t === A._) return ANY;
    if (isFullyBound(t)) return { kind: "equal", value: t };
    if (this.tooDeep()) return ANY;
    this.depth++;
    const p = this.compound(t, slots, bound);
    this.depth--;
    return p;
  }

  private compound(t: Term, slots: ReadonlyMap<number, number>, bound: Set<number>): Pattern {
    if (t instanceof Tuple) {
      return { kind: "tuple", items: tupleToArray(t).map((e) => this.pattern(e, slots, bound)) };
    }
    if (t instanceof Cons) {
      const items: Pattern[] = [];
      let l: Term = t;
      for (; isCons(l); l = l.tail) items.push(this.pattern(l.head, slots, bound));
      return { kind: "list", items, tail: this.pattern(l, slots, bound) };
    }
    const m = t as ErlMap;
    for (const k of m.keyArray()) {
      if (variableNumber(k) >= 0) this.fail("Variable found in map key.");
      else if (k === A._) this.fail("Underscore found in map key.");
      if (this.fatal) return ANY;
    }
    return { kind: "map", keys: m.keyArray(), values: m.valueArray().map((v) => this.pattern(v, slots, bound)) };
  }

  // -- Guards and bodies

  private expressions(list: Term): Expr[] {
    const out: Expr[] = [];
    if (list === NIL) return out;
    if (!isCons(list)) {
      this.error("Match expression is not a list.");
      return out;
    }
    let l: Term = list;
    for (; l instanceof Cons && l !== NIL && !this.fatal; l = l.tail) out.push(this.expr(l.head));
    if (l !== NIL && !this.fatal) this.error("Match expression is not a proper list.");
    return out;
  }

  private expr(t: Term): Expr {
    if (t instanceof Atom) return this.atomExpr(t);
    if (!((t instanceof Cons && t !== NIL) || t instanceof Tuple || t instanceof ErlMap))
      return { kind: "const", value: t };
    if (this.tooDeep()) return NOTHING;
    this.depth++;
    const e = t instanceof Cons ? this.list(t) : t instanceof ErlMap ? this.map(t) : this.tupleOrCall(t as Tuple);
    this.depth--;
    return e;
  }

  private atomExpr(t: Atom): Expr {
    const n = variableNumber(t);
    if (n >= 0) {
      const slot = this.slots.get(n);
      return slot === undefined ? this.error(`Variable $${n} is unbound.`) : { kind: "var", slot };
    }
    if (t === A.$_) return { kind: "whole" };
    if (t === A.$$) return { kind: "bindings" };
    return { kind: "const", value: t };
  }

  private list(t: Cons): Expr {
    const items: Expr[] = [];
    let l: Term = t;
    let constant = true;
    for (; isCons(l); l = l.tail) {
      const e = this.expr(l.head);
      if (e.kind !== "const") constant = false;
      items.push(e);
    }
    const tail = this.expr(l);
    if (constant && tail.kind === "const")
      return { kind: "const", value: listFromArray(items.map(constantValue), tail.value) };
    return { kind: "list", items, tail };
  }

  /** The expressions of `terms`, visited from the last. */
  private backwards(terms: readonly Term[]): Expr[] {
    const out: Expr[] = new Array(terms.length);
    for (let i = terms.length - 1; i >= 0; i--) out[i] = this.expr(terms[i] as Term);
    return out;
  }

  private map(m: ErlMap): Expr {
    const values = this.backwards(m.valueArray());
    const keys = this.backwards(m.keyArray());
    if (keys.every(isConstant) && values.every(isConstant)) {
      return { kind: "const", value: mapFromPairs(keys.map(constantValue), values.map(constantValue)) };
    }
    return { kind: "map", keys, values };
  }

  private tupleOrCall(t: Tuple): Expr {
    if (t instanceof Tuple1 && t.e0 instanceof Tuple) {
      const items = this.backwards(tupleToArray(t.e0));
      if (items.every(isConstant)) return { kind: "const", value: tupleFromArray(items.map(constantValue)) };
      return { kind: "tuple", items };
    }
    const name = arity(t) > 0 ? element(t, 0) : undefined;
    if (name instanceof Atom && variableNumber(name) < 0) return this.call(name, tupleToArray(t).slice(1), t);
    return this.error(`${displayTerm(t)} is neither a function call, nor a tuple (tuples are written {{ ... }}).`);
  }

  private call(name: Atom, args: readonly Term[], t: Tuple): Expr {
    switch (name) {
      case A.const:
        if (t instanceof Tuple2) return { kind: "const", value: t.e1 };
        return this.error(`Special form 'const' called with more than one argument in ${displayTerm(t)}.`);
      case A.and:
      case A.or:
        if (args.length === 0) return this.withoutArguments(name, t);
        return { kind: name.name as "and" | "or", args: this.backwards(args) };
      case A.andalso:
      case A.andthen:
      case A.orelse: {
        const kind = name === A.orelse ? "orelse" : "andalso";
        if (args.length === 0) return this.withoutArguments(name, t);
        return { kind, args: args.map((a) => this.expr(a)) };
      }
      case A.self:
        if (args.length > 0) return this.error(`Special form 'self' called with arguments in ${displayTerm(t)}.`);
        return { kind: "self" };
    }
    const there = this.release.otp >= 26 || name.name !== "current_stacktrace";
    const special = there ? TRACE_FORMS.get(name.name) : undefined;
    if (special !== undefined) return this.traceForm(name.name, special, args, t);
    if (name === A.get_tcw || name === A.set_tcw) return this.traceControlWord(name, args);
    const fn = guardFunction(name, args.length, this.release);
    if (fn === undefined) return this.error(`Function ${displayTerm(name)}/${args.length} does_not_exist.`);
    return { kind: "call", fn, args: this.backwards(args) };
  }

  private withoutArguments(name: Atom, t: Tuple): Expr {
    const shown = name === A.andthen ? "andalso" : name.name;
    return this.error(`Special form '${shown}' called without arguments in ${displayTerm(t)}.`);
  }

  // -- The trace dialect

  private traceControlWord(name: Atom, args: readonly Term[]): Expr {
    const n = name === A.get_tcw ? 0 : 1;
    if (args.length !== n) return this.error(`Function ${name.name}/${args.length} does_not_exist.`);
    if (!this.dialect.trace || (this.guard && n === 1)) {
      return this.error(`Function ${name.name}/${n} cannot be called in this context.`);
    }
    return { kind: "trace", name: name.name, args: this.backwards(args) };
  }

  private traceForm(name: string, form: TraceForm, args: readonly Term[], t: Tuple): Expr {
    const shown = name === "set_seq_token" ? "set_seq_trace" : name;
    const { dialect } = this;
    if (!dialect.trace) return this.error(`Special form '${shown}' used in wrong dialect.`);
    if ((form.ops && !dialect.traceOps) || (form.call && !dialect.callTrace)) {
      return this.error(`Special form '${shown}' not allow for this trace event.`);
    }
    if (this.guard && !form.guard) return this.error(`Special form '${shown}' called in guard context.`);
    if (!form.arities.includes(args.length)) {
      const what = form.arities.length === 1 && form.arities[0] === 0 ? "arguments in" : "wrong number of arguments in";
      return this.error(`Special form '${name}' called with ${what} ${displayTerm(t)}.`);
    }
    if (name === "current_stacktrace") return this.currentStacktrace(args);
    return { kind: "trace", name, args: this.backwards(args) };
  }

  private currentStacktrace(args: readonly Term[]): Expr {
    const depth = args[0];
    if (depth !== undefined && typeof depth !== "number") {
      return this.error("Special form 'current_stacktrace' called with non small argument.");
    }
    if (depth !== undefined && depth < 0) {
      return this.error("Special form 'current_stacktrace' called with negative integer argument.");
    }
    return {
      kind: "trace",
      name: "current_stacktrace",
      args: depth === undefined ? [] : [{ kind: "const", value: depth }],
    };
  }
}

interface TraceForm {
  /** Numbers of arguments. */
  readonly arities: readonly number[];
  /** Needs `Dialect.traceOps`. */
  readonly ops: boolean;
  /** Needs `Dialect.callTrace`. */
  readonly call: boolean;
  /** Also in guards. */
  readonly guard: boolean;
}

function form(arities: number[], ops: boolean, call = false, guard = false): TraceForm {
  return { arities, ops, call, guard };
}

const TRACE_FORMS: ReadonlyMap<string, TraceForm> = new Map([
  ["message", form([1], false)],
  ["return_trace", form([0], false)],
  ["exception_trace", form([0], false)],
  ["display", form([1], false)],
  ["is_seq_trace", form([0], true, false, true)],
  ["set_seq_token", form([2], true)],
  ["get_seq_token", form([0], true)],
  ["process_dump", form([0], true)],
  ["enable_trace", form([1, 2], true)],
  ["disable_trace", form([1, 2], true)],
  ["trace", form([2, 3], true)],
  ["caller", form([0], true, true)],
  ["caller_line", form([0], true, true)],
  ["current_stacktrace", form([0, 1], true, true)],
  ["silent", form([1], true)],
]);

function isConstant(e: Expr): boolean {
  return e.kind === "const";
}

function constantValue(e: Expr): Term {
  return (e as { value: Term }).value;
}

/** Numbers of the variables in a head. */
function headVariables(head: Term): Set<number> {
  const out = new Set<number>();
  const stack: Term[] = [head];
  while (stack.length > 0) {
    let x = stack.pop() as Term;
    while (x instanceof Cons && x !== NIL) {
      stack.push(x.head);
      x = x.tail;
    }
    const n = variableNumber(x);
    if (n >= 0) out.add(n);
    else if (x instanceof Tuple) for (let i = arity(x) - 1; i >= 0; i--) stack.push(element(x, i));
    else if (x instanceof ErlMap) for (const v of x.valueArray()) stack.push(v);
  }
  return out;
}
