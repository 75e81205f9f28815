/**
 * A small I/O server: what `gluon run` has for a group leader, where no OTP is booted, and for `standard_error`.
 *
 * A process whose body is native points. It speaks the Erlang I/O protocol; formatting is a call of Erlang code named
 * in the request. Requests for input that cannot be answered yet stay aside, so that output goes on meanwhile.
 * Invariant: the device (buffers, options) belongs to the VM like a port's, the process's frames hold its number alone.
 * OTP: group.erl and user_drv.erl with -noshell, standard_error.erl.
 */
import { Atom, atoms, FALSE, TRUE } from "../term/atom.ts";
import { Bits, binary, bytesOf } from "../term/bits.ts";
import { Pid } from "../term/identifier.ts";
import { Cons, listFromArray, listToArray, NIL } from "../term/list.ts";
import { formatPretty } from "../term/pretty.ts";
import type { Term } from "../term/term.ts";
import { arity, element, Tuple, Tuple2, tuple2, Tuple3, tuple3, Tuple4, tupleFromArray } from "../term/tuple.ts";
import { decodeAt, INCOMPLETE, putUtf8, utf8Encode, utf8Length } from "../util/utf8.ts";
import { charDataBytes, type Encoding } from "./char_data.ts";
import type { Exec } from "./exec.ts";
import { startCodeServer } from "./code_server.ts";
import { startInit } from "./init_server.ts";
import { nativePoint } from "./point.ts";
import { type Process, Segment } from "./process.ts";
import { SIGNAL, type Result } from "./signal.ts";
import { deliver } from "./signals.ts";
import { StateKey } from "./state.ts";
import type { Vm } from "./vm.ts";

const A = atoms("ok", "error", "eof", "done", "more", "enotsup", "request", "io_request", "io_reply", "put_chars");
const R = atoms("get_line", "get_chars", "get_until", "get_password", "get_geometry", "getopts", "setopts", "requests");
const O = atoms(
  "encoding",
  "unicode",
  "utf8",
  "latin1",
  "binary",
  "list",
  "echo",
  "expand_fun",
  "log",
  "none",
  "terminal",
);
const P = atoms("onlcr", "user", "standard_error", "stdin", "stdout", "stderr", "format");

const NEWLINE = 10;

/** A request for input that waits, and what is to be done after it. */
export interface Waiting {
  readonly from: Term;
  readonly replyAs: Term;
  readonly request: Tuple;
  /** The requests after it in a list of requests. */
  readonly rest: Term;
  /** State of a `get_until`. */
  continuation: Term;
}

export class Device {
  readonly fd: 1 | 2;
  readonly number: number;
  readonly process: Process;
  encoding: Encoding;
  binary = false;
  onlcr = false;
  /** Characters read; those before `at` have been given out. */
  input: number[] = [];
  at = 0;
  /** Bytes of a character cut by the end of a chunk. */
  undecoded = new Uint8Array(0);
  ended = false;
  reading = false;
  readonly waiting: Waiting[] = [];

  add(c: number): void {
    this.input.push(c);
  }
  get available(): number {
    return this.input.length - this.at;
  }
  /** Characters up to and with the next newline; 0: there is none. */
  get line(): number {
    const i = this.input.indexOf(NEWLINE, this.at);
    return i < 0 ? 0 : i + 1 - this.at;
  }
  take(n: number): number[] {
    const out = this.input.slice(this.at, this.at + n);
    this.at += out.length;
    if (this.at > 4096 && this.at * 2 > this.input.length) {
      this.input = this.input.slice(this.at);
      this.at = 0;
    }
    return out;
  }
  putBack(chars: readonly number[]): void {
    this.input = [...chars, ...this.input.slice(this.at)];
    this.at = 0;
  }

  constructor(fd: 1 | 2, number: number, process: Process, encoding: Encoding) {
    this.fd = fd;
    this.number = number;
    this.process = process;
    this.encoding = encoding;
  }
}

export const DEVICES = new StateKey((): Device[] => []);

/** The encoding a host's locale asks for: `LC_ALL`, else `LC_CTYPE`, else `LANG`. */
export function localeEncoding(env: Readonly<Record<string, string>> | undefined): Encoding {
  const locale = env?.LC_ALL || env?.LC_CTYPE || env?.LANG || "";
  return /utf-?8/i.test(locale) ? "unicode" : "latin1";
}

/** Starts a server that writes to `fd` and, for `fd` 1, reads from standard input; it is registered as `name`. */
export function startIoServer(vm: Vm, name: Atom, fd: 1 | 2, encoding = localeEncoding(vm.host.env)): Process {
  const devices = vm.state(DEVICES);
  const p = vm.processes.create(undefined) as Process;
  const device = new Device(fd, devices.length, p, encoding);
  devices.push(device);
  vm.registry.register(name, p);
  p.trapExit = true;
  p.frames = new Segment([SERVE, device.number], 0, null);
  vm.scheduler.enqueue(p);
  return p;
}

