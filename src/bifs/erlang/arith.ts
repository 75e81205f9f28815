/**
 * Operators and guard BIFs on numbers, comparison and logic: the slow paths behind generated code's inline ones, and what
 * an applied operator calls.
 * OTP: erl_arith.c, erl_bif_guard.c, erl_bif_op.c.
 */
import type { Exec } from "../../runtime/exec.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Result } from "../../runtime/signal.ts";
import * as arith from "../../term/arith.ts";
import { type ArithResult, exceedsBits, isLarge, LIMIT, wordsAbout } from "../../term/arith.ts";
import { FALSE, TRUE } from "../../term/atom.ts";
import { compare, compareExact } from "../../term/compare.ts";
import { equal, equalExact, equalExact25 } from "../../term/equal.ts";
import type { Term } from "../../term/term.ts";

/** Work on words of 64 bits that one reduction is good for. As OTP 29, which was the first to charge for it. */
const WORDS_PER_REDUCTION = 16;
const MOST_REDUCTIONS = 4000;

function charge(x: Exec, words: number): void {
  x.reds -= Math.min(Math.ceil(words / WORDS_PER_REDUCTION), MOST_REDUCTIONS);
}

/** Of an integer that `isLarge`: charged for work on so many words, within the release's limit. */
function large(x: Exec, r: bigint, words: number): Result {
  charge(x, words);
  return exceedsBits(r, x.vm.release.maxIntegerBits) ? x.systemLimit() : r;
}

/** Turns what term/arith.ts returns into a result: undefined is badarith; integers over the release's size are system_limit. */
function finish(x: Exec, r: ArithResult): Result {
  if (typeof r === "bigint") return isLarge(r) ? large(x, r, wordsAbout(r)) : r;
  if (r === undefined) return x.badarith();
  if (r === LIMIT) return x.systemLimit();
  return r;
}

/** The result of an operation on bigints: normalised, within the release's limit. */
function bigResult(x: Exec, r: bigint): Result {
  return isLarge(r) ? large(x, r, wordsAbout(r)) : arith.normalize(r);
}

// Generated code does small integers itself, so bigints come first here, each operator with type feedback of its own.
// The product of two integers within the limit is one that V8 can hold.

/** As `finish`; undefined is badarg. */
function converted(x: Exec, r: ArithResult): Result {
  if (r === undefined) return x.badarg();
  if (r === LIMIT) return x.systemLimit();
  return r;
}

export function plus_2(x: Exec, a: Term, b: Term): Result {
  if (typeof a === "bigint") {
    if (typeof b === "bigint") return bigResult(x, a + b);
    if (typeof b === "number") return bigResult(x, a + arith.toBig(b));
  } else if (typeof b === "bigint" && typeof a === "number") return bigResult(x, arith.toBig(a) + b);
  return finish(x, arith.add(a, b));
}

export function minus_2(x: Exec, a: Term, b: Term): Result {
  if (typeof a === "bigint") {
    if (typeof b === "bigint") return bigResult(x, a - b);
    if (typeof b === "number") return bigResult(x, a - arith.toBig(b));
  } else if (typeof b === "bigint" && typeof a === "number") return bigResult(x, arith.toBig(a) - b);
  return finish(x, arith.sub(a, b));
}

export function times_2(x: Exec, a: Term, b: Term): Result {
  const r = arith.mul(a, b);
  return isLarge(r) ? large(x, r, wordsAbout(a) * wordsAbout(b)) : finish(x, r);
}

export function divide_2(x: Exec, a: Term, b: Term): Result {
  return finish(x, arith.divide(a, b));
}

/** Of a large integer by another one: word by word of the quotient and of the divisor. */
function chargeDivision(x: Exec, a: bigint, b: Term): void {
  const [words, by] = [wordsAbout(a), wordsAbout(b)];
  charge(x, Math.max(words - by, 1) * by);
}

export function div_2(x: Exec, a: Term, b: Term): Result {
  if (isLarge(a)) chargeDivision(x, a, b);
  if (typeof a === "bigint" && typeof b === "bigint") return arith.normalize(a / b);
  return finish(x, arith.div(a, b));
}

export function rem_2(x: Exec, a: Term, b: Term): Result {
  if (isLarge(a)) chargeDivision(x, a, b);
  if (typeof a === "bigint" && typeof b === "bigint") return arith.normalize(a % b);
  return finish(x, arith.rem(a, b));
}

