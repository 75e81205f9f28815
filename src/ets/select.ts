/**
 * Operations that go over a table with a match program: select with and without limits, count, delete, replace.
 *
 * A continuation is a term of OTP's shape, so that `ets:repair_continuation/2` knows it. Sets and bags:
 * `{Table, Position, Limit, Program, Rest, length(Rest)}`, position 0 being the end and `Rest` what has been found
 * already. Ordered sets: `{Table, LastKey, [], Limit, Program, [], Reverse, 0}`.
 * OTP: db_select_chunk_hash(), db_select_chunk_tree().
 */
import { atoms, TRUE } from "../term/atom.ts";
import { Cons, listFromArray, listLength, NIL } from "../term/list.ts";
import type { Ref } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import { arity, Tuple, tuple2, tupleFromArray, tupleToArray } from "../term/tuple.ts";
import type { Exec } from "../runtime/exec.ts";
import { makeResource, resource } from "../runtime/resource.ts";
import type { BagStore } from "./bag_store.ts";
import { MatchProgram, Run } from "./match_compile.ts";
import { type Reach, reachOf } from "./match_keys.ts";
import { OrderedStore } from "./ordered_store.ts";
import type { SetStore } from "./set_store.ts";
import { Visit, type Visitor } from "./store.ts";
import type { Table } from "./table.ts";

const A = atoms("$end_of_table");

/** Collects the values of the objects that match, up to `limit` of them. */
class Selector implements Visitor {
  replacement: Tuple | undefined = undefined;
  readonly found: Term[] = [];
  readonly program: MatchProgram;
  readonly run: Run;
  readonly limit: number;
  /** Objects seen. */
  seen = 0;
  constructor(program: MatchProgram, run: Run, limit: number) {
    this.program = program;
    this.run = run;
    this.limit = limit;
  }
  visit(o: Tuple): Visit {
    this.seen++;
    const v = this.program.run(this.run, o);
    if (v === undefined) return Visit.Continue;
    this.found.push(v);
    return this.found.length >= this.limit ? Visit.Stop : Visit.Continue;
  }
}

/** Counts the objects for which the program says `true`, and deletes them if told so. */
class Counter implements Visitor {
  replacement: Tuple | undefined = undefined;
  count = 0;
  seen = 0;
  readonly program: MatchProgram;
  readonly run: Run;
  private readonly action: Visit;
  constructor(program: MatchProgram, run: Run, action: Visit) {
    this.program = program;
    this.run = run;
    this.action = action;
  }
  visit(o: Tuple): Visit {
    this.seen++;
    if (this.program.run(this.run, o) !== TRUE) return Visit.Continue;
    this.count++;
    return this.action;
  }
}

/** Puts what the program makes of an object in the object's place. */
class Replacer implements Visitor {
  replacement: Tuple | undefined = undefined;
  count = 0;
  seen = 0;
  readonly program: MatchProgram;
  readonly run: Run;
  constructor(program: MatchProgram, run: Run) {
    this.program = program;
    this.run = run;
  }
  visit(o: Tuple): Visit {
    this.seen++;
    const v = this.program.run(this.run, o);
    if (!(v instanceof Tuple)) return Visit.Continue;
    this.count++;
    this.replacement = v;
    return Visit.Replace;
  }
}

function newRun(x: Exec): Run {
  return new Run(x.vm, x.process.pid);
}

/** Shows `v` the objects of `t` that can match, and charges the caller. */
function scan(x: Exec, t: Table, v: Selector | Counter | Replacer): void {
  const { store } = t;
  const reach = reachOf(v.program.clauses, t.keypos - 1, store instanceof OrderedStore);
  if (reach.keys !== undefined) for (const key of reach.keys) store.scanKey(key, v);
  else if (store instanceof OrderedStore) store.scanUp(undefined, v, reach.compass);
  else store.scanAll(v);
  x.reds -= v.seen >> 4;
}

/** The values for all objects that match, in ascending order of an ordered table. */
export function selectAll(x: Exec, t: Table, program: MatchProgram, reverse: boolean): Term {
  const s = new Selector(program, newRun(x), Infinity);
  scan(x, t, s);
  if (reverse && t.store instanceof OrderedStore) s.found.reverse();
  return listFromArray(s.found);
}

export function selectCount(x: Exec, t: Table, program: MatchProgram): number {
  const c = new Counter(program, newRun(x), Visit.Continue);
  scan(x, t, c);
  return c.count;
}

export function selectDelete(x: Exec, t: Table, program: MatchProgram): number {
  const c = new Counter(program, newRun(x), Visit.Delete);
  scan(x, t, c);
  return c.count;
}

export function selectReplace(x: Exec, t: Table, program: MatchProgram): number {
  const r = new Replacer(program, newRun(x));
  scan(x, t, r);
  return r.count;
}

// -- In portions

