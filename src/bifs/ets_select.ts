/**
 * BIFs of the module ets that match objects against patterns and match specifications.
 * OTP: erl_db.c.
 */
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { makeResource, resource } from "../runtime/resource.ts";
import type { Result } from "../runtime/signal.ts";
import { StateKey } from "../runtime/state.ts";
import { MatchProgram, Run } from "../ets/match_compile.ts";
import { keepsKeys } from "../ets/match_keys.ts";
import { CALL_TRACE, type Parsed, parseMatchSpec, TABLE } from "../ets/match_spec.ts";
import { TestActions } from "../ets/match_test.ts";
import {
  isContinuation,
  selectAll,
  selectChunk,
  selectContinue,
  selectCount,
  selectDelete,
  selectReplace,
} from "../ets/select.ts";
import { readable, writable } from "../ets/tables.ts";
import { atoms, FALSE, TRUE } from "../term/atom.ts";
import { Cons, cons, list, listFromArray, listFromString, listToArray, NIL } from "../term/list.ts";
import { isSmallInteger } from "../term/small.ts";
import type { Term } from "../term/term.ts";
import { element, tuple2, tuple3, tuple4 } from "../term/tuple.ts";

const A = atoms(
  "$end_of_table",
  "$$",
  "$_",
  "table_type",
  "bag",
  "table",
  "trace",
  "ok",
  "error",
  "return_trace",
  "exception_trace",
);
const END = A.$end_of_table;

/** How many programs made of literal terms are kept. */
const CACHED = 16;

/** Programs by the identity of what they were made from: literals of a loop need not be compiled each time. */
class ProgramCache {
  private readonly sources: (Term | undefined)[] = new Array(CACHED).fill(undefined);
  private readonly bodies: (Term | undefined)[] = new Array(CACHED).fill(undefined);
  private readonly programs: (MatchProgram | undefined)[] = new Array(CACHED).fill(undefined);
  private next = 0;
  get(source: Term, body: Term): MatchProgram | undefined {
    for (let i = 0; i < CACHED; i++) if (this.sources[i] === source && this.bodies[i] === body) return this.programs[i];
    return undefined;
  }
  put(source: Term, body: Term, p: MatchProgram): void {
    this.sources[this.next] = source;
    this.bodies[this.next] = body;
    this.programs[this.next] = p;
    this.next = (this.next + 1) % CACHED;
  }
}
const PROGRAMS = new StateKey(() => new ProgramCache());

function fail(x: Exec, p: Parsed): Result {
  return p.limit ? x.systemLimit() : x.badarg();
}

/** The program of a specification; SIGNAL: badarg. The empty one matches nothing. */
export function compile(x: Exec, spec: Term): MatchProgram | Result {
  if (spec === NIL) return new MatchProgram([]);
  const cache = x.vm.state(PROGRAMS);
  let p = cache.get(spec, NIL);
  if (p !== undefined) return p;
  const parsed = parseMatchSpec(spec, TABLE, x.vm.release);
  if (parsed.clauses === undefined) return fail(x, parsed);
  p = new MatchProgram(parsed.clauses, spec);
  cache.put(spec, NIL, p);
  return p;
}

/** The program of a pattern whose matches give `body`. */
function compilePattern(x: Exec, pattern: Term, body: Term): MatchProgram | Result {
  const cache = x.vm.state(PROGRAMS);
  const immediate = typeof pattern === "number";
  let p = immediate ? undefined : cache.get(pattern, body);
  if (p !== undefined) return p;
  const parsed = parseMatchSpec(list(tuple3(pattern, NIL, list(body))), TABLE, x.vm.release);
  if (parsed.clauses === undefined) return fail(x, parsed);
  p = new MatchProgram(parsed.clauses);
  if (!immediate) cache.put(pattern, body, p);
  return p;
}

function select_2(x: Exec, tab: Term, spec: Term): Result {
  const t = readable(x, tab);
  if (t === undefined) return x.badarg();
  const p = compile(x, spec);
  return p instanceof MatchProgram ? selectAll(x, t, p, false, "select", [tab, spec]) : p;
}

