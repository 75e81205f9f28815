/**
 * The node and the VM as a whole: names, halting, output for debugging.
 * OTP: bif.c, dist.c.
 */
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { bytesOf, Bits } from "../../term/bits.ts";
import { Pid, Port, Ref } from "../../term/identifier.ts";
import { Cons, listFromArray, listToArray, NIL } from "../../term/list.ts";
import { ErlMap } from "../../term/map.ts";
import { mapForEach } from "../../term/map_ops.ts";
import { displayTerm } from "../../term/print.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple2 } from "../../term/tuple.ts";
import { putUtf8, utf8Encode, utf8Length } from "../../util/utf8.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import { type Exec, Why } from "../../runtime/exec.ts";
import { nativePoint } from "../../runtime/point.ts";
import { type Result, SIGNAL } from "../../runtime/signal.ts";
import { mapFromPairs } from "../../term/map_ops.ts";

const A = atoms("badopt", "flush", "flush_timeout", "abort", "infinity", "stdout", "stderr", "stdin", "enotsup");
const N = atoms("visible", "hidden", "connected", "this", "known", "connection_id", "node_type", "undefined");
const M = atoms("allow_passive_connect", "notalive");

/** What a Unix process returns when it is aborted. */
const ABORT_STATUS = 134;

/** Nothing goes on after a halt. */
const HALTED = nativePoint("halt", 0, (x) => x.wait(HALTED));

function halt_2(x: Exec, status: Term, options: Term): Result {
  let flush = true;
  let o = options;
  for (; o instanceof Cons && o !== NIL; o = o.tail) {
    const option = o.head;
    if (!(option instanceof Tuple2)) return x.badargCause(A.badopt);
    const value = option.e1;
    if (option.e0 === A.flush && (value === TRUE || value === FALSE)) flush = value === TRUE;
    else if (option.e0 !== A.flush_timeout || !isTimeout(value)) return x.badargCause(A.badopt);
  }
  if (o !== NIL) return x.badargCause(A.badopt);
  const code = haltStatus(x, status);
  if (code === undefined) return x.badarg();
  if (status === A.abort) x.vm.host.abort?.();
  x.vm.halt(code, flush);
  x.why = Why.Wait;
  x.push(HALTED, []);
  return SIGNAL;
}

function isTimeout(t: Term): boolean {
  return t === A.infinity || (typeof t === "number" && t >= 0 && t <= 0x7fffffff);
}

/** The exit status for `halt(status)`; a text is the slogan of a crash dump, which goes to standard error. */
function haltStatus(x: Exec, status: Term): number | undefined {
  if (typeof status === "number" && status >= 0) return status % 0x80000000;
  if (typeof status === "bigint" && status >= 0n) return Number(BigInt.asUintN(31, status));
  if (status === A.abort) return ABORT_STATUS;
  const slogan = utf8Of(status);
  if (slogan === undefined) return undefined;
  x.vm.host.write(2, slogan);
  // As if the terminal were in raw mode, which it may be.
  x.vm.host.write(2, utf8Encode("\r\n"));
  return 1;
}

