/**
 * prim_tty: the terminal, or the pipes and files in its place, of OTP 26 and newer.
 *
 * Input that is ready is told once, by `{select, TTY, Ref, ready_input}`; each read asks to be told again. A write waits
 * without holding up other processes until all its bytes are out.
 * OTP: prim_tty_nif.c.
 */
import { type Atom, atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { binary, isBinary } from "../../term/bits.ts";
import type { Ref } from "../../term/identifier.ts";
import { listToArray } from "../../term/list.ts";
import { ErlMap } from "../../term/map.ts";
import { mapGet } from "../../term/map_ops.ts";
import type { Term } from "../../term/term.ts";
import { tuple2, tuple4 } from "../../term/tuple.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import { iolistBytes } from "../../runtime/iodata.ts";
import { nativePoint } from "../../runtime/point.ts";
import { type Process, Status } from "../../runtime/process.ts";
import { makeResource, resource } from "../../runtime/resource.ts";
import type { Result } from "../../runtime/signal.ts";
import { deliver } from "../../runtime/signals.ts";
import { StateKey } from "../../runtime/state.ts";
import type { Vm } from "../../runtime/vm.ts";
import { posixError } from "../../runtime/posix.ts";
import { type Terminal, TERMINAL } from "./terminal.ts";
import { PRIM_TTY_TEXT_NIFS } from "./text.ts";

const A = atoms(
  "ok",
  "error",
  "stdin",
  "stdout",
  "stderr",
  "canon",
  "echo",
  "sig",
  "input",
  "raw",
  "utf8",
  "select",
  "ready_input",
  "winch",
  "cont",
);

/** As much as OTP reads at once. */
const READ_AT_MOST = 1024;

type Fd = 0 | 1 | 2;

function terminalOf({ vm }: { readonly vm: Vm }): Terminal {
  return vm.state(TERMINAL).terminal;
}

function fdOf(t: Term): Fd | undefined {
  return t === A.stdin ? 0 : t === A.stdout ? 1 : t === A.stderr ? 2 : undefined;
}

/** `{error, {Function, Errno}}`. */
function failure(what: string, errno: string): Term {
  return tuple2(A.error, tuple2(atom(what), atom(errno)));
}

/** Whom `{select, TTY, Ref, ready_input}` goes to. */
export interface Selected {
  readonly process: Process;
  readonly tty: Term;
  readonly ref: Term;
}

/** What a `tty()` reference leads to. */
export class Tty {
  readonly out: 1 | 2;
  /** 26 to 27: what `tty_init` has laid down for `tty_set`. */
  modes:
    | { readonly canon: boolean | undefined; readonly echo: boolean | undefined; readonly sig: boolean | undefined }
    | undefined;
  /** 28 and newer: input is raw. */
  raw = false;
  /** The process whose end sets the terminal's modes back, and the reference that it has. */
  owner: Process | undefined;
  self: Ref | undefined;
  /** Signals that have arrived and not been read (26 to 27). */
  readonly signals: ("winch" | "cont")[] = [];
  /** Is told of the terminal's signals. */
  selected = false;
  /** Waits for a signal, and is told once. */
  onSignal: Selected | undefined;
  constructor(out: 1 | 2) {
    this.out = out;
  }
}

/** The terminals that a process has set and the inputs that it waits for, to be given up when it ends. */
class Holders {
  readonly ttys = new Set<Tty>();
  readonly waiting = new Map<Process, Selected & { readonly giveUp: () => void }>();
}

export const HOLDERS = new StateKey((vm) => {
  const holders = new Holders();
  vm.exitHooks.push((p) => {
    for (const tty of holders.ttys) {
      if (tty.owner !== p) continue;
      holders.ttys.delete(tty);
      if (tty.modes !== undefined || tty.raw) terminalOf({ vm }).restoreModes(0);
    }
    holders.waiting.get(p)?.giveUp();
    holders.waiting.delete(p);
  });
  return holders;
});

function hold(x: Exec, tty: Tty, ref: Term): void {
  tty.owner = x.process;
  tty.self = ref as Ref;
  x.vm.state(HOLDERS).ttys.add(tty);
}

// -- What is there.

function isatty_1(x: Exec, name: Term): Result {
  const fd = fdOf(name);
  if (fd === undefined) return x.badarg();
  return terminalOf(x).isTerminal(fd) ? TRUE : FALSE;
}

function tty_create_0(x: Exec): Result {
  return tuple2(A.ok, makeResource(x, new Tty(1)));
}

function tty_create_1(x: Exec, name: Term): Result {
  const fd = fdOf(name);
  if (fd === undefined || fd === 0) return x.badarg();
  return tuple2(A.ok, makeResource(x, new Tty(fd)));
}

function setlocale_1(x: Exec): Result {
  return terminalOf(x).utf8() ? TRUE : FALSE;
}

function tty_encoding_1(): Result {
  return A.utf8;
}

function tty_window_size_1(x: Exec, ref: Term): Result {
  const tty = resource(ref, Tty);
  if (tty === undefined) return x.badarg();
  const [columns, rows] = (terminalOf(x).size(tty.out) ?? [0, 0]).map((n) => (n > 0 ? n : -1)) as [number, number];
  if (columns === -1 && rows === -1) return posixError("enotsup");
  return tuple2(A.ok, tuple2(columns, rows));
}

function tty_is_open_2(x: Exec, ref: Term, name: Term): Result {
  const tty = resource(ref, Tty);
  const fd = fdOf(name);
  if (tty === undefined || fd === undefined) return x.badarg();
  // Whether the other end is still there shows when reading.
  return fd === 0 && terminalOf(x).hungUp() ? FALSE : TRUE;
}

// -- Modes.

function option(m: ErlMap, key: Atom): boolean | undefined {
  const value = mapGet(m, key);
  return value === TRUE ? true : value === FALSE ? false : undefined;
}

function tty_init_3(x: Exec, ref: Term, name: Term, options: Term): Result {
  const tty = resource(ref, Tty);
  const fd = fdOf(name);
  if (tty === undefined || fd === undefined || !(options instanceof ErlMap)) return x.badarg();
  if (!terminalOf(x).isTerminal(fd)) return failure("tcgetattr", "enotty");
  tty.modes = { canon: option(options, A.canon), echo: option(options, A.echo), sig: option(options, A.sig) };
  return A.ok;
}

function tty_set_1(x: Exec, ref: Term): Result {
  const tty = resource(ref, Tty);
  if (tty === undefined) return x.badarg();
  const error = tty.modes === undefined ? undefined : terminalOf(x).setModes(0, tty.modes);
  if (error === "enotsup") return posixError(error);
  if (error !== undefined) return failure("tcsetattr", error);
  hold(x, tty, ref);
  return A.ok;
}

function tty_init_2(x: Exec, ref: Term, options: Term): Result {
  const tty = resource(ref, Tty);
  if (tty === undefined || !(options instanceof ErlMap)) return x.badarg();
  const input = mapGet(options, A.input);
  if (input === undefined) return x.badarg();
  const raw = input === A.raw;
  const terminal = terminalOf(x);
  if (!terminal.isTerminal(tty.out)) return raw ? posixError("enotsup") : A.ok;
  if (raw) {
    const error = terminal.setModes(tty.out, { canon: false, echo: false });
    if (error === "enotsup") return posixError(error);
    if (error !== undefined) return failure("tcsetattr", error);
  } else if (tty.raw) terminal.restoreModes(tty.out);
  tty.raw = raw;
  hold(x, tty, ref);
  return A.ok;
}

// -- Input.

/** Tells when input is ready. */
export function selectInput(vm: Vm, selected: Selected): void {
  const { waiting } = vm.state(HOLDERS);
  const { process: p } = selected;
  waiting.get(p)?.giveUp();
  const giveUp = terminalOf({ vm }).whenReady(() => {
    waiting.delete(p);
    tellSelected(vm, selected);
  });
  waiting.set(p, { ...selected, giveUp });
}

function tellSelected(vm: Vm, { process: p, tty, ref }: Selected): void {
  deliver(vm, p, tuple4(A.select, tty, ref, A.ready_input));
}

function tty_select_3(x: Exec, ref: Term, signalRef: Term, inputRef: Term): Result {
  const tty = resource(ref, Tty);
  if (tty === undefined) return x.badarg();
  const { vm, process: p } = x;
  takeSignals(vm, tty);
  selectSignal(vm, tty, { process: p, tty: ref, ref: signalRef });
  selectInput(vm, { process: p, tty: ref, ref: inputRef });
  return A.ok;
}

export function takeSignals(vm: Vm, tty: Tty): void {
  tty.selected = true;
  terminalOf({ vm }).onSignal((name) => signalled(vm, tty, name));
}

export function signalled(vm: Vm, tty: Tty, name: "winch" | "cont"): void {
  tty.signals.push(name);
  const { onSignal } = tty;
  tty.onSignal = undefined;
  if (onSignal !== undefined) tellSelected(vm, onSignal);
}

function selectSignal(vm: Vm, tty: Tty, selected: Selected): void {
  if (tty.signals.length > 0) tellSelected(vm, selected);
  else tty.onSignal = selected;
}

function tty_read_signal_2(x: Exec, ref: Term, signalRef: Term): Result {
  const tty = resource(ref, Tty);
  if (tty === undefined) return x.badarg();
  const name = tty.signals.shift();
  if (name === undefined) return tuple2(A.error, atom("empty"));
  selectSignal(x.vm, tty, { process: x.process, tty: ref, ref: signalRef });
  return tuple2(A.ok, A[name]);
}

/**
 * Readers of 28 and newer read only when somebody wants input, but ask to be told beforehand. They are told at once and find
 * out when they read, so that no byte is taken from a program that shares the input (`while read x; do ...; done`).
 */
function tty_select_2(x: Exec, ref: Term, inputRef: Term): Result {
  if (resource(ref, Tty) === undefined) return x.badarg();
  tellSelected(x.vm, { process: x.process, tty: ref, ref: inputRef });
  return A.ok;
}

function read_nif_2(x: Exec, ref: Term, inputRef: Term): Result {
  return read(x, ref, inputRef, READ_AT_MOST, false);
}

function read_nif_3(x: Exec, ref: Term, inputRef: Term, size: Term): Result {
  const n = typeof size === "bigint" && size > 0n && size < 1n << 64n ? READ_AT_MOST : size;
  if (typeof n !== "number" || n < 0) return x.badarg();
  return read(x, ref, inputRef, Math.min(n, READ_AT_MOST), true);
}

function read(x: Exec, ref: Term, inputRef: Term, n: number, lazy: boolean): Result {
  if (resource(ref, Tty) === undefined) return x.badarg();
  const bytes = terminalOf(x).read(n);
  if (bytes === "closed") return tuple2(A.error, atom(bytes));
  if (typeof bytes === "string") return failure("read", bytes);
  const selected = { process: x.process, tty: ref, ref: inputRef };
  if (lazy && bytes.length > 0) tellSelected(x.vm, selected);
  else selectInput(x.vm, selected);
  return tuple2(A.ok, binary(bytes));
}

// -- Output.

/** A write under way, and how it ended. */
export class Write {
  result: Term | undefined = undefined;
}

const WRITING = nativePoint("prim_tty/write", 1, (x, _r, frame, at) => {
  const ref = frame[at + 1] as Ref;
  return (resource(ref, Write) as Write).result ?? x.wait(WRITING, ref);
});

function write_nif_2(x: Exec, ref: Term, vector: Term): Result {
  const tty = resource(ref, Tty);
  const parts = listToArray(vector);
  if (tty === undefined || parts === undefined || !parts.every(isBinary)) return x.badarg();
  const bytes = iolistBytes(vector) as Uint8Array;
  if (bytes.length === 0) return A.ok;
  const write = new Write();
  const { vm, process: p } = x;
  terminalOf(x).write(tty.out, bytes, (error) => {
    write.result = error === undefined ? A.ok : posixError(error);
    // A message may have woken it before.
    if (p.status === Status.Waiting) vm.scheduler.wake(p, A.ok);
  });
  return write.result ?? x.wait(WRITING, makeResource(x, write));
}

const OLDER = [27] as const;
const NEWER = [29] as const;
const BOTH = [27, 29] as const;

export const PRIM_TTY_NIFS: readonly Bif[] = [
  ...PRIM_TTY_TEXT_NIFS,
  ...bifTable("prim_tty", {
    "isatty/1": {
      doc: "Is `stdin`, `stdout` or `stderr` a terminal? Else badarg.",
      fn: isatty_1,
      nif: true,
      releases: BOTH,
    },
    "tty_create/0": { doc: "A handle on standard input and output.", fn: tty_create_0, nif: true, releases: OLDER },
    "tty_create/1": {
      doc: "A handle on standard input and the named output.",
      fn: tty_create_1,
      nif: true,
      releases: NEWER,
    },
    "tty_init/3": {
      doc: "Lays down the terminal's modes; `tty_set/1` sets them.",
      fn: tty_init_3,
      nif: true,
      releases: OLDER,
    },
    "tty_init/2": {
      doc: "Sets the terminal's modes for `#{input := raw | cooked | disabled}`.",
      fn: tty_init_2,
      nif: true,
      releases: NEWER,
    },
    "tty_set/1": {
      doc: "Sets the modes laid down by `tty_init/3`; the caller's end sets them back.",
      fn: tty_set_1,
      nif: true,
      releases: OLDER,
    },
    "setlocale/1": { doc: "Does the locale have UTF-8?", fn: setlocale_1, nif: true, releases: BOTH },
    "tty_encoding/1": { doc: "What a terminal's bytes are: `utf8`.", fn: tty_encoding_1, nif: true, releases: BOTH },
    "tty_window_size/1": {
      doc: "`{ok, {Columns, Rows}}`, or `{error, enotsup}` without a terminal.",
      fn: tty_window_size_1,
      nif: true,
      releases: BOTH,
    },
    "tty_is_open/2": {
      doc: "Is the other end of a standard stream still there?",
      fn: tty_is_open_2,
      nif: true,
      releases: NEWER,
    },
    "tty_select/3": { doc: "Asks to be told of a signal and of input.", fn: tty_select_3, nif: true, releases: OLDER },
    "tty_select/2": { doc: "Asks to be told of input.", fn: tty_select_2, nif: true, releases: NEWER },
    "tty_read_signal/2": {
      doc: "`{ok, winch | cont}`; asks to be told of the next.",
      fn: tty_read_signal_2,
      nif: true,
      releases: OLDER,
    },
    "read_nif/2": {
      doc: "Up to 1,024 bytes of input; asks to be told of more.",
      fn: read_nif_2,
      nif: true,
      releases: OLDER,
    },
    "read_nif/3": {
      doc: "Up to so many bytes of input, 1,024 at most; asks to be told of more.",
      fn: read_nif_3,
      nif: true,
      releases: NEWER,
    },
    "write_nif/2": { doc: "Writes a list of binaries.", fn: write_nif_2, nif: true, releases: BOTH },
  }),
];
