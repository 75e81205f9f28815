/**
 * The operating system: environment variables, process id.
 * Each VM has its own environment, which starts as a copy of the host's.
 * OTP: erl_bif_os.c, erl_osenv.c.
 */
import { atoms, Atom, FALSE, TRUE } from "../term/atom.ts";
import { Cons, listFromString, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { tuple2 } from "../term/tuple.ts";
import { type Bif, bifTable } from "../runtime/bif.ts";
import { ENVIRONMENT, variableName, variableValue } from "../runtime/environment.ts";
import type { Exec } from "../runtime/exec.ts";
import { setSignal } from "../runtime/os_signals.ts";
import type { Result } from "../runtime/signal.ts";

const A = atoms("ok", "ignore", "default", "handle", "badopt", "sighup", "sigquit", "sigabrt", "sigalrm", "sigterm");
atoms("sigusr1", "sigusr2", "sigchld", "sigstop", "sigtstp", "sigcont", "sigwinch", "siginfo");

function getenv_1(x: Exec, name: Term): Result {
  const key = variableName(x.vm, name);
  if (key === undefined) return x.badarg();
  const value = x.vm.state(ENVIRONMENT).get(key);
  return value === undefined ? FALSE : listFromString(value);
}

function putenv_2(x: Exec, name: Term, value: Term): Result {
  const key = variableName(x.vm, name);
  const to = variableValue(x.vm, value);
  if (key === undefined || to === undefined) return x.badarg();
  x.vm.state(ENVIRONMENT).set(key, to);
  return TRUE;
}

function unsetenv_1(x: Exec, name: Term): Result {
  const key = variableName(x.vm, name);
  if (key === undefined) return x.badarg();
  x.vm.state(ENVIRONMENT).delete(key);
  return TRUE;
}

function env_0(x: Exec): Result {
  let all: Term = NIL;
  for (const [name, value] of x.vm.state(ENVIRONMENT)) {
    all = new Cons(tuple2(listFromString(name), listFromString(value)), all);
  }
  return all;
}

function getpid_0(x: Exec): Result {
  const pid = x.vm.host.pid;
  return pid === undefined ? x.notsup() : listFromString(String(pid));
}

function perf_counter_0(x: Exec): Result {
  return x.vm.host.monotonicTime_us();
}

const SIGNALS = new Set("hup quit abrt alrm term usr1 usr2 chld stop tstp info".split(" "));
/** Since OTP 28. */
const NEWER_SIGNALS = new Set(["cont", "winch"]);

function set_signal_2(x: Exec, signal: Term, option: Term): Result {
  if (option !== A.ignore && option !== A.default && option !== A.handle) return x.badargCause(A.badopt);
  if (!(signal instanceof Atom) || !signal.name.startsWith("sig")) return x.badarg();
  const name = signal.name.slice(3);
  if (!SIGNALS.has(name) && !(x.vm.release.otp >= 29 && NEWER_SIGNALS.has(name))) return x.badarg();
  if (x.vm.host.setSignal === undefined) return x.notsup();
  return setSignal(x.vm, signal, option.name as "ignore" | "default" | "handle") ? A.ok : x.badarg();
}

export const OS_BIFS: readonly Bif[] = bifTable("os", {
  "getenv/1": { doc: "The value of an environment variable, or `false`.", fn: getenv_1 },
  "putenv/2": { doc: "Sets an environment variable of this VM.", fn: putenv_2 },
  "unsetenv/1": { doc: "Removes an environment variable of this VM.", fn: unsetenv_1 },
  "env/0": { doc: "All environment variables as `{Name, Value}`.", fn: env_0 },
  "getpid/0": {
    doc: "The id of the operating system's process, as a string; notsup where there is none.",
    fn: getpid_0,
  },
  "perf_counter/0": { doc: "A clock's reading in units of `erts_internal:perf_counter_unit/0`.", fn: perf_counter_0 },
  "set_signal/2": { doc: "What to do on a signal; notsup where the host has no signals.", fn: set_signal_2 },
});
