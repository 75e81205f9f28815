/**
 * `erlang:load_nif/2`. All NIF libraries are linked into the VM: rows of the BIF tables marked `nif`. So a library is there
 * or it is not; code of the machine is never loaded.
 * OTP: erl_nif.c.
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import { type Exec, Why } from "../../runtime/exec.ts";
import { nameCodePoints, codePointsToString, UTF8_NAMES } from "../../runtime/filename.ts";
import type { ModuleInstance } from "../../runtime/module.ts";
import { nativePoint } from "../../runtime/point.ts";
import { type Result, SIGNAL } from "../../runtime/signal.ts";
import { stackPlaces } from "../../runtime/stack.ts";
import { StateKey } from "../../runtime/state.ts";
import { type Atom, atoms } from "../../term/atom.ts";
import { listFromString } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { tuple2 } from "../../term/tuple.ts";

const A = atoms("ok", "error", "load_failed", "reload");

/**
 * Libraries of OTP's emulator that have no functions here: their modules load, as embedded mode demands of all, and the
 * functions are undefined when called.
 */
const WITHOUT_FUNCTIONS: ReadonlySet<string> = new Set(["zstd"]);

/** Module instances whose library has been loaded. */
export const LOADED = new StateKey(() => new WeakSet<ModuleInstance>());

/** The caller's module is asked of its stack, which moves into the process for that. */
function load_nif_2(x: Exec, path: Term, _info: Term): Result {
  const points = nameCodePoints(path, x.vm.state(UTF8_NAMES));
  if (points === undefined) return x.badarg();
  x.why = Why.Capture;
  x.push(LOAD, [codePointsToString(points)]);
  return SIGNAL;
}

const LOAD = nativePoint("load_nif", 1, (x, _r, frame, at): Result => {
  const path = frame[at + 1] as string;
  const caller = stackPlaces(x.process, 1)[0]?.module as Atom;
  const { code } = x.vm;
  const m = code.onLoad.get(caller) ?? code.modules.get(caller);
  if (m === undefined || !(x.vm.hasNifs(caller) || WITHOUT_FUNCTIONS.has(caller.name)))
    return failed(A.load_failed, `Failed to load NIF library: '${path}.so: no such library is linked into this VM'`);
  const loaded = x.vm.state(LOADED);
  if (loaded.has(m)) return failed(A.reload, "NIF library already loaded (reload disallowed since OTP 20).");
  loaded.add(m);
  return A.ok;
});

function failed(reason: Atom, text: string): Term {
  return tuple2(A.error, tuple2(reason, listFromString(text)));
}

export const NIF_BIFS: readonly Bif[] = bifTable("erlang", {
  "load_nif/2": { doc: "ok if the caller's module has NIFs in this VM, else {error, {Reason, Text}}.", fn: load_nif_2 },
});
