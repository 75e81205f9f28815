/**
 * The elementary functions against OTP's C library, bit for bit: 4,000 numbers for each function and release, from everywhere
 * and from where it is delicate. docs/math.md has the figures of longer runs.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import * as libm from "../../src/util/math.ts";
import { type OtpRelease, RELEASES, runErl } from "../support/otp.ts";
import { Random } from "../support/random.ts";

const COUNT = 4000;

/** glibc 2.43, which OTP 29 of Debian has, rounds these correctly; before, they were off by up to two units. */
const ROUNDED_IN_29 = new Set(["asinh", "acosh", "atanh", "erf", "erfc"]);

const FUNCTIONS: Readonly<Record<string, (a: number, b: number) => number>> = { ...libm };
const names = Object.keys(FUNCTIONS).sort();

const random = new Random(20250301);
const view = new DataView(new ArrayBuffer(8));

/** In [0, 1). */
function unit(): number {
  return random.next() / 4294967296 + random.next() * 2 ** -64;
}

/** Any finite double. */
function anything(): number {
  view.setUint32(0, random.next());
  view.setUint32(4, random.next());
  const d = view.getFloat64(0);
  return Number.isFinite(d) ? d : 0;
}

const KINDS: readonly (() => number)[] = [
  anything,
  () => unit() * 2 - 1,
  () => unit() * 20 - 10,
  () => 10 ** (unit() * 20 - 10) * (random.chance(0.5) ? 1 : -1),
  () => unit() * 1500 - 750,
  () => 1 + (unit() - 0.3) * 0.2,
  () => (random.below(2001) - 1000) / 8,
];

/** Numbers for which most functions are defined, two by two. */
function pairs(name: string): [number, number][] {
  return Array.from({ length: COUNT }, () => {
    const pair: [number, number] = [random.pick(KINDS)(), random.pick(KINDS)()];
    if (name === "pow" && random.chance(0.7)) pair[0] = Math.abs(pair[0]);
    if (name === "pow" && random.chance(0.5)) return [2 ** (unit() * 30 - 15), unit() * 60 - 30];
    if (/^(asin|acos|atanh)$/.test(name) && random.chance(0.8)) pair[0] = unit() * 2 - 1;
    return pair;
  });
}

const inputs = new Map(names.map((name) => [name, pairs(name)] as const));

/** What OTP says: for each function and pair of numbers its result, or undefined for an exception. */
async function fromErl(release: OtpRelease): Promise<(number | undefined)[]> {
  const folder = mkdtempSync(join(tmpdir(), "gluon-math-"));
  try {
    writeFileSync(join(folder, "in"), Float64Array.from([...inputs.values()].flat(2)));
    await runErl(
      release,
      `{ok, B} = file:read_file("in"),
       Call = fun(F, A, B) -> try erlang:apply(math, F, [A, B]) catch error:undef -> erlang:apply(math, F, [A]) end end,
       Safe = fun(F, A, B) -> try Call(F, A, B) of R -> <<R/float-little>> catch error:badarith -> <<-1:64>> end end,
       Size = ${16 * COUNT},
       Names = [${names.join(",")}],
       Parts = [binary:part(B, I * Size, Size) || I <- lists:seq(0, length(Names) - 1)],
       ok = file:write_file("out", [ << <<(Safe(F, A, B1))/binary>> || <<A/float-little, B1/float-little>> <= P >>
         || {F, P} <- lists:zip(Names, Parts)])`,
      { cwd: folder },
    );
    const bytes = new Uint8Array(readFileSync(join(folder, "out")));
    return [...new Float64Array(bytes.buffer)].map((d) => (Number.isNaN(d) ? undefined : d));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** How many doubles lie between, about. */
function distance(a: number, b: number): number {
  view.setFloat64(0, a);
  const x = view.getBigInt64(0);
  view.setFloat64(0, b);
  return Number(x - view.getBigInt64(0));
}

for (const release of RELEASES)
  test(`math functions give the bits of OTP ${release}`, async () => {
    const expected = await fromErl(release);
    const wrong: string[] = [];
    let at = 0;
    for (const [name, all] of inputs) {
      const near = release === 29 && ROUNDED_IN_29.has(name) ? 2 : 0;
      for (const [a, b] of all) {
        const r = (FUNCTIONS[name] as (a: number, b: number) => number)(a, b);
        const own = Number.isFinite(r) ? r : undefined;
        const otp = expected[at++];
        if (Object.is(own, otp)) continue;
        if (own !== undefined && otp !== undefined && Math.abs(distance(own, otp)) <= near) continue;
        wrong.push(`${name}(${a}, ${b}): ${own}, OTP ${otp}`);
      }
    }
    assert.equal(at, expected.length);
    assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} of ${at}`);
  });