function select_reverse_2(x: Exec, tab: Term, spec: Term): Result {
  const t = readable(x, tab);
  if (t === undefined) return x.badarg();
  const p = compile(x, spec);
  return p instanceof MatchProgram ? selectAll(x, t, p, true, "select_reverse", [tab, spec]) : p;
}

/** How many objects at most; one that is no safe integer is more than any table has. */
function limitOf(limit: Term): number | undefined {
  if (!isSmallInteger(limit) || limit <= 0) return undefined;
  return typeof limit === "number" ? limit : Number.MAX_SAFE_INTEGER;
}

function select_3(x: Exec, tab: Term, spec: Term, limit: Term): Result {
  const t = readable(x, tab);
  const n = limitOf(limit);
  if (t === undefined || n === undefined) return x.badarg();
  const p = compile(x, spec);
  return p instanceof MatchProgram ? selectChunk(x, t, tab, p, n, false) : p;
}

function select_reverse_3(x: Exec, tab: Term, spec: Term, limit: Term): Result {
  const t = readable(x, tab);
  const n = limitOf(limit);
  if (t === undefined || n === undefined) return x.badarg();
  const p = compile(x, spec);
  return p instanceof MatchProgram ? selectChunk(x, t, tab, p, n, true) : p;
}

/** Goes on with any of the functions that take a limit. */
function select_1(x: Exec, continuation: Term): Result {
  if (continuation === END) return END;
  if (!isContinuation(continuation)) return x.badarg();
  const t = readable(x, element(continuation, 0));
  return (t && selectContinue(x, t, continuation)) ?? x.badarg();
}

function match(x: Exec, tab: Term, pattern: Term, body: Term): Result {
  const t = readable(x, tab);
  if (t === undefined) return x.badarg();
  const p = compilePattern(x, pattern, body);
  return p instanceof MatchProgram
    ? selectAll(x, t, p, false, body === A.$$ ? "match" : "match_object", [tab, pattern])
    : p;
}

function matchLimit(x: Exec, tab: Term, pattern: Term, limit: Term, body: Term): Result {
  const t = readable(x, tab);
  const n = limitOf(limit);
  if (t === undefined || n === undefined) return x.badarg();
  const p = compilePattern(x, pattern, body);
  return p instanceof MatchProgram ? selectChunk(x, t, tab, p, n, false) : p;
}

function match_2(x: Exec, tab: Term, pattern: Term): Result {
  return match(x, tab, pattern, A.$$);
}
function match_3(x: Exec, tab: Term, pattern: Term, limit: Term): Result {
  return matchLimit(x, tab, pattern, limit, A.$$);
}
function match_object_2(x: Exec, tab: Term, pattern: Term): Result {
  return match(x, tab, pattern, A.$_);
}
function match_object_3(x: Exec, tab: Term, pattern: Term, limit: Term): Result {
  return matchLimit(x, tab, pattern, limit, A.$_);
}

function select_count_2(x: Exec, tab: Term, spec: Term): Result {
  const t = readable(x, tab);
  if (t === undefined) return x.badarg();
  const p = compile(x, spec);
  return p instanceof MatchProgram ? selectCount(x, t, p, [tab, spec]) : p;
}

function internal_select_delete_2(x: Exec, tab: Term, spec: Term): Result {
  const t = writable(x, tab);
  if (t === undefined) return x.badarg();
  const p = compile(x, spec);
  return p instanceof MatchProgram ? selectDelete(x, t, p, [tab, spec]) : p;
}

function select_replace_2(x: Exec, tab: Term, spec: Term): Result {
  const t = writable(x, tab);
  if (t === undefined) return x.badarg();
  if (t.type === A.bag) return x.badargCause(A.table_type);
  const p = compile(x, spec);
  if (!(p instanceof MatchProgram)) return p;
  return keepsKeys(spec, t.keypos) ? selectReplace(x, t, p, [tab, spec]) : x.badarg();
}

function match_spec_compile_1(x: Exec, spec: Term): Result {
  if (spec === NIL) return x.badarg();
  const p = compile(x, spec);
  return p instanceof MatchProgram ? makeResource(x, p) : p;
}

function is_compiled_ms_1(_x: Exec, t: Term): Result {
  return resource(t, MatchProgram) === undefined ? FALSE : TRUE;
}

