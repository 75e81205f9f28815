/**
 * What a driver is to a port, and a port to its driver.
 *
 * A driver is given to a VM with the extension `ports` (`bifs/ports.ts`). `open_port({spawn_driver, "name args"}, Options)` (or `spawn`)
 * opens a port of the driver called `name`; the drivers called `spawn`, `fd` and `vanilla` are those behind
 * `{spawn, Command}`, `{fd, In, Out}` and a bare name. `start` gets the port and returns an instance, whose functions are
 * called when processes do something to the port; whatever happens elsewhere (bytes have come, a child has ended) the driver
 * tells the port by the functions of `DriverPort`, at any time between the host's turns or within a callback.
 *
 * - A port whose instance has bytes queued outlives its closing: it is closed to processes at once, `flush` is called, and it
 *   goes when the driver says `drained()`. Only `kill` and errors drop what is queued.
 * - `stop` is called exactly once for each instance, and after it the port takes nothing from the driver any more.
 * - A busy port suspends processes that send to it; the driver decides by `setBusy`.
 * - Data is a view: an instance that keeps it over the callback's end may, bytes of binaries never change; what it hands to
 *   `output` it must not change afterwards.
 *
 * Invariant: a driver never throws, and holds no term but those it is given to hold.
 * OTP: erl_driver.h; the ErlDrvEntry is `Driver`, ErlDrvData `DriverInstance`, ErlDrvPort `DriverPort`.
 */
import type { Atom } from "../term/atom.ts";
import type { Pid, Port } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import type { Plain } from "../runtime/snapshot.ts";
import type { Vm } from "../runtime/vm.ts";

/** What the options of `open_port/2` come to. */
export interface OpenOptions {
  /** Length of the header that delimits packets; 0: a stream. */
  packetBytes: 0 | 1 | 2 | 4;
  /** Lines of at most so many bytes; 0: no lines. */
  line: number;
  /** Data comes as binaries, not lists. */
  binary: boolean;
  read: boolean;
  write: boolean;
  /** The end of the input is a message and leaves the port open. */
  eof: boolean;
  exitStatus: boolean;
  useStdio: boolean;
  stderrToStdout: boolean;
  hide: boolean;
  overlappedIo: boolean;
  parallelism: boolean;
  /** The whole environment of a child. */
  environment: ReadonlyMap<string, string>;
  /** Arguments of an executable; undefined: none were given. */
  args: Uint8Array[] | undefined;
  arg0: Uint8Array | undefined;
  cd: Uint8Array | undefined;
  /** `spawn` finds drivers and commands, the others either. */
  spawn: "any" | "driver" | "executable";
  inputFd: number;
  outputFd: number;
  /** Queued bytes at which a port becomes busy, and below which it ends to be. */
  highWatermark: number;
  lowWatermark: number;
}

/** Why a port cannot be opened: `badarg`, `einval` or an errno such as `enoent`. */
export class OpenError {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

export interface Driver {
  readonly name: string;
  /** Releases that have it; absent: all. */
  readonly releases?: readonly (25 | 27 | 29)[];
  /** Whether the port can be used shows later: `open_port` waits until the driver says `opened` or `openFailed`. */
  readonly opensLater?: true;
  /** `port_command(Port, Data, [force])` is allowed. */
  readonly softBusy?: true;
  /** `name`: the driver's name and what follows it; a command; the file to execute. */
  start(port: DriverPort, name: Uint8Array, options: OpenOptions): DriverInstance | OpenError;
  /** Starts one again in another VM, from what the instance's `save` has given: absent where ports cannot be saved. */
  restart?(port: DriverPort, saved: Plain): DriverInstance;
}

/** What a driver does for one port. What is left out does nothing, or is `badarg` to the caller. */
export interface DriverInstance {
  /** `port_command/2,3`, `Port ! {Pid, {command, Data}}`. */
  output?(data: Uint8Array): void;
  /** `port_control/3`; undefined: badarg. */
  control?(operation: number, data: Uint8Array): Uint8Array | undefined;
  /** `port_call/3`; undefined: badarg. */
  call?(operation: number, data: Term): Term | undefined;
  /** Bytes that are still to be written. */
  queued?(): number;
  /** The port is closed to processes, and what is queued is to be written. */
  flush?(): void;
  /** The end. */
  stop?(): void;
  /** What `restart` needs. */
  save?(): Plain;
}

/** What a driver may do with its port. */
export interface DriverPort {
  readonly vm: Vm;
  readonly id: Port;
  /** The port's owner. */
  readonly connected: Pid;
  /** The process that the current callback was called for; undefined: none. */
  readonly caller: Pid | undefined;
  /** Results of `control` are binaries, not lists. */
  binaryControl: boolean;
  /** `port_info(Port, os_pid)`. */
  osPid: number | undefined;

  /** The port can be used (`opensLater`). */
  opened(): void;
  /** The port cannot be used (`opensLater`): `reason` as for `OpenError`. */
  openFailed(reason: string): void;
  /**
   * Data to the owner, `{Port, {data, Data}}`, as the options say. `header`: bytes that come as a list before the data, which may
   * then be undefined: nothing, not an empty binary.
   */
  output(data: Uint8Array | undefined, header?: Uint8Array): void;
  /** Any message to the owner. */
  outputTerm(message: Term): void;
  /** Any message to any local process. */
  sendTerm(to: Pid, message: Term): void;
  /** `{Port, {exit_status, Status}}` to the owner. */
  exitStatus(status: number): void;
  setBusy(busy: boolean): void;
  /** The input is at its end: `{Port, eof}`, or the port closes, normally. */
  endOfInput(): void;
  /** The port fails: it closes, and linked processes get an exit signal. `normal` closes it as it should be. */
  fail(reason: string | Atom): void;
  /** As `fail`, and the owner does not learn of it. */
  exit(reason: string | Atom): void;
  /** Nothing is queued any more. */
  drained(): void;
}
