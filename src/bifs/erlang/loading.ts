/**
 * BIFs that load, delete and purge code.
 * OTP: beam_bif_load.c, beam_load.c.
 */
import { BadBeam } from "../../beam/bad_beam.ts";
import { readChunks } from "../../beam/container.ts";
import { moduleMd5 } from "../../beam/file.ts";
import type { Chunk } from "../../beam/types.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import { logError } from "../../runtime/error_log.ts";
import { endPurge, preparePurge } from "../../runtime/lost_fun.ts";
import { type ModuleInstance, PreparedCode } from "../../runtime/module.ts";
import { makeResource, resource } from "../../runtime/resource.ts";
import type { Result } from "../../runtime/signal.ts";
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { binary, Bits, bytesOf, isBinary } from "../../term/bits.ts";
import { listFromArray, listToArray } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { tuple2 } from "../../term/tuple.ts";

const A = atoms("ok", "error", "badfile", "not_purged", "duplicated", "undefined", "prepare", "complete", "abort");
const L = atoms("prepare_on_load", "on_load");

/** A reference to prepared code, or `{error, badfile}`, also when the code is another module's. */
function prepare_loading_2(x: Exec, module: Term, code: Term): Result {
  if (!(module instanceof Atom) || !(code instanceof Bits) || !isBinary(code)) return x.badarg();
  const m = x.vm.prepareModule(bytesOf(code), `${module.name}.beam`);
  if (m === undefined || m.name !== module) return tuple2(A.error, A.badfile);
  return makeResource(x, new PreparedCode(m));
}

function has_prepared_code_on_load_1(x: Exec, ref: Term): Result {
  const p = resource(ref, PreparedCode);
  if (p === undefined || p.finished) return x.badarg();
  return p.module.onLoad === undefined ? FALSE : TRUE;
}

/**
 * Makes a list of prepared modules current at once: ok, `{not_purged, Modules}` or `{duplicated, Modules}`. One with an
 * on_load function comes alone and waits for that: `{on_load, [Module]}`.
 */
function finish_loading_1(x: Exec, list: Term): Result {
  const refs = listToArray(list);
  if (refs === undefined) return x.badarg();
  const all: PreparedCode[] = [];
  for (const r of refs) {
    const p = resource(r, PreparedCode);
    if (p === undefined || p.finished) return x.badarg();
    all.push(p);
  }
  if (all.length > 1 && all.some((p) => p.module.onLoad !== undefined)) return x.systemLimit();
  const names = all.map((p) => p.module.name);
  const twice = names.filter((n, i) => names.indexOf(n) !== i);
  if (twice.length > 0) return tuple2(A.duplicated, listFromArray(twice));
  const old = names.filter((n) => x.vm.code.old.has(n) && x.vm.code.modules.has(n));
  if (old.length > 0) return tuple2(A.not_purged, listFromArray(old));
  for (const p of all) {
    p.finished = true;
    if (p.module.onLoad === undefined) x.vm.finishModule(p.module);
    else waitForOnLoad(x, p.module);
  }
  return all[0]?.module.onLoad === undefined ? A.ok : tuple2(L.on_load, listFromArray(names));
}

/** What is traced of the current code is not any more, even if the new code never takes its place: as in OTP. */
function waitForOnLoad({ vm: { code } }: Exec, m: ModuleInstance): void {
  code.onLoad.set(m.name, m);
  code.known.add(m.name);
  code.waiting?.(m.name);
}

/** Calls the on_load function of code that waits for it. badarg if there is none. */
function call_on_load_function_1(x: Exec, module: Term): Result {
  const m = module instanceof Atom ? x.vm.code.onLoad.get(module) : undefined;
  return m?.onLoad === undefined ? x.badarg() : (m.onLoad.f() as Result);
}

/** What waits for its on_load function becomes current, or is left to a purge. badarg if nothing waits. */
function finish_after_on_load_2(x: Exec, module: Term, keep: Term): Result {
  const m = module instanceof Atom ? x.vm.code.onLoad.get(module) : undefined;
  if (m === undefined || (keep !== TRUE && keep !== FALSE)) return x.badarg();
  if (keep === TRUE) {
    x.vm.code.onLoad.delete(m.name);
    x.vm.finishModule(m);
  }
  return TRUE;
}

