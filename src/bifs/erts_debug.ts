/**
 * erts_debug: sizes of terms in words of a 64-bit OTP, identity, and the emulator's state (`internal_state.ts`): an
 * extension, as few programs ask for it.
 * OTP: beam_debug.c, size_object() and size_shared() in copy.c.
 */
import { atoms, FALSE, TRUE } from "../term/atom.ts";
import { Bits } from "../term/bits.ts";
import { Pid, Port } from "../term/identifier.ts";
import { listFromArray, NIL } from "../term/list.ts";
import { ErlMap } from "../term/map.ts";
import { HashMap, hashChildren, type Node } from "../term/map_hash.ts";
import type { Term } from "../term/term.ts";
import { tuple2, tuple3, tupleFromArray } from "../term/tuple.ts";
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import type { Extension } from "../runtime/extension.ts";
import type { Result } from "../runtime/signal.ts";
import { copyBits } from "../util/bits.ts";
import { flatWords } from "./term_words.ts";
import { get_internal_state_1, set_internal_state_2 } from "./internal_state.ts";

const A = atoms("error");
const M = atoms("depth", "arrays", "collisions", "bitmaps", "leafs");

function flat_size_1(x: Exec, t: Term): Result {
  return flatWords(t, x.vm.release.otp);
}

/** What belongs to persistent terms is not the process's own, as in OTP, where nothing of it is in its heap. */
function size_shared_1(x: Exec, t: Term): Result {
  if (flatWords(t, x.vm.release.otp, { seen: new Set() }) === 0) return 0;
  const seen = new Set<Term>();
  for (const entry of x.vm.inside.persistentTerms().entries()) flatWords(entry, x.vm.release.otp, { seen });
  return flatWords(t, x.vm.release.otp, { seen });
}

function same_2(_x: Exec, a: Term, b: Term): Result {
  if (a === b) return TRUE;
  if (a instanceof Pid && b instanceof Pid && a.node === undefined && b.node === undefined) {
    return a.id === b.id && a.serial === b.serial ? TRUE : FALSE;
  }
  if (a instanceof Port && b instanceof Port && a.node === undefined && b.node === undefined) {
    return a.id === b.id ? TRUE : FALSE;
  }
  return FALSE;
}

function copy_shared_2(x: Exec, t: Term, copyLiterals: Term): Result {
  // Terms are immutable: a copy that keeps its sharing cannot be told from the term.
  return copyLiterals === TRUE || copyLiterals === FALSE ? t : x.badarg();
}

function map_info_1(x: Exec, map: Term): Result {
  if (map instanceof HashMap) return new MapInfo().of(map, x.vm.release.otp);
  // Small maps have no tree to tell of.
  return map instanceof ErlMap ? x.badarg() : x.badmap(map);
}

/** How many nodes a large map's tree has, and how often each number of entries in a node and each depth of a pair occurs. */
class MapInfo {
  private readonly bitmaps: number[] = new Array(32).fill(0);
  private readonly collisions: number[] = new Array(16).fill(0);
  private readonly leafs: number[] = new Array(9).fill(0);
  private depth = 0;

  of(map: HashMap, release: number): Term {
    this.visit(map.root, 1);
    const row = (name: Term, counts: readonly number[]) =>
      tuple3(
        name,
        counts.reduce((a, b) => a + b),
        tupleFromArray(counts.slice()),
      );
    return listFromArray([
      tuple2(M.depth, this.depth),
      // All nodes have bitmaps, the root as well.
      tuple3(M.arrays, 0, NIL),
      // Before OTP 26 keys of one hash got another, and there were no such nodes.
      ...(release === 25 ? [] : [row(M.collisions, this.collisions)]),
      row(M.bitmaps, this.bitmaps),
      row(M.leafs, this.leafs),
    ]);
  }

  private visit(node: Node, depth: number): void {
    this.depth = Math.max(this.depth, depth);
    const children = hashChildren(node);
    const pairs = (node.length - 2 - children.length) / 2;
    const kind = node[0] === 0 && node[1] === 0 ? this.collisions : this.bitmaps;
    kind[Math.min(pairs + children.length, kind.length) - 1]! += 1;
    this.leafs[depth]! += pairs;
    for (const child of children) this.visit(child, depth + 1);
  }
}

function instructions_0(_x: Exec): Result {
  return NIL;
}

function interpreter_size_0(_x: Exec): Result {
  return 0;
}

/** For tests: the same bits, lying at a bit offset of 1 to 7. */
function unaligned_bitstring_2(x: Exec, b: Term, offset: Term): Result {
  if (!(b instanceof Bits) || typeof offset !== "number" || offset < 1 || offset > 7) return x.badarg();
  const bytes = new Uint8Array((b.size + offset + 7) >>> 3);
  copyBits(b.bytes, b.offset, bytes, offset, b.size);
  return new Bits(bytes, offset, b.size, null);
}

/** As an emulator with a JIT: there is no code to show. */
function disassemble_1(_x: Exec, _what: Term): Result {
  return FALSE;
}

/** The lock counter is not compiled in, as in an ordinary emulator. */
function lcnt_none(_x: Exec): Result {
  return A.error;
}

function lcnt_badarg(x: Exec): Result {
  return x.badarg();
}

const ERTS_DEBUG_BIFS: readonly Bif[] = bifTable("erts_debug", {
  "flat_size/1": { doc: "Words of a term, shared parts counted each time.", fn: flat_size_1 },
  "size_shared/1": { doc: "Words of a term, shared parts counted once.", fn: size_shared_1 },
  "same/2": { doc: "Whether two terms are the same word: immediates alike, or one boxed term.", fn: same_2 },
  "copy_shared/2": {
    doc: "The term: its copy cannot be told apart. badarg unless a boolean follows.",
    fn: copy_shared_2,
  },
  "map_info/1": {
    doc: "Nodes and depths of a large map's tree. badarg for small maps, `{badmap, _}`.",
    fn: map_info_1,
  },
  "instructions/0": { doc: "`[]`: no instructions are interpreted here.", fn: instructions_0 },
  "interpreter_size/0": { doc: "0: there is no interpreter.", fn: interpreter_size_0 },
  "get_internal_state/1": { doc: "Internal state by name; undef until made available.", fn: get_internal_state_1 },
  "set_internal_state/2": {
    doc: "Makes internal state available, or sets one by name: undef until made available, badarg.",
    fn: set_internal_state_2,
  },
  "disassemble/1": { doc: "`false`: there are no loaded instructions to show.", fn: disassemble_1 },
  "lcnt_collect/0": { doc: "`error`: no lock counter.", fn: lcnt_none },
  "lcnt_clear/0": { doc: "`error`: no lock counter.", fn: lcnt_none },
  "lcnt_control/1": { doc: "badarg: no lock counter.", fn: lcnt_badarg },
  "lcnt_control/2": { doc: "badarg: no lock counter.", fn: lcnt_badarg },
  "unaligned_bitstring/2": { doc: "A copy at a bit offset, for tests.", fn: unaligned_bitstring_2, releases: [29] },
});

export const DEBUG: Extension = { name: "debug", bifs: ERTS_DEBUG_BIFS };