/** `{[Value], Continuation}` or `'$end_of_table'`; `handle` is what the program calls the table. */
export function selectChunk(
  x: Exec,
  t: Table,
  handle: Term,
  program: MatchProgram,
  limit: number,
  reverse: boolean,
): Term {
  const ref = makeResource(x, program);
  const { store } = t;
  const reach = reachOf(program.clauses, t.keypos - 1, store instanceof OrderedStore);
  const s = new Selector(program, newRun(x), limit);
  if (reach.keys !== undefined) {
    // All keys are known, so everything is found now.
    const all = new Selector(program, s.run, Infinity);
    for (const key of reach.keys) store.scanKey(key, all);
    if (reverse && store instanceof OrderedStore) all.found.reverse();
    return hashPortion(handle, all.found, 0, limit, ref);
  }
  if (store instanceof OrderedStore) return orderedChunk(x, store, handle, s, reach, undefined, ref, reverse);
  const position = (store as SetStore | BagStore).scanFrom(0, s);
  x.reds -= s.seen >> 4;
  return hashPortion(handle, s.found, position, limit, ref);
}

/** Cuts `limit` values off `found`; the others wait in the continuation. */
function hashPortion(handle: Term, found: Term[], position: number, limit: number, ref: Ref): Term {
  if (found.length === 0) return A.$end_of_table;
  if (position === 0 && found.length < limit) return tuple2(listFromArray(found), A.$end_of_table);
  const rest = found.slice(limit);
  const c = tupleFromArray([handle, position, limit, ref, listFromArray(rest), rest.length]);
  return tuple2(listFromArray(found.slice(0, limit)), c);
}

function orderedChunk(
  x: Exec,
  store: OrderedStore,
  handle: Term,
  s: Selector,
  reach: Reach,
  last: Term | undefined,
  ref: Ref,
  reverse: boolean,
): Term {
  const stopped = reverse ? store.scanDown(last, s) : store.scanUp(last, s, reach.compass);
  x.reds -= s.seen >> 4;
  if (s.found.length === 0) return A.$end_of_table;
  const list = listFromArray(s.found);
  if (stopped === undefined) return tuple2(list, A.$end_of_table);
  const c = tupleFromArray([handle, stopped, NIL, s.limit, ref, NIL, reverse ? 1 : 0, 0]);
  return tuple2(list, c);
}

/** Goes on from a continuation for table `t`; undefined: it is malformed. */
export function selectContinue(x: Exec, t: Table, continuation: Tuple): Term | undefined {
  const c = tupleToArray(continuation);
  return t.store instanceof OrderedStore ? continueOrdered(x, t, t.store, c) : continueHash(x, t, c);
}

function continueHash(x: Exec, t: Table, c: readonly Term[]): Term | undefined {
  const [handle, position, limit, ref, rest, count] = c as [Term, Term, Term, Term, Term, Term];
  const program = resource(ref, MatchProgram);
  if (c.length !== 6 || program === undefined || !isPosition(position) || !isLimit(limit)) return undefined;
  if (!(rest instanceof Cons) || typeof count !== "number" || listLength(rest) < 0) return undefined;
  const found: Term[] = [];
  for (let l: Cons = rest; l !== NIL; l = l.tail as Cons) found.push(l.head);
  let next = position;
  if (found.length < limit && position > 0) {
    const s = new Selector(program, newRun(x), limit - found.length);
    next = (t.store as SetStore | BagStore).scanFrom(position, s);
    x.reds -= s.seen >> 4;
    for (let i = 0; i < s.found.length; i++) found.push(s.found[i] as Term);
  }
  return hashPortion(handle, found, next, limit, ref as Ref);
}

function continueOrdered(x: Exec, t: Table, store: OrderedStore, c: readonly Term[]): Term | undefined {
  const ref = c[c.length === 8 ? 4 : 3] as Term;
  const program = resource(ref, MatchProgram);
  // What was found by key waits in a continuation of the other shape.
  if (c.length === 6) return continueKnown(c);
  const [handle, last, , limit, , , reverse] = c as [Term, Term, Term, Term, Term, Term, Term];
  if (c.length !== 8 || program === undefined || !isLimit(limit)) return undefined;
  if (reverse !== 0 && reverse !== 1) return undefined;
  const reach = reachOf(program.clauses, t.keypos - 1, true);
  const s = new Selector(program, newRun(x), limit);
  return orderedChunk(x, store, handle, s, reach, last, ref as Ref, reverse === 1);
}

function continueKnown(c: readonly Term[]): Term | undefined {
  const [handle, position, limit, ref, rest] = c as [Term, Term, Term, Term, Term];
  if (position !== 0 || !isLimit(limit) || resource(ref, MatchProgram) === undefined) return undefined;
  if (!(rest instanceof Cons) || listLength(rest) < 0) return undefined;
  const found: Term[] = [];
  for (let l: Cons = rest; l !== NIL; l = l.tail as Cons) found.push(l.head);
  return hashPortion(handle, found, 0, limit, ref as Ref);
}

function isPosition(t: Term): t is number {
  return typeof t === "number" && t >= 0 && t < 0x7fffffff;
}

/** A chunk's size. */
export function isLimit(t: Term): t is number {
  return typeof t === "number" && t > 0;
}

/** Is this a tuple that may be a continuation? */
export function isContinuation(t: Term): t is Tuple {
  return t instanceof Tuple && arity(t) >= 1;
}
