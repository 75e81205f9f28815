/** External terms in tests: decoding without a VM, and texts of terms for messages. */
import { atom, AtomTable } from "../../src/term/atom.ts";
import { decodeTerm, type DecodeEnv } from "../../src/term/etf_decode.ts";
import { type FunCode, Fun } from "../../src/term/fun.ts";
import { Pid, Ref } from "../../src/term/identifier.ts";
import { printTerm } from "../../src/term/print.ts";
import type { Term } from "../../src/term/term.ts";
import { inflateSync } from "node:zlib";

export const NODE = atom("nonode@nohost");

/** Surroundings for decoding: nothing lives, nothing is loaded. */
export function decodeEnv(more: Partial<DecodeEnv> = {}): DecodeEnv {
  return {
    atoms: new AtomTable(),
    node: NODE,
    creation: 0,
    safe: false,
    maxIntegerBits: 4194240,
    portBits: 60,
    localFormat: true,
    nativeRecords: true,
    localSalt: 0,
    localPid: (id, serial) => new Pid(undefined, 0, id, serial),
    localRef: (n0, n1, n2, more, words) => new Ref(undefined, 0, n0, n1, n2, more, words),
    externalFun: (module, name, arity) =>
      new Fun(code({ external: true, module, name, arity }), undefined, undefined, undefined, undefined),
    localFun: (module, uniq, index, oldIndex, oldUniq, arity, numFree) =>
      code({ external: false, module, uniq, index, oldIndex, oldUniq, arity, numFree }),
    inflate: (bytes, limit) => {
      try {
        const { buffer, engine } = inflateSync(bytes, {
          info: true,
          maxOutputLength: Math.max(limit, 1),
        }) as unknown as {
          buffer: Uint8Array;
          engine: { bytesWritten: number };
        };
        return { bytes: buffer, used: engine.bytesWritten };
      } catch {
        return undefined;
      }
    },
    ...more,
  };
}

function code(given: Partial<FunCode>): FunCode {
  return {
    external: false,
    module: NODE,
    name: NODE,
    arity: 0,
    numFree: 0,
    index: 0,
    oldIndex: 0,
    oldUniq: 0,
    uniq: new Uint8Array(16),
    entry: () => undefined,
    ...given,
  };
}

/** The term in `bytes`, which must be an external term. */
export function decode(bytes: Uint8Array, env: DecodeEnv = decodeEnv()): Term {
  const d = decodeTerm(bytes, env);
  if (d === undefined) throw new Error("no external term");
  return d.term;
}

/** As `~tw`, cut off where it gets long. */
export function show(t: Term): string {
  return printTerm(t, { limit: 2000 });
}