/**
 * Starts `init`, `user` and `standard_error`. `user` becomes the group leader of processes that nobody spawned, and so of all
 * that these spawn.
 */
export function startStandardIo(vm: Vm, encoding = localeEncoding(vm.host.env)): Process {
  startInit(vm);
  startCodeServer(vm);
  startIoServer(vm, P.standard_error, 2, encoding);
  const user = startIoServer(vm, P.user, 1, encoding);
  vm.processes.groupLeader = user.pid;
  return user;
}

/** The server's loop: its only frame while it waits. */
const SERVE = nativePoint("io_server", 1, (x, _r, frame, at): Result => serve(x, device(x, frame[at + 1])));

function device(x: Exec, number: unknown): Device {
  return x.vm.state(DEVICES)[number as number] as Device;
}

function serve(x: Exec, d: Device): Result {
  const { mailbox } = x.process;
  for (;;) {
    let r: Result | undefined = serveInput(x, d);
    if (r === undefined) {
      const m = mailbox.peek();
      if (m === undefined) return x.wait(SERVE, d.number);
      mailbox.remove();
      r = NIL;
      if (m instanceof Tuple4 && m.e0 === A.io_request && m.e1 instanceof Pid) r = perform(x, d, m.e1, m.e2, m.e3, NIL);
    }
    if (r === SIGNAL) {
      // The request goes on in Erlang; the loop comes after it.
      x.push(SERVE, [d.number]);
      return SIGNAL;
    }
  }
}

function reply(x: Exec, from: Term, replyAs: Term, answer: Term): Result {
  const p = from instanceof Pid ? x.vm.processes.ofPid(from) : undefined;
  if (p !== undefined) deliver(x.vm, p, tuple3(A.io_reply, replyAs, answer));
  return NIL;
}

/** One request is done with `answer`: the next one of the list, unless it failed, or the reply. */
function finish(x: Exec, d: Device, from: Term, replyAs: Term, rest: Term, answer: Term): Result {
  const failed = answer instanceof Tuple2 && answer.e0 === A.error;
  if (failed || !(rest instanceof Cons) || rest === NIL) return reply(x, from, replyAs, answer);
  return perform(x, d, from, replyAs, rest.head, rest.tail);
}

/** Does `request`, then those in `rest`. SIGNAL: goes on in frames that are saved. */
function perform(x: Exec, d: Device, from: Term, replyAs: Term, request: Term, rest: Term): Result {
  if (request === R.getopts) return finish(x, d, from, replyAs, rest, options(x, d));
  if (!(request instanceof Tuple) || arity(request) === 0)
    return finish(x, d, from, replyAs, rest, unknown(d, request));
  switch (element(request, 0)) {
    case A.put_chars:
      return putChars(x, d, from, replyAs, request, rest);
    case R.get_line:
    case R.get_chars:
    case R.get_until:
      return askInput(x, d, from, replyAs, request, rest);
    case R.setopts:
      if (arity(request) !== 2) break;
      return finish(x, d, from, replyAs, rest, setOptions(d, element(request, 1)));
    case R.get_geometry:
    case R.get_password:
      return finish(x, d, from, replyAs, rest, tuple2(A.error, A.enotsup));
    case R.requests: {
      // A list within a list does not occur: the inner one takes over.
      const list = arity(request) === 2 ? element(request, 1) : NIL;
      if (!(list instanceof Cons)) break;
      if (list === NIL) return reply(x, from, replyAs, A.ok);
      return perform(x, d, from, replyAs, list.head, list.tail);
    }
  }
  return finish(x, d, from, replyAs, rest, unknown(d, request));
}

function unknown(d: Device, request: Term): Term {
  return tuple2(A.error, d.fd === 2 ? tuple2(A.request, request) : A.request);
}

// -- Output.

/** `{put_chars, Encoding, Data}`, `{put_chars, Encoding, M, F, A}`, and both without encoding, which is Latin-1. */
function putChars(x: Exec, d: Device, from: Term, replyAs: Term, request: Tuple, rest: Term): Result {
  const parts = listParts(request);
  const encoding: Encoding = parts.length % 2 === 1 && parts[1] !== O.latin1 ? "unicode" : "latin1";
  const data = parts.length % 2 === 1 ? parts.slice(2) : parts.slice(1);
  if (data.length === 1) return finish(x, d, from, replyAs, rest, write(x, d, encoding, data[0] as Term));
  const [module, name, args] = data;
  const list = args === undefined ? undefined : listToArray(args);
  if (!(module instanceof Atom) || !(name instanceof Atom) || list === undefined)
    return finish(x, d, from, replyAs, rest, unknown(d, request));
  const values = [d.number, from, replyAs, rest, encoding, name];
  return x.call(FORMATTED, values, x.vm.export(module, name, list.length), list);
}

