/**
 * Short-lived arrays of small integers. A typed array of more than a few words has memory outside of the engine's heap, which takes
 * longer to get and to give back than a whole small function takes to analyse.
 */

/** `n` times `value`. */
export function numbers(n: number, value: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) out.push(value);
  return out;
}
