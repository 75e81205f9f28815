/**
 * What kinds the 256 byte values are of: PCRE 8 in OTP has tables for Latin-1, PCRE2 those of ASCII (measured).
 * OTP: pcre_latin_1_table.c, pcre2_chartables.c.
 */
import type { Dialect } from "./options.ts";

type Range = readonly [number, number];

const LETTERS: readonly Range[] = [
  [65, 90],
  [97, 122],
];
const LATIN1_LOWER: readonly Range[] = [
  [170, 170],
  [181, 181],
  [186, 186],
  [223, 246],
  [248, 255],
];
const LATIN1_UPPER: readonly Range[] = [
  [192, 214],
  [216, 222],
];

function table(...ranges: readonly Range[]): Uint8Array {
  const t = new Uint8Array(256);
  for (const [a, b] of ranges) t.fill(1, a, b + 1);
  return t;
}

/** Membership of the bytes, one table for each POSIX class. */
export interface ByteClasses {
  readonly alpha: Uint8Array;
  readonly lower: Uint8Array;
  readonly upper: Uint8Array;
  readonly alnum: Uint8Array;
  readonly ascii: Uint8Array;
  readonly blank: Uint8Array;
  readonly cntrl: Uint8Array;
  readonly digit: Uint8Array;
  readonly graph: Uint8Array;
  readonly print: Uint8Array;
  readonly punct: Uint8Array;
  readonly space: Uint8Array;
  readonly word: Uint8Array;
  readonly xdigit: Uint8Array;
  /** The other case of each byte, or the byte itself. */
  readonly flip: Uint8Array;
}

function make(dialect: Dialect): ByteClasses {
  const latin1 = dialect === 1;
  const lower = [[97, 122] as const, ...(latin1 ? LATIN1_LOWER : [])];
  const upper = [[65, 90] as const, ...(latin1 ? LATIN1_UPPER : [])];
  const letters = latin1 ? [...LETTERS, ...LATIN1_LOWER, ...LATIN1_UPPER] : LETTERS;
  const alpha = table(...letters);
  const graph = latin1 ? table([33, 126], [160, 255]) : table([33, 126]);
  const alnum = table(...letters, [48, 57]);
  const flip = new Uint8Array(256);
  for (let c = 0; c < 256; c++) flip[c] = c;
  for (let c = 65; c <= 90; c++) {
    flip[c] = c + 32;
    flip[c + 32] = c;
  }
  if (latin1) {
    for (let c = 192; c <= 222; c++) {
      if (c === 215) continue;
      flip[c] = c + 32;
      flip[c + 32] = c;
    }
  }
  const word = alnum.slice();
  word[95] = 1;
  return {
    alpha,
    lower: table(...lower),
    upper: table(...upper),
    alnum,
    ascii: latin1 ? table([0, 255]) : table([0, 127]),
    blank: table([9, 9], [32, 32]),
    cntrl: latin1 ? table([0, 31], [127, 159]) : table([0, 31], [127, 127]),
    digit: table([48, 57]),
    graph,
    print: latin1 ? table([32, 126], [160, 255]) : table([32, 126]),
    punct: graph.map((g, c) => (g !== 0 && alnum[c] === 0 ? 1 : 0)),
    space: table([9, 13], [32, 32]),
    word,
    xdigit: table([48, 57], [65, 70], [97, 102]),
    flip,
  };
}

const made: (ByteClasses | undefined)[] = [];

export function byteClasses(dialect: Dialect): ByteClasses {
  let t = made[dialect];
  if (t === undefined) {
    t = make(dialect);
    made[dialect] = t;
  }
  return t;
}
