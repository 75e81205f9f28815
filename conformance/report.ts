/** What the terminal shows: one line for each suite, one for each case that differs, a summary. */
import type { CaseResult, Outcome } from "./events.ts";
import type { BothResults } from "./runner.ts";
import { SIDES } from "./sides.ts";
import type { SuiteResult } from "./store.ts";

const COLOURS: Readonly<Record<Outcome, number>> = { passed: 32, failed: 31, skipped: 33, timeout: 35 };

export class Report {
  private readonly colours: boolean;
  constructor(colours: boolean) {
    this.colours = colours;
  }

  paint(text: string, outcome: Outcome): string {
    return this.colours ? `\x1b[${COLOURS[outcome]}m${text}\x1b[0m` : text;
  }

  /** `stdlib/lists_SUITE   erl 75 of 75   gluon 74 of 75   12.3 s`, and what passes on erl alone. */
  suite({ selected, results, ms }: BothResults): string {
    const sides = SIDES.flatMap((side) => {
      const of = results[side];
      return of === undefined ? [] : [`${side} ${counted(of)}`.padEnd(38)];
    });
    const name = [selected.name, ...selected.cases].join(" ");
    const lines = [`${name.padEnd(38)} ${sides.join(" ")} ${(ms / 1000).toFixed(1)} s`];
    for (const [path, mine] of differing(results))
      lines.push(
        `  ${this.paint(mine?.outcome ?? "missing", mine?.outcome ?? "failed")} ${path}: ${mine?.reason ?? ""}`,
      );
    return lines.join("\n");
  }

  /** Every case, for those that were named. */
  cases({ results }: BothResults): string {
    return SIDES.flatMap((side) =>
      Object.entries(results[side]?.cases ?? {}).map(
        ([path, { outcome, reason, ms }]) =>
          `  ${side.padEnd(6)}${this.paint(outcome, outcome)} ${path} (${ms} ms) ${reason}`,
      ),
    ).join("\n");
  }
}

/** What passes on `erl` and not on Gluon. */
export function differing(results: BothResults["results"]): [string, CaseResult | undefined][] {
  const { erl, gluon } = results;
  if (erl === undefined || gluon === undefined) return [];
  return Object.entries(erl.cases)
    .filter(([path, { outcome }]) => outcome === "passed" && gluon.cases[path]?.outcome !== "passed")
    .map(([path]) => [path, gluon.cases[path]]);
}

function counted({ skipped, cases }: SuiteResult): string {
  if (skipped !== undefined) return `skipped: ${skipped}`.slice(0, 60);
  const outcomes = Object.values(cases).map((c) => c.outcome);
  const n = (outcome: Outcome) => outcomes.filter((o) => o === outcome).length;
  const rest = (["failed", "skipped", "timeout"] as const).filter((o) => n(o) > 0).map((o) => `${n(o)} ${o}`);
  return `${n("passed")} passed${rest.length > 0 ? ` (${rest.join(", ")})` : ""}`;
}
