/**
 * A comparison under way, as the parts of a term see it: tuples and maps compare what they are made of by it.
 *
 * What has been found to be the same shares its parts from then on: the second of two tuples takes over the elements of the
 * first. Who compares the like again and again sees it at once; OTP's compiler does, with types of 100,000 parts. Terms are
 * immutable, so nobody else sees it. Not shared is what holds more than `=:=` looks at: a binary is a part of a larger one, a
 * reference keeps a resource, a fun belongs to a version of its module.
 */
import type { Term } from "./term.ts";

export interface Sameness {
  /** For two terms that are not identical; `nesting`: how many levels more are compared by recursion. */
  same(a: Term, b: Term, nesting: number): boolean;
  /** How keys of maps are compared: by `=:=` of OTP 27, whatever this comparison is. */
  readonly ofKeys: Sameness;
  /** Counts parts that are the same and hold more than is compared. Where it has not grown, all parts may be shared. */
  readonly opaque: number;
  /** False: the same need not be identical, as 1 and 1.0. */
  readonly shares: boolean;
}

/** Two arrays of the same length; they stay as they are. */
export function sameItems(xs: readonly Term[], ys: readonly Term[], c: Sameness, nesting: number): boolean {
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i] as Term;
    const y = ys[i] as Term;
    if (x !== y && !c.same(x, y, nesting)) return false;
  }
  return true;
}