function listParts(t: Tuple): Term[] {
  const out: Term[] = [];
  for (let i = 0; i < arity(t); i++) out.push(element(t, i));
  return out;
}

/** The Erlang function that makes the characters has returned, or failed. */
const FORMATTED = nativePoint(
  "io_server/formatted",
  6,
  (x, r, frame, at): Result => {
    const d = device(x, frame[at + 1]);
    const from = frame[at + 2] as Term;
    const replyAs = frame[at + 3] as Term;
    const rest = frame[at + 4] as Term;
    const encoding = frame[at + 5] as Encoding;
    const name = frame[at + 6] as Atom;
    let answer: Term = tuple2(A.error, d.fd === 2 ? A.put_chars : name);
    if (r === SIGNAL) x.raising = false;
    else if (write(x, d, encoding, r as Term) === A.ok) answer = A.ok;
    return finish(x, d, from, replyAs, rest, answer);
  },
  true,
);

function write(x: Exec, d: Device, encoding: Encoding, data: Term): Term {
  const bytes = charDataBytes(data, encoding, d.encoding);
  if (bytes === undefined) {
    if (d.fd === 2) return tuple2(A.error, A.put_chars);
    return tuple2(A.error, tuple3(A.put_chars, encoding === "unicode" ? O.unicode : O.latin1, data));
  }
  x.vm.host.write(d.fd, d.onlcr ? withCarriageReturns(bytes) : bytes);
  return A.ok;
}

function withCarriageReturns(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (const b of bytes) {
    if (b === NEWLINE) out.push(13);
    out.push(b);
  }
  return Uint8Array.from(out);
}

// -- Options.

function options(x: Exec, d: Device): Term {
  const encoding = tuple2(O.encoding, d.encoding === "unicode" ? O.unicode : O.latin1);
  if (d.fd === 2) return listFromArray([encoding, tuple2(P.onlcr, d.onlcr ? TRUE : FALSE), tuple2(O.log, O.none)]);
  const asBinary = tuple2(O.binary, d.binary ? TRUE : FALSE);
  if (x.vm.release.otp < 27) return listFromArray([asBinary, encoding]);
  const off = [O.echo, O.terminal, P.stdout, P.stderr, P.stdin].map((name) => tuple2(name, FALSE));
  return listFromArray([off[0] as Term, asBinary, encoding, tuple2(O.log, O.none), ...off.slice(1)]);
}

function encodingOf(t: Term): Encoding | undefined {
  if (t === O.latin1) return "latin1";
  return t === O.unicode || t === O.utf8 ? "unicode" : undefined;
}

/** Sets all options or none. */
function setOptions(d: Device, list: Term): Term {
  let { encoding, binary: asBinary, onlcr } = d;
  for (const option of listToArray(list) ?? [A.error]) {
    const [name, value] = option instanceof Tuple2 ? [option.e0, option.e1] : [option, TRUE];
    const bare = option instanceof Tuple2 ? undefined : encodingOf(option);
    const named = name === O.encoding ? encodingOf(value) : bare;
    if (named !== undefined) encoding = named;
    else if (d.fd === 1 && (name === O.binary || name === O.list) && (value === TRUE || value === FALSE))
      asBinary = (name === O.binary) === (value === TRUE);
    else if (d.fd === 2 && name === P.onlcr && (value === TRUE || value === FALSE)) onlcr = value === TRUE;
    else if (name !== O.log && !(d.fd === 1 && name === O.expand_fun)) return tuple2(A.error, A.enotsup);
  }
  d.encoding = encoding;
  d.binary = asBinary;
  d.onlcr = onlcr;
  return A.ok;
}

// -- Input.

function askInput(x: Exec, d: Device, from: Term, replyAs: Term, request: Tuple, rest: Term): Result {
  if (d.fd === 2) return finish(x, d, from, replyAs, rest, unknown(d, request));
  // The prompt stands behind the encoding, if there is one: `{get_line, Prompt}`, `{get_line, Encoding, Prompt}`.
  const parts = listParts(request);
  const encoded = parts[1] instanceof Atom && encodingOf(parts[1]) !== undefined && parts.length > 2;
  prompt(x, d, parts[encoded ? 2 : 1] ?? NIL);
  const plain = encoded ? request : withEncoding(parts);
  d.waiting.push({ from, replyAs, request: plain, rest, continuation: NIL });
  startReading(x, d);
  return NIL;
}

