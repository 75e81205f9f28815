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
import { inSteps, type LongWork } from "../runtime/long_work.ts";
import { makeResource, resource } from "../runtime/resource.ts";
import type { Result } from "../runtime/signal.ts";
import type { BagStore } from "./bag_store.ts";
import { MatchProgram, Run } from "./match_compile.ts";
import { type Reach, reachOf } from "./match_keys.ts";
import { OrderedStore } from "./ordered_store.ts";
import type { SetStore } from "./set_store.ts";
import { Visit, type Visitor } from "./store.ts";
import type { Table } from "./table.ts";
import { TABLES } from "./tables.ts";

const A = atoms("$end_of_table");

/** Objects seen in one step of a long scan: a few milliseconds. */
const STEP_OBJECTS = 20_000;

/** What a scan over a table does with the objects. In steps, it stops after so many, whatever it does with them. */
abstract class Scan implements Visitor {
  replacement: Tuple | undefined = undefined;
  full = false;
  /** Objects seen. */
  seen = 0;
  /** How many it may see in this step. */
  protected until = Infinity;
  readonly program: MatchProgram;
  readonly run: Run;
  constructor(program: MatchProgram, run: Run) {
    this.program = program;
    this.run = run;
  }
  beginStep(): void {
    this.full = false;
    this.until = this.seen + STEP_OBJECTS;
  }
  abstract visit(o: Tuple): Visit;
  /** What the BIF returns. */
  abstract result(): Term;
  /** The answer for an object that nothing is done with. */
  protected pass(): Visit {
    return this.seen >= this.until ? Visit.Stop : Visit.Continue;
  }
  /** The answer for one that is deleted or replaced. */
  protected act(action: Visit): Visit {
    if (this.seen >= this.until) this.full = true;
    return action;
  }
}

/** Collects the values of the objects that match, up to `limit` of them. */
class Selector extends Scan {
  readonly found: Term[] = [];
  readonly limit: number;
  private readonly reversed: boolean;
  constructor(program: MatchProgram, run: Run, limit: number, reversed = false) {
    super(program, run);
    this.limit = limit;
    this.reversed = reversed;
  }
  visit(o: Tuple): Visit {
    this.seen++;
    const v = this.program.run(this.run, o);
    if (v !== undefined) {
      this.found.push(v);
      if (this.found.length >= this.limit) return Visit.Stop;
    }
    return this.pass();
  }
  result(): Term {
    if (this.reversed) this.found.reverse();
    return listFromArray(this.found);
  }
}

/** Counts the objects for which the program says `true`, and deletes them if told so. */
class Counter extends Scan {
  private count = 0;
  private readonly deletes: boolean;
  constructor(program: MatchProgram, run: Run, deletes: boolean) {
    super(program, run);
    this.deletes = deletes;
  }
  visit(o: Tuple): Visit {
    this.seen++;
    if (this.program.run(this.run, o) !== TRUE) return this.pass();
    this.count++;
    return this.deletes ? this.act(Visit.Delete) : this.pass();
  }
  result(): Term {
    return this.count;
  }
}

/** Puts what the program makes of an object in the object's place. */
class Replacer extends Scan {
  private count = 0;
  visit(o: Tuple): Visit {
    this.seen++;
    const v = this.program.run(this.run, o);
    if (!(v instanceof Tuple)) return this.pass();
    this.count++;
    this.replacement = v;
    return this.act(Visit.Replace);
  }
  result(): Term {
    return this.count;
  }
}

function newRun(x: Exec): Run {
  return new Run(x.vm, x.process.pid);
}

/**
 * Shows a scan the objects of a table that can match. Between two steps the table is fixed: what was there at the beginning and
 * is not deleted is seen once, as with `ets:safe_fixtable/2`.
 */
class TableScan implements LongWork {
  private readonly t: Table;
  private readonly scan: Scan;
  private readonly reach: Reach;
  /** Where a scan that was left goes on. */
  private position: number | undefined = undefined;
  private after: Term | undefined = undefined;
  constructor(t: Table, scan: Scan) {
    this.t = t;
    this.scan = scan;
    this.reach = reachOf(scan.program.clauses, t.keypos - 1, t.store instanceof OrderedStore);
  }

  step(x: Exec): Result | undefined {
    const { t, scan } = this;
    if (!t.alive) return x.badarg();
    const first = this.position === undefined && this.after === undefined;
    const before = scan.seen;
    const done = this.proceed();
    x.reds -= (scan.seen - before) >> 4;
    if (done) {
      if (!first) x.vm.state(TABLES).unfix(x, t);
      return scan.result();
    }
    if (first) x.vm.state(TABLES).fix(x, t);
    return undefined;
  }

  /** True at the end. */
  private proceed(): boolean {
    const { scan, reach } = this;
    const { store } = this.t;
    if (reach.keys !== undefined) {
      for (const key of reach.keys) store.scanKey(key, scan);
      return true;
    }
    scan.beginStep();
    if (store instanceof OrderedStore) {
      this.after = store.scanUp(this.after, scan, reach.compass);
      return this.after === undefined;
    }
    this.position = (store as SetStore | BagStore).scanFrom(this.position ?? 0, scan);
    return this.position === 0;
  }
}

/** The values for all objects that match, in ascending order of an ordered table. */
export function selectAll(x: Exec, t: Table, p: MatchProgram, reverse: boolean, bif: string, args: Term[]): Result {
  const reversed = reverse && t.store instanceof OrderedStore;
  return inSteps(x, new TableScan(t, new Selector(p, newRun(x), Infinity, reversed)), "ets", bif, ...args);
}

export function selectCount(x: Exec, t: Table, p: MatchProgram, args: Term[]): Result {
  return inSteps(x, new TableScan(t, new Counter(p, newRun(x), false)), "ets", "select_count", ...args);
}

export function selectDelete(x: Exec, t: Table, p: MatchProgram, args: Term[]): Result {
  return inSteps(x, new TableScan(t, new Counter(p, newRun(x), true)), "ets", "internal_select_delete", ...args);
}

export function selectReplace(x: Exec, t: Table, p: MatchProgram, args: Term[]): Result {
  return inSteps(x, new TableScan(t, new Replacer(p, newRun(x))), "ets", "select_replace", ...args);
}

// -- In portions

/**
 * `{[Value], Continuation}` or `'$end_of_table'`; `name` is what the program calls the table. As in OTP a continuation of an
 * ordered set finds its table under that, another stays with its table when that is renamed.
 */
export function selectChunk(
  x: Exec,
  t: Table,
  name: Term,
  program: MatchProgram,
  limit: number,
  reverse: boolean,
): Term {
  const ref = makeResource(x, program);
  const { store } = t;
  const handle = store instanceof OrderedStore ? name : t.id;
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
