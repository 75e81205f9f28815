/**
 * `{process_dump}` in a match specification: what is known of the process, as lines of a crash dump.
 * Lines that show OTP's heaps are not there.
 * OTP: print_process_info() in break.c.
 */
import type { Process } from "../../runtime/process.ts";
import { stackPlaces } from "../../runtime/stack.ts";
import { linksToArray } from "../../runtime/links.ts";
import { listFromArray, NIL } from "../../term/list.ts";
import { displayTerm } from "../../term/print.ts";
import type { Term } from "../../term/term.ts";
import { atoms } from "../../term/atom.ts";

const A = atoms("erlang", "apply");

interface Function {
  readonly module: Term;
  readonly name: Term;
  readonly arity: number;
}

const APPLY: Function = { module: A.erlang, name: A.apply, arity: 2 };

const functionText = (f: Function): string => `${displayTerm(f.module)}:${displayTerm(f.name)}/${f.arity}`;

/** The running process `p`. `stack`: its frames have moved into it. */
export function processDump(p: Process, stack: boolean): string {
  const lines = [`=proc:${displayTerm(p.pid)}`, "State: Running"];
  const say = (what: string, t: Term | string) => lines.push(`${what}: ${typeof t === "string" ? t : displayTerm(t)}`);
  if (p.name !== undefined) say("Name", p.name);
  say("Spawned as", functionText(p.initialCall ?? APPLY));
  say("Spawned by", p.parent ?? NIL);
  say("Message queue length", p.mailbox.length);
  if (p.mailbox.length > 0) say("Message queue", listFromArray(p.mailbox.toArray()));
  const links = linksToArray(p.links);
  if (links.length > 0) say("Link list", listFromArray(links));
  say("Reductions", p.reductions);
  if (stack) lines.push(...stackPlaces(p, MOST_PLACES).map((at) => `Return addr (${functionText(at)})`));
  return `${lines.join("\n")}\n`;
}

/** A stack may be millions of frames deep. */
const MOST_PLACES = 1000;
