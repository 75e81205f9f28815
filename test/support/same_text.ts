/** Compares texts of many lines; the error shows only where they differ, so that it can be read at the end of a long log. */
import assert from "node:assert/strict";

const LINES = 12;
const BEFORE = 60;
const WIDTH = 300;

/** Throws when the texts differ; `what` says which texts they are. */
export function sameText(actual: string, expected: string, what: string): void {
  if (actual === expected) return;
  const [a, e] = [actual.split("\n"), expected.split("\n")];
  let first = 0;
  while (a[first] === e[first]) first++;
  let same = 0;
  while (same < Math.min(a.length, e.length) - first && a.at(-1 - same) === e.at(-1 - same)) same++;
  // Where long lines begin to differ.
  const [x, y] = [a[first] ?? "", e[first] ?? ""];
  let column = 0;
  while (column < x.length && x[column] === y[column]) column++;
  const start = Math.max(0, column - BEFORE);
  const part = (lines: readonly string[], sign: string) =>
    lines
      .slice(first, Math.max(first, lines.length - same))
      .slice(0, LINES)
      .map((line, i) => `${sign} ${i === 0 ? line.slice(start, start + WIDTH) : line.slice(0, WIDTH)}`);
  const text = [...part(e, "-"), ...part(a, "+")].join("\n");
  assert.fail(`${what}: line ${first + 1}, column ${column + 1}: - expected, + actual\n${text}`);
}