function withEncoding(parts: Term[]): Tuple {
  return tupleFromArray([parts[0] as Term, O.latin1, ...parts.slice(1)]);
}

function prompt(x: Exec, d: Device, t: Term): void {
  let text = t;
  if (text instanceof Tuple3 && text.e0 === P.format) text = text.e1;
  const bytes = text instanceof Atom ? utf8Encode(text.name) : charDataBytes(text, "unicode", d.encoding);
  x.vm.host.write(d.fd, bytes ?? utf8Encode(formatPretty(t)));
}

export function startReading({ vm }: { readonly vm: Vm }, d: Device): void {
  if (d.reading) return;
  d.reading = true;
  if (vm.host.read === undefined) {
    d.ended = true;
    return;
  }
  vm.host.read((chunk) => {
    if (chunk === undefined) d.ended = true;
    else takeBytes(d, chunk);
    vm.scheduler.wake(d.process, FALSE);
  });
}

/** Decodes a chunk; bytes that are no UTF-8 are taken for Latin-1. */
function takeBytes(d: Device, chunk: Uint8Array): void {
  const bytes = new Uint8Array(d.undecoded.length + chunk.length);
  bytes.set(d.undecoded);
  bytes.set(chunk, d.undecoded.length);
  let i = 0;
  while (i < bytes.length) {
    let c = d.encoding === "latin1" ? (bytes[i] as number) : decodeAt(bytes, i, bytes.length);
    if (c === INCOMPLETE) break;
    if (c < 0) c = bytes[i++] as number;
    else i += d.encoding === "latin1" ? 1 : utf8Length(c);
    d.add(c);
  }
  d.undecoded = bytes.slice(i);
}

/** Answers the oldest waiting request if it can be; undefined: there is nothing to do now. */
function serveInput(x: Exec, d: Device): Result | undefined {
  const w = d.waiting[0];
  if (w === undefined) return undefined;
  let wanted: number;
  const kind = element(w.request, 0);
  if (kind === R.get_chars) {
    const n = arity(w.request) === 4 ? element(w.request, 3) : undefined;
    if (typeof n !== "number" || n < 0) {
      d.waiting.shift();
      return finish(x, d, w.from, w.replyAs, w.rest, unknown(d, w.request));
    }
    wanted = n;
  } else wanted = d.line || d.available + 1;
  if (d.available < wanted && !d.ended) return undefined;
  d.waiting.shift();
  const chars = d.take(wanted);
  const data = chars.length === 0 && wanted > 0 ? A.eof : listFromArray(chars);
  if (kind !== R.get_until) {
    const answer = data !== A.eof && d.binary ? binary(encode(chars, element(w.request, 1))) : data;
    return finish(x, d, w.from, w.replyAs, w.rest, answer);
  }
  const [, , , module, name, args] = listParts(w.request);
  const more = args === undefined ? undefined : listToArray(args);
  if (!(module instanceof Atom) || !(name instanceof Atom) || more === undefined)
    return finish(x, d, w.from, w.replyAs, w.rest, unknown(d, w.request));
  const e = x.vm.export(module, name, more.length + 2);
  return x.call(SCANNED, [d.number, w], e, [w.continuation, data, ...more]);
}

function encode(chars: readonly number[], encoding: Term): Uint8Array {
  if (encoding === O.latin1) return Uint8Array.from(chars);
  const out = new Uint8Array(chars.reduce((n, c) => n + utf8Length(c), 0));
  let at = 0;
  for (const c of chars) at = putUtf8(c, out, at);
  return out;
}

/** The function of a `get_until` has answered `{done, Result, Rest}` or `{more, Continuation}`. */
const SCANNED = nativePoint(
  "io_server/scanned",
  2,
  (x, r, frame, at): Result => {
    const d = device(x, frame[at + 1]);
    const w = frame[at + 2] as Waiting;
    if (r === SIGNAL) {
      x.raising = false;
      return finish(x, d, w.from, w.replyAs, w.rest, tuple2(A.error, element(w.request, 4)));
    }
    if (r instanceof Tuple2 && r.e0 === A.more) {
      w.continuation = r.e1;
      d.waiting.unshift(w);
      return NIL;
    }
    if (!(r instanceof Tuple3) || r.e0 !== A.done)
      return finish(x, d, w.from, w.replyAs, w.rest, tuple2(A.error, element(w.request, 4)));
    const left = r.e2 instanceof Bits ? [...bytesOf(r.e2)] : listToArray(r.e2);
    if (left !== undefined && left.length > 0) d.putBack(left as number[]);
    return finish(x, d, w.from, w.replyAs, w.rest, r.e1);
  },
  true,
);