/** The chunks of a file that is not compressed; undefined for anything else. */
function chunksOf(file: Bits): ReadonlyMap<string, Chunk> | undefined {
  try {
    return readChunks(bytesOf(file), "file");
  } catch (e) {
    if (e instanceof BadBeam) return undefined;
    throw e;
  }
}

/** The chunk of this name, a string of four bytes; `undefined` if it is not there or empty, or the file is none. */
function beamfile_chunk_2(x: Exec, file: Term, name: Term): Result {
  const chars = listToArray(name);
  if (!(file instanceof Bits) || !isBinary(file) || chars?.length !== 4) return x.badarg();
  let id = "";
  for (const c of chars) {
    if (typeof c !== "number" || c < 0 || c > 255) return x.badarg();
    id += String.fromCharCode(c);
  }
  const chunk = chunksOf(file)?.get(id);
  return chunk === undefined || chunk.bytes.length === 0 ? A.undefined : binary(chunk.bytes.slice());
}

const NEEDED = ["AtU8", "Code", "StrT", "ImpT", "ExpT"];

/** What the module's `module_info(md5)` would be; `undefined` if the file is no module. */
function beamfile_module_md5_1(x: Exec, file: Term): Result {
  if (!(file instanceof Bits) || !isBinary(file)) return x.badarg();
  const chunks = chunksOf(file);
  if (chunks === undefined || !NEEDED.every((id) => chunks.has(id))) return A.undefined;
  return binary(moduleMd5(chunks));
}

/** Makes current code old: true, also when it is gone already; `undefined` if there never was any. */
function delete_module_1(x: Exec, module: Term): Result {
  if (!(module instanceof Atom)) return x.badarg();
  const { code } = x.vm;
  if (!code.known.has(module)) return A.undefined;
  if (code.old.has(module)) {
    logError(x.vm, x.process, "Module ~p must be purged before deleting~n", [module]);
    return x.badarg();
  }
  x.vm.deleteModule(module);
  return TRUE;
}

/** The steps of a purge: between the first and the last `erts_code_purger` looks for processes in old code. */
function purge_module_2(x: Exec, module: Term, step: Term): Result {
  if (!(module instanceof Atom)) return x.badarg();
  switch (step) {
    case A.prepare: {
      const old = x.vm.code.old.get(module);
      if (old !== undefined) preparePurge(x.vm, old);
      return old === undefined ? FALSE : TRUE;
    }
    case L.prepare_on_load:
      return prepareOnLoad(x, module) ? TRUE : FALSE;
    case A.abort:
      endPurge(x.vm, true);
      return FALSE;
    case A.complete:
      x.vm.purgeModule(module);
      return TRUE;
    default:
      return x.badarg();
  }
}

/** Code whose on_load function failed becomes old, so that a purge finds who still runs it. */
function prepareOnLoad({ vm: { code } }: Exec, module: Atom): boolean {
  const m = code.onLoad.get(module);
  if (m === undefined || code.old.has(module)) return false;
  code.onLoad.delete(module);
  code.old.set(module, m);
  return true;
}

export const LOADING_BIFS: readonly Bif[] = [
  ...bifTable("erlang", {
    "has_prepared_code_on_load/1": {
      doc: "Has the prepared code an on_load function?",
      fn: has_prepared_code_on_load_1,
    },
    "finish_loading/1": { doc: "Makes prepared modules current. badarg.", fn: finish_loading_1 },
    "call_on_load_function/1": {
      doc: "Calls the on_load function of code that waits for it.",
      fn: call_on_load_function_1,
    },
    "finish_after_on_load/2": {
      doc: "Makes code current whose on_load function has returned, or leaves it to a purge. badarg.",
      fn: finish_after_on_load_2,
    },
    "delete_module/1": { doc: "Makes a module's current code old. badarg if there is old code.", fn: delete_module_1 },
  }),
  ...bifTable("erts_internal", {
    "beamfile_chunk/2": { doc: "A chunk of a .beam file, or undefined.", fn: beamfile_chunk_2 },
    "beamfile_module_md5/1": {
      doc: "The checksum of the module in a .beam file, or undefined.",
      fn: beamfile_module_md5_1,
    },
    "prepare_loading/2": { doc: "Reads a module: prepared code or {error, badfile}.", fn: prepare_loading_2 },
    "purge_module/2": { doc: "A step of removing old code.", fn: purge_module_2 },
  }),
];
