/** In place of `node:assert/strict` where there is none: as much of it as the tests need that run everywhere. */

class AssertionError extends Error {
  override readonly name = "AssertionError";
}

function fail(message = "failed"): never {
  throw new AssertionError(message);
}

function check(right: boolean, message: string | undefined, otherwise: () => string): void {
  if (!right) fail(message === undefined ? otherwise() : `${message}: ${otherwise()}`);
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  return String(value);
}

/** The same class, and equal parts. Values are not cyclic. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Map && b instanceof Map) {
    const others = [...b];
    return (
      a.size === b.size &&
      [...a].every((pair) => {
        const at = others.findIndex((other) => same(pair, other));
        return at >= 0 && others.splice(at, 1).length === 1;
      })
    );
  }
  const [keys, otherKeys] = [Reflect.ownKeys(a), Reflect.ownKeys(b)];
  const part = (of: object, key: PropertyKey) => (of as Record<PropertyKey, unknown>)[key];
  return (
    keys.length === otherKeys.length && keys.every((key) => Object.hasOwn(b, key) && same(part(a, key), part(b, key)))
  );
}

type Expected = RegExp | (new (...args: never[]) => unknown);

function checkProblem(problem: unknown, expected: Expected | undefined): void {
  if (expected === undefined) return;
  if (expected instanceof RegExp)
    check(expected.test(String(problem)), undefined, () => `${problem} is not ${expected}`);
  else check(problem instanceof expected, undefined, () => `${problem} is no ${expected.name}`);
}

export default {
  fail,
  ok(value: unknown, message?: string): void {
    check(Boolean(value), message, () => `${shown(value)} is not true`);
  },
  equal(actual: unknown, expected: unknown, message?: string): void {
    check(Object.is(actual, expected), message, () => `${shown(actual)} is not ${shown(expected)}`);
  },
  deepEqual(actual: unknown, expected: unknown, message?: string): void {
    check(same(actual, expected), message, () => `${shown(actual)} is not ${shown(expected)}`);
  },
  match(text: string, pattern: RegExp, message?: string): void {
    check(pattern.test(text), message, () => `${shown(text)} does not match ${pattern}`);
  },
  throws(run: () => unknown, expected?: Expected): void {
    let problem: unknown;
    try {
      run();
    } catch (error) {
      problem = error;
      checkProblem(problem, expected);
      return;
    }
    fail("nothing was thrown");
  },
  async rejects(promise: Promise<unknown>, expected?: Expected): Promise<void> {
    const outcome = await promise.then(
      () => undefined,
      (problem) => ({ problem }),
    );
    if (outcome === undefined) fail("nothing was rejected");
    checkProblem(outcome.problem, expected);
  },
};
