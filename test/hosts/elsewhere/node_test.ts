/** In place of `node:test` where there is none: collects the tests, which then run one after another. */
interface Outcome {
  readonly name: string;
  /** What went wrong; undefined: nothing. */
  readonly problem: string | undefined;
}

const tests: (readonly [name: string, run: () => unknown])[] = [];

export function test(name: string, run: () => unknown): void {
  tests.push([name, run]);
}

export async function outcomes(): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for (const [name, run] of tests.splice(0)) {
    let problem: string | undefined;
    try {
      await run();
    } catch (error) {
      problem = error instanceof Error ? `${error.message}\n${error.stack}` : String(error);
    }
    all.push({ name, problem });
  }
  return all;
}