/** UTF-8 of a list of code points; undefined if it is not one. */
function utf8Of(t: Term): Uint8Array | undefined {
  const points = listToArray(t);
  if (points === undefined) return undefined;
  let size = 0;
  for (const c of points) {
    if (typeof c !== "number" || c < 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return undefined;
    size += utf8Length(c);
  }
  const out = new Uint8Array(size);
  let at = 0;
  for (const c of points) at = putUtf8(c as number, out, at);
  return out;
}

// -- Output.

function display_1(x: Exec, t: Term): Result {
  x.vm.host.write(
    1,
    Uint8Array.from(`${displayTerm(t)}\r\n`, (c) => c.charCodeAt(0)),
  );
  return TRUE;
}

function display_string_2(x: Exec, device: Term, t: Term): Result {
  if (device !== A.stdout && device !== A.stderr && device !== A.stdin) return x.badarg();
  let bytes: Uint8Array | undefined;
  if (t instanceof Bits) bytes = t.size % 8 === 0 ? bytesOf(t) : undefined;
  else bytes = utf8Of(t);
  if (bytes === undefined) return x.badarg();
  // Nobody can type for the user here.
  if (device === A.stdin) return x.badargCause(A.enotsup);
  x.vm.host.write(device === A.stdout ? 1 : 2, bytes);
  return TRUE;
}

function display_string_1(x: Exec, t: Term): Result {
  const bytes = utf8Of(t);
  if (bytes === undefined) return x.badarg();
  x.vm.host.write(2, bytes);
  return TRUE;
}

function display_nl_0(x: Exec): Result {
  x.vm.host.write(2, utf8Encode("\n"));
  return TRUE;
}

// -- Nodes. Without distribution there is this one.

function node_0(x: Exec): Result {
  return x.vm.node;
}

function node_1(x: Exec, t: Term): Result {
  if (t instanceof Pid || t instanceof Port || t instanceof Ref) return t.node ?? x.vm.node;
  return x.badarg();
}

function nodes_0(_x: Exec): Result {
  return NIL;
}

const KINDS: readonly Term[] = [N.visible, N.hidden, N.connected, N.this, N.known];

/** The names of nodes of some kinds: a node is of kind `this` and `known`. */
function ofKind(x: Exec, kinds: Term): Term[] | undefined {
  const list = kinds instanceof Atom ? [kinds] : listToArray(kinds);
  if (list === undefined || !list.every((k) => KINDS.includes(k))) return undefined;
  return list.includes(N.this) || list.includes(N.known) ? [x.vm.node] : [];
}

function nodes_1(x: Exec, kinds: Term): Result {
  const names = ofKind(x, kinds);
  return names === undefined ? x.badarg() : listFromArray(names);
}

/** `{Node, Info}` with the keys the map asks for. */
function nodes_2(x: Exec, kinds: Term, options: Term): Result {
  const names = ofKind(x, kinds);
  if (names === undefined || !(options instanceof ErlMap)) return x.badarg();
  let ok = true;
  const keys: Term[] = [];
  const values: Term[] = [];
  mapForEach(options, (k, v) => {
    if ((k !== N.connection_id && k !== N.node_type) || (v !== TRUE && v !== FALSE)) ok = false;
    else if (v === TRUE) {
      keys.push(k);
      values.push(k === N.node_type ? N.this : N.undefined);
    }
  });
  if (!ok) return x.badarg();
  return listFromArray(names.map((name) => tuple2(name, mapFromPairs(keys, values))));
}

/** The node itself never goes down, and without distribution no other can be watched. */
function monitor_node_3(x: Exec, node: Term, on: Term, options: Term): Result {
  const list = listToArray(options);
  if (list?.every((o) => o === M.allow_passive_connect) !== true) return x.badargCause(A.badopt);
  if (!(node instanceof Atom)) return x.badarg();
  if (node !== x.vm.node) return x.error(M.notalive);
  return on === TRUE || on === FALSE ? TRUE : x.badarg();
}

function monitor_node_2(x: Exec, node: Term, on: Term): Result {
  return monitor_node_3(x, node, on, NIL);
}

export const SYSTEM: readonly Bif[] = bifTable("erlang", {
  "halt/2": { doc: "Ends the VM with a status.", fn: halt_2 },
  "display/1": { doc: "Prints a term on standard output.", fn: display_1 },
  "display_string/1": { doc: "Prints a string on standard error.", fn: display_string_1, releases: [25] },
  "display_string/2": { doc: "Prints a string or binary.", fn: display_string_2, releases: [27, 29] },
  "display_nl/0": { doc: "Prints a newline on standard error.", fn: display_nl_0, releases: [25] },
  "node/0": { doc: "This node's name.", fn: node_0, guard: true },
  "node/1": { doc: "The node of an identifier.", fn: node_1, guard: true },
  "monitor_node/2": { doc: "true; error:notalive for another node. badarg.", fn: monitor_node_2 },
  "monitor_node/3": { doc: "As monitor_node/2; badarg with a cause for wrong options.", fn: monitor_node_3 },
  "nodes/0": { doc: "The visible connected nodes.", fn: nodes_0 },
  "nodes/1": { doc: "Nodes of the given kinds.", fn: nodes_1 },
  "nodes/2": { doc: "Nodes of the given kinds with information.", fn: nodes_2 },
});