export function band_2(x: Exec, a: Term, b: Term): Result {
  if (isLarge(a) && isLarge(b)) charge(x, Math.max(wordsAbout(a), wordsAbout(b)));
  return finish(x, arith.band(a, b));
}

export function bor_2(x: Exec, a: Term, b: Term): Result {
  return finish(x, arith.bor(a, b));
}

export function bxor_2(x: Exec, a: Term, b: Term): Result {
  return finish(x, arith.bxor(a, b));
}

export function bsl_2(x: Exec, a: Term, b: Term): Result {
  return finish(x, arith.bsl(a, b));
}

export function bsr_2(x: Exec, a: Term, b: Term): Result {
  return finish(x, arith.bsr(a, b));
}

export function bnot_1(x: Exec, a: Term): Result {
  return finish(x, arith.bnot(a));
}

export function uplus_1(x: Exec, a: Term): Result {
  return finish(x, arith.plus(a));
}

export function uminus_1(x: Exec, a: Term): Result {
  return finish(x, arith.negate(a));
}

export function abs_1(x: Exec, a: Term): Result {
  return converted(x, arith.abs(a));
}

export function trunc_1(x: Exec, a: Term): Result {
  return converted(x, arith.trunc(a));
}

export function round_1(x: Exec, a: Term): Result {
  return converted(x, arith.round(a));
}

export function floor_1(x: Exec, a: Term): Result {
  return converted(x, arith.floor(a));
}

export function ceil_1(x: Exec, a: Term): Result {
  return converted(x, arith.ceil(a));
}

export function float_1(x: Exec, a: Term): Result {
  return converted(x, arith.toFloat(a));
}

export function lt_2(_x: Exec, a: Term, b: Term): Result {
  return compare(a, b) < 0 ? TRUE : FALSE;
}

export function le_2(_x: Exec, a: Term, b: Term): Result {
  return compare(a, b) <= 0 ? TRUE : FALSE;
}

export function gt_2(_x: Exec, a: Term, b: Term): Result {
  return compare(a, b) > 0 ? TRUE : FALSE;
}

export function ge_2(_x: Exec, a: Term, b: Term): Result {
  return compare(a, b) >= 0 ? TRUE : FALSE;
}

export function eq_2(_x: Exec, a: Term, b: Term): Result {
  return equal(a, b) ? TRUE : FALSE;
}

export function ne_2(_x: Exec, a: Term, b: Term): Result {
  return !equal(a, b) ? TRUE : FALSE;
}

export function exeq_2(x: Exec, a: Term, b: Term): Result {
  return (x.vm.release.signedZeroDiffers ? equalExact(a, b) : equalExact25(a, b)) ? TRUE : FALSE;
}

export function exne_2(x: Exec, a: Term, b: Term): Result {
  return (x.vm.release.signedZeroDiffers ? equalExact(a, b) : equalExact25(a, b)) ? FALSE : TRUE;
}

export function min_2(_x: Exec, a: Term, b: Term): Result {
  return compare(a, b) > 0 ? b : a;
}

export function max_2(_x: Exec, a: Term, b: Term): Result {
  return compare(a, b) < 0 ? b : a;
}

export function and_2(x: Exec, a: Term, b: Term): Result {
  if ((a !== TRUE && a !== FALSE) || (b !== TRUE && b !== FALSE)) return x.badarg();
  return a === TRUE ? b : FALSE;
}

export function or_2(x: Exec, a: Term, b: Term): Result {
  if ((a !== TRUE && a !== FALSE) || (b !== TRUE && b !== FALSE)) return x.badarg();
  return a === TRUE ? TRUE : b;
}

export function xor_2(x: Exec, a: Term, b: Term): Result {
  if ((a !== TRUE && a !== FALSE) || (b !== TRUE && b !== FALSE)) return x.badarg();
  return a === b ? FALSE : TRUE;
}

export function not_1(x: Exec, a: Term): Result {
  if (a === TRUE) return FALSE;
  return a === FALSE ? TRUE : x.badarg();
}

/** `erts_internal:cmp_term/2`: the order of map keys as -1, 0 or 1. */
export function cmp_term_2(_x: Exec, a: Term, b: Term): Result {
  const c = compareExact(a, b);
  return c < 0 ? -1 : c > 0 ? 1 : 0;
}

