/**
 * Mutated external terms: each is decoded, and what comes out is compared, hashed, printed and encoded again. None may
 * throw, take long, or need memory beyond what its bytes pay for.
 *
 *     npx tsx test/fuzz/etf_fuzz.ts [--count N] [--seed S]
 */
import { pathToFileURL } from "node:url";
import { compare, compareExact } from "../../src/term/compare.ts";
import { equalExact } from "../../src/term/equal.ts";
import { decodeTerm } from "../../src/term/etf_decode.ts";
import { encodeToBytes, PLAIN } from "../../src/term/etf_encode.ts";
import { hashTerm } from "../../src/term/hash.ts";
import { makeHash, makeHash2 } from "../../src/term/phash.ts";
import { formatPretty } from "../../src/term/pretty.ts";
import { displayTerm, printTerm } from "../../src/term/print.ts";
import { deflateZlib } from "../../src/util/deflate.ts";
import { decodeEnv, NODE } from "../support/etf.ts";
import { Random } from "../support/random.ts";

/** A term of each tag, also of those that OTP no longer writes. */
const SEEDS: readonly (readonly number[])[] = [
  [97, 200],
  [98, 255, 255, 255, 0],
  [110, 9, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  [111, 0, 0, 1, 2, 0, ...Array.from({ length: 258 }, (_, i) => i & 255)],
  [99, ...text("1.50000000000000000000e+00"), 0, 0, 0, 0, 0],
  [70, 63, 248, 0, 0, 0, 0, 0, 0],
  [100, 0, 2, 111, 107],
  [115, 2, 111, 107],
  [118, 0, 3, 230, 151, 165],
  [119, 2, 195, 169],
  [104, 3, 97, 1, 119, 1, 97, 106],
  [105, 0, 0, 0, 2, 97, 1, 97, 2],
  [107, 0, 3, 97, 98, 99],
  [108, 0, 0, 0, 2, 97, 1, 104, 1, 97, 2, 106],
  [108, 0, 0, 0, 1, 97, 1, 97, 2],
  [109, 0, 0, 0, 3, 1, 2, 3],
  [77, 0, 0, 0, 2, 3, 1, 224],
  [116, 0, 0, 0, 2, 97, 1, 97, 2, 119, 1, 97, 116, 0, 0, 0, 0],
  [113, 119, 5, ...text("lists"), 119, 3, ...text("map"), 97, 2],
  [
    112,
    0,
    0,
    0,
    74,
    1,
    ...Array(16).fill(7),
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    1,
    119,
    1,
    109,
    97,
    0,
    98,
    1,
    2,
    3,
    4,
    88,
    119,
    1,
    110,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    3,
    97,
    9,
  ],
  [88, 119, 13, ...text("nonode@nohost"), 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0],
  [103, 100, 0, 1, 97, 0, 0, 0, 5, 0, 0, 0, 0, 1],
  [120, 119, 1, 97, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1],
  [89, 119, 1, 97, 0, 0, 0, 9, 0, 0, 0, 1],
  [102, 119, 1, 97, 0, 0, 0, 9, 1],
  [90, 0, 3, 119, 1, 97, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3],
  [114, 0, 2, 119, 1, 97, 1, 0, 0, 0, 1, 0, 0, 0, 2],
  [101, 119, 1, 97, 0, 0, 0, 1, 2],
  [67, 0, 0, 0, 1, 1, 119, 1, 109, 119, 1, 114, 119, 1, 102, 97, 1],
  [121, 1, 2, 3, 4, 88, 106, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0],
  [116, 0, 0, 0, 40, ...Array.from({ length: 40 }, (_, i) => [97, i, 104, 1, 97, i]).flat()],
  [
    104, 2, 108, 0, 0, 0, 3, 70, 64, 9, 33, 251, 84, 68, 45, 24, 109, 0, 0, 0, 1, 0, 119, 1, 97, 106, 116, 0, 0, 0, 1,
    106, 106,
  ],
];

function text(s: string): number[] {
  return [...s].map((c) => c.charCodeAt(0));
}

/** Bytes that sit on limits. */
const EDGES = [0, 1, 127, 128, 255, 97, 104, 106, 108, 116, 121];

function mutated(r: Random): Uint8Array {
  let bytes = [131, ...r.pick(SEEDS)];
  // A container around two terms, now and then; or compressed.
  if (r.chance(0.3)) bytes = [131, 104, 2, ...r.pick(SEEDS), ...r.pick(SEEDS)];
  if (r.chance(0.1)) {
    const packed = deflateZlib(Uint8Array.from(bytes.slice(1)), r.below(10));
    const n = bytes.length - 1;
    bytes = [131, 80, 0, 0, n >> 8, n & 255, ...packed];
  }
  for (let i = r.below(4); i >= 0; i--) {
    const at = 1 + r.below(bytes.length);
    switch (r.below(6)) {
      case 0:
        bytes[at] = r.below(256);
        break;
      case 1:
        bytes[at] = r.pick(EDGES);
        break;
      case 2:
        bytes.splice(at, 1 + r.below(3));
        break;
      case 3:
        bytes.splice(at, 0, ...r.pick(SEEDS).slice(0, 40));
        break;
      case 4:
        bytes.length = Math.min(bytes.length, at + 1);
        break;
      default:
        bytes[at] = ((bytes[at] ?? 0) ^ (1 << r.below(8))) & 255;
    }
  }
  return Uint8Array.from(bytes, (b) => b ?? 0);
}

const OPTIONS = {
  node: NODE,
  creation: 0,
  ...PLAIN,
  deterministic: true,
};

/** How many of `count` mutated terms decoded. Throws with the number of the term on any failure. */
export function fuzz(seed: number, count: number): number {
  const env = decodeEnv();
  let good = 0;
  for (let i = 0; i < count; i++) {
    const bytes = mutated(new Random(seed * 1_000_003 + i));
    const started = performance.now();
    try {
      const d = decodeTerm(bytes, env);
      if (d !== undefined) {
        good++;
        const t = d.term;
        if (d.used > bytes.length) throw new Error("used more than there is");
        const again = encodeToBytes(t, OPTIONS);
        const copy = again === undefined ? undefined : decodeTerm(again, env)?.term;
        if (copy === undefined || !equalExact(copy, t) || compareExact(copy, t) !== 0 || compare(copy, t) !== 0) {
          throw new Error("not the same after encoding");
        }
        if (hashTerm(copy) !== hashTerm(t) || makeHash2(copy) !== makeHash2(t) || makeHash(copy) !== makeHash(t)) {
          throw new Error("equal terms, other hashes");
        }
        printTerm(t);
        displayTerm(t);
        formatPretty(t);
      }
    } catch (e) {
      throw new Error(`seed ${seed}, term ${i}: <<${bytes.join(",")}>>: ${e instanceof Error ? e.stack : e}`);
    }
    if (performance.now() - started > 1000)
      throw new Error(`seed ${seed}, term ${i} takes long: <<${bytes.join(",")}>>`);
  }
  return good;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const option = (name: string, otherwise: number) => {
    const at = process.argv.indexOf(name);
    return at < 0 ? otherwise : Number(process.argv[at + 1]);
  };
  const count = option("--count", 100_000);
  const start = performance.now();
  const good = fuzz(option("--seed", 1), count);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${good} of ${count} mutated terms decoded, ${count - good} refused, 0 failed in ${seconds} s`);
}