/** The values of the matching terms of `l`, the last first, in front of `tail`. */
function match_spec_run_r_3(x: Exec, l: Term, ref: Term, tail: Term): Result {
  const p = resource(ref, MatchProgram);
  if (!(l instanceof Cons) || p === undefined) return x.badarg();
  const run = new Run(x.vm, x.process.pid);
  let out = tail;
  let n = 0;
  let rest: Term = l;
  for (; rest instanceof Cons && rest !== NIL; rest = rest.tail, n++) {
    const v = p.run(run, rest.head);
    if (v !== undefined) out = cons(v, out);
  }
  x.reds -= n >> 3;
  return rest === NIL ? out : x.badarg();
}

/** `{ok, Result, Flags, Warnings}` or `{error, Errors}`: what a specification makes of a term or of a list of arguments. */
function match_spec_test_3(x: Exec, against: Term, spec: Term, dialect: Term): Result {
  const trace = dialect === A.trace;
  if (!trace && dialect !== A.table) return x.badarg();
  if (trace && !(against instanceof Cons)) return x.badarg();
  const parsed = parseMatchSpec(spec, trace ? CALL_TRACE : TABLE, x.vm.release);
  const errors = listFromArray(parsed.errors.map((text) => tuple2(A.error, listFromString(text))));
  if (parsed.clauses === undefined) return tuple2(A.error, errors);
  const p = new MatchProgram(parsed.clauses);
  const run = new Run(x.vm, x.process.pid, new TestActions());
  if (!trace) return tuple4(A.ok, p.run(run, against) ?? FALSE, NIL, errors);
  const args = listToArray(against);
  const matched = args !== undefined && p.runTrace(run, args);
  const flags: Term[] = [];
  if (matched && run.returnTrace) flags.push(A.return_trace);
  if (matched && run.exceptionTrace) flags.push(A.exception_trace);
  return tuple4(A.ok, matched ? run.message : FALSE, listFromArray(flags), errors);
}

export const ETS_SELECT_BIFS: readonly Bif[] = [
  ...bifTable("ets", {
    "select/1": { doc: "The next portion of a select/3. badarg.", fn: select_1 },
    "select/2": { doc: "What a match specification makes of the objects. badarg.", fn: select_2 },
    "select/3": { doc: "As select/2, in portions. badarg.", fn: select_3 },
    "select_reverse/1": { doc: "The next portion of a select_reverse/3. badarg.", fn: select_1 },
    "select_reverse/2": { doc: "As select/2, an ordered set from its end. badarg.", fn: select_reverse_2 },
    "select_reverse/3": { doc: "As select_reverse/2, in portions. badarg.", fn: select_reverse_3 },
    "select_count/2": { doc: "Counts the objects for which the specification gives true. badarg.", fn: select_count_2 },
    "select_replace/2": { doc: "Replaces objects by what the specification gives. badarg.", fn: select_replace_2 },
    "internal_select_delete/2": {
      doc: "Deletes objects for which it gives true. badarg.",
      fn: internal_select_delete_2,
    },
    "match/1": { doc: "The next portion of a match/3. badarg.", fn: select_1 },
    "match/2": { doc: "The variables of a pattern for each match. badarg.", fn: match_2 },
    "match/3": { doc: "As match/2, in portions. badarg.", fn: match_3 },
    "match_object/1": { doc: "The next portion of a match_object/3. badarg.", fn: select_1 },
    "match_object/2": { doc: "The objects that match a pattern. badarg.", fn: match_object_2 },
    "match_object/3": { doc: "As match_object/2, in portions. badarg.", fn: match_object_3 },
    "match_spec_compile/1": { doc: "Compiles a match specification. badarg.", fn: match_spec_compile_1 },
    "is_compiled_ms/1": { doc: "Whether a term is a compiled match specification.", fn: is_compiled_ms_1 },
    "match_spec_run_r/3": { doc: "Runs one on a list, results reversed onto a tail. badarg.", fn: match_spec_run_r_3 },
  }),
  ...bifTable("erlang", {
    "match_spec_test/3": { doc: "What a match specification makes of a term. badarg.", fn: match_spec_test_3 },
  }),
];
