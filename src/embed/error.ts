/** What a failed call rejects with. */
import { Atom as AtomTerm, atoms } from "../term/atom.ts";
import { Cons, listToArray } from "../term/list.ts";
import { formatPretty } from "../term/pretty.ts";
import { printTerm } from "../term/print.ts";
import type { Term } from "../term/term.ts";
import { Tuple as TupleTerm, tupleToArray } from "../term/tuple.ts";
import type { Value } from "./values.ts";

const A = atoms("file", "line");

/** Longest text of a reason in a message. */
const MESSAGE_CHARACTERS = 1000;

/**
 * An Erlang exception, or the end of the process that ran the call. `stack` has Erlang's stack trace, as text, in front of
 * where JavaScript called.
 */
export class ErlangError extends Error {
  override readonly name = "ErlangError";
  /** `exit` as well where the process was ended from outside. */
  readonly class: "error" | "exit" | "throw";
  readonly reason: Value;
  /** Use what a call rejects with. */
  constructor(cls: "error" | "exit" | "throw", reason: Value, text: string, trace: readonly string[]) {
    super(text);
    this.class = cls;
    this.reason = reason;
    const own = (this.stack ?? "").split("\n").slice(1);
    this.stack = [`ErlangError: ${text}`, ...trace.map((line) => `    at ${line}`), ...own].join("\n");
  }
}

/** Something was asked of a VM that has ended. */
export class VmStoppedError extends Error {
  override readonly name = "VmStoppedError";
}

/** The exception of class `cls`; `reason` is the converted `term`, `trace` a stack trace. */
export function erlangError(cls: AtomTerm, term: Term, reason: Value, trace: Term): ErlangError {
  const text = formatPretty(term, { columns: MESSAGE_CHARACTERS });
  const short = text.length > MESSAGE_CHARACTERS ? `${text.slice(0, MESSAGE_CHARACTERS)}...` : text;
  const name = cls.name as ErlangError["class"];
  return new ErlangError(name, reason, `${name}: ${short}`, (listToArray(trace) ?? []).map(traceLine));
}

/** `{Module, Function, Arity or Arguments, Info}` as `module:function/arity (file:line)`. */
function traceLine(entry: Term): string {
  if (!(entry instanceof TupleTerm)) return printTerm(entry);
  const [module, name, args, info] = tupleToArray(entry);
  if (!(module instanceof AtomTerm) || !(name instanceof AtomTerm)) return printTerm(entry);
  const arity = args instanceof Cons ? (listToArray(args)?.length ?? "?") : args;
  const place = new Map<Term, Term>();
  for (const pair of (info === undefined ? undefined : listToArray(info)) ?? []) {
    if (!(pair instanceof TupleTerm)) continue;
    const [key, value] = tupleToArray(pair);
    if (key !== undefined && value !== undefined) place.set(key, value);
  }
  const [file, line] = [place.get(A.file), place.get(A.line)];
  const where = file === undefined ? "" : ` (${characters(file)}:${line ?? 0})`;
  return `${printTerm(module)}:${printTerm(name)}/${arity}${where}`;
}

function characters(t: Term): string {
  const codes = listToArray(t) ?? [];
  return codes.map((c) => (typeof c === "number" ? String.fromCodePoint(c) : "")).join("");
}
