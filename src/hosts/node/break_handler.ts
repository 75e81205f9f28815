/**
 * The break handler: what Ctrl-C starts in a running system. Everything stands still until it is answered.
 * OTP: do_break() in break.c, erts_do_break_handling() in sys/unix/sys.c.
 */
import { readSync, writeSync } from "node:fs";
import { atoms } from "../../term/atom.ts";
import { exitSignal } from "../../runtime/signals.ts";
import type { VirtualMachine } from "../../vm.ts";
import { loadedModules, ports, processes, processText, systemInfo, tables } from "./break_info.ts";
import { tty } from "./builtin.ts";
import { disableInterruptKey, withLineModes } from "./terminal/modes.ts";

const A = atoms("kill");

const CHOICES =
  "BREAK: (a)bort (A)bort with dump (c)ontinue (p)roc info (i)nfo\n" +
  "       (l)oaded (v)ersion (k)ill (D)b-tables (d)istribution\n";

export interface BreakOptions {
  /** `+B`: absent: Ctrl-C breaks; `off` (`+B`, `+Bd`): it ends the program; `interrupt` (`+Bc`): the shell gets it as a key. */
  readonly mode?: "off" | "interrupt" | "ignore" | undefined;
  /** Ends the program with a crash dump, where there are any. */
  readonly crash?: (slogan: string) => void;
}

/** Ctrl-C breaks from now on, or does what `options` say. */
export function installBreakHandler(vm: VirtualMachine, options: BreakOptions = {}): void {
  const { mode } = options;
  if (mode === "off") return;
  if (mode === "ignore") {
    for (const signal of ["SIGINT", "SIGQUIT", "SIGTSTP"] as const) process.on(signal, () => undefined);
    return;
  }
  if (mode === "interrupt") disableInterruptKey();
  const onBreak = (): void => {
    // A second signal while the program waits for an answer ends it, as Node itself would.
    process.off("SIGINT", onBreak);
    withLineModes(() => ask(vm, options));
    process.on("SIGINT", onBreak);
  };
  process.on("SIGINT", onBreak);
}

function print(text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
      pause();
    }
  }
}

const PAUSE_MS = 10;
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}

const INTERRUPT = "\x03";

/** The first character of a line; the interrupt key ends the program, as the end of input does. */
function key(): string {
  const line = Buffer.alloc(64);
  for (;;) {
    try {
      const n = readSync(0, line, 0, line.length, null);
      if (n === 0 || line.subarray(0, n).includes(INTERRUPT)) process.exit(0);
      return String.fromCharCode(line[0] as number);
    } catch (error) {
      // Node's stream has made the descriptor non-blocking.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") process.exit(0);
      pause();
    }
  }
}

function ask(vm: VirtualMachine, options: BreakOptions): void {
  // What the shell has shown below the cursor goes.
  const clear = tty().isatty(0) && tty().isatty(1) ? "\x1b[J" : "";
  print(`\n${vm.release.otp === 25 ? "" : clear}${CHOICES}`);
  for (;;) {
    const c = key();
    switch (c) {
      case "q":
      case "a":
      case "*":
        process.exit(0);
        break;
      case "A":
        abort(options);
        break;
      case "c":
      case "m":
        return;
      case "p":
        print(processes(vm) + ports(vm));
        return;
      case "o":
        print(ports(vm));
        return;
      case "i":
        print(systemInfo(vm));
        return;
      case "l":
        print(loadedModules(vm));
        return;
      case "v":
        print(`Erlang (BEAM) emulator version ${vm.release.erts}\n`);
        return;
      case "d":
        print(`=node:'${vm.node.name}'\n=no_distribution\n`);
        return;
      case "D":
        print(tables(vm));
        return;
      case "k":
        kill(vm);
        return;
      case "\n":
        break;
      default:
        print(`Invalid option '${c}'. Please enter one of the following:\n${CHOICES}`);
    }
  }
}

const ERROR_EXIT = 1;

function abort({ crash }: BreakOptions): void {
  const slogan = "Crash dump requested by user";
  if (crash !== undefined) crash(slogan);
  else writeSync(2, `\n${slogan}\n`);
  process.exit(ERROR_EXIT);
}

/** Shows one process after another, the youngest first, and asks what to do with it. */
function kill(vm: VirtualMachine): void {
  print("\n\nProcess Information\n\n--------------------------------------------------\n");
  const all = vm.processes.all();
  const init = all[0];
  for (const p of all.reverse()) {
    print(`${processText(vm, p)}(k)ill (n)ext (r)eturn:\n`);
    const c = key();
    if (c === "k") exitSignal(vm, p, init?.pid ?? p.pid, A.kill);
    else if (c !== "n") return;
  }
}