export const erlangArith: readonly Bif[] = bifTable("erlang", {
  "+/2": { doc: "Sum. badarith unless both are numbers and the result is finite.", fn: plus_2, guard: true },
  "-/2": { doc: "Difference. badarith as `+`.", fn: minus_2, guard: true },
  "*/2": { doc: "Product. badarith as `+`; system_limit for integers that are too large.", fn: times_2, guard: true },
  "//2": {
    doc: "Quotient as a float. badarith for non-numbers, a zero divisor and overflow.",
    fn: divide_2,
    guard: true,
  },
  "div/2": {
    doc: "Integer quotient, truncated. badarith unless both are integers and the second is not 0.",
    fn: div_2,
    guard: true,
  },
  "rem/2": { doc: "Remainder of `div`, with the sign of the first. badarith as `div`.", fn: rem_2, guard: true },
  "band/2": { doc: "Bitwise and. badarith unless both are integers.", fn: band_2, guard: true },
  "bor/2": { doc: "Bitwise or. badarith unless both are integers.", fn: bor_2, guard: true },
  "bxor/2": { doc: "Bitwise exclusive or. badarith unless both are integers.", fn: bxor_2, guard: true },
  "bsl/2": {
    doc: "Shift left, right for a negative count. badarith unless both are integers; system_limit.",
    fn: bsl_2,
    guard: true,
  },
  "bsr/2": {
    doc: "Arithmetic shift right, left for a negative count. badarith unless both are integers; system_limit.",
    fn: bsr_2,
    guard: true,
  },
  "bnot/1": { doc: "Bitwise complement. badarith unless an integer.", fn: bnot_1, guard: true },
  "+/1": { doc: "Identity on numbers. badarith otherwise.", fn: uplus_1, guard: true },
  "-/1": { doc: "Negation. badarith unless a number.", fn: uminus_1, guard: true },
  "abs/1": { doc: "Absolute value. badarg unless a number.", fn: abs_1, guard: true },
  "trunc/1": { doc: "Integer part. badarg unless a number.", fn: trunc_1, guard: true },
  "round/1": { doc: "Nearest integer, halves away from zero. badarg unless a number.", fn: round_1, guard: true },
  "floor/1": { doc: "Largest integer not above the number. badarg unless a number.", fn: floor_1, guard: true },
  "ceil/1": { doc: "Smallest integer not below the number. badarg unless a number.", fn: ceil_1, guard: true },
  "float/1": {
    doc: "The number as a float. badarg unless a number, and for integers beyond the floats.",
    fn: float_1,
    guard: true,
  },
  "</2": { doc: "Before in the standard order.", fn: lt_2, guard: true },
  "=</2": { doc: "Before or equal in the standard order.", fn: le_2, guard: true },
  ">/2": { doc: "After in the standard order.", fn: gt_2, guard: true },
  ">=/2": { doc: "After or equal in the standard order.", fn: ge_2, guard: true },
  "==/2": { doc: "Equal; 1 == 1.0.", fn: eq_2, guard: true },
  "/=/2": { doc: "Not equal by `==`.", fn: ne_2, guard: true },
  "=:=/2": { doc: "Exactly equal; 1 and 1.0 differ.", fn: exeq_2, guard: true },
  "=/=/2": { doc: "Not exactly equal.", fn: exne_2, guard: true },
  "min/2": {
    doc: "The smaller in the standard order; the first if they are equal.",
    fn: min_2,
    guard: true,
    releases: [27, 29],
  },
  "max/2": {
    doc: "The larger in the standard order; the first if they are equal.",
    fn: max_2,
    guard: true,
    releases: [27, 29],
  },
  "and/2": { doc: "Conjunction. badarg unless both are booleans.", fn: and_2, guard: true },
  "or/2": { doc: "Disjunction. badarg unless both are booleans.", fn: or_2, guard: true },
  "xor/2": { doc: "Exclusive disjunction. badarg unless both are booleans.", fn: xor_2, guard: true },
  "not/1": { doc: "Negation. badarg unless a boolean.", fn: not_1, guard: true },
});

export const ertsInternalArith: readonly Bif[] = bifTable("erts_internal", {
  "cmp_term/2": { doc: "Compares as keys of maps are: -1, 0 or 1.", fn: cmp_term_2 },
});
