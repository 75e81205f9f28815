/**
 * What gluon_suites_hook.erl has written while a suite ran, and what becomes of each case.
 * Invariant: a planned case has exactly one result at the end, whatever the VM did.
 */

export const OUTCOMES = ["passed", "failed", "skipped", "timeout"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface CaseResult {
  readonly outcome: Outcome;
  /** One line; empty for what passed. */
  readonly reason: string;
  readonly ms: number;
}

/** Reads the lines of one VM after another; paths are groups and case, separated by slashes. */
export class Events {
  plan: string[] = [];
  readonly results = new Map<string, CaseResult>();
  /** What is under way, cases and configuration functions, and since when. */
  readonly running = new Map<string, number>();
  /** Why the whole suite is skipped, by its own decision. */
  skipped: string | undefined;
  /** Common Test has ended by itself. */
  finished = false;
  /** The last failure of a configuration function. */
  confFailed: string | undefined;
  private readonly planned = new Set<string>();
  private rest = "";

  /** A new VM: nothing is under way. */
  restart(): void {
    this.running.clear();
    this.finished = false;
    this.confFailed = undefined;
    this.rest = "";
  }

  read(text: string, now: number): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() as string;
    for (const line of lines) this.line(line.split("\t"), now);
  }

  /** From now on the suite has no other cases than those. */
  restrict(wanted: (path: string) => boolean): void {
    this.plan = this.plan.filter(wanted);
  }

  /** Cases that have no result yet, in the order of the plan. */
  left(): string[] {
    return this.plan.filter((path) => !this.results.has(path));
  }

  isCase(name: string): boolean {
    return this.planned.has(name);
  }

  /** Of a case that runs several times the worst counts. */
  settle(path: string, outcome: Outcome, reason: string, ms = 0): void {
    const worst: readonly Outcome[] = ["skipped", "passed", "failed", "timeout"];
    const before = this.results.get(path);
    if (before !== undefined && worst.indexOf(before.outcome) > worst.indexOf(outcome)) return;
    this.results.set(path, { outcome, reason, ms: ms + (before?.ms ?? 0) });
  }

  private line([kind, name = "", text = ""]: readonly string[], now: number): void {
    switch (kind) {
      case "plan":
        if (this.planned.has(name)) return;
        this.planned.add(name);
        this.plan.push(name);
        return;
      case "skip_suite":
        this.skipped = name;
        this.finished = true;
        return;
      case "start":
      case "conf":
        this.running.set(name, now);
        return;
      case "done":
        this.running.delete(name);
        return;
      case "end":
        this.running.delete(name);
        this.settle(name, "passed", "", Number(text));
        return;
      case "fail":
      case "skip":
      case "broken":
        for (const path of this.resolve(name)) {
          this.running.delete(path);
          // Where a node cannot be started the case has not been run at all.
          if (/\bnot_alive\b/.test(text)) this.skip(path, "needs other nodes");
          else if (kind === "skip") this.skip(path, text);
          else this.settle(path, "failed", text);
        }
        return;
      case "conf_failed":
        this.confFailed = `${name}: ${text}`;
        return;
      case "finished":
        this.finished = true;
        return;
      default:
        // A VM that is killed may leave half a line; nothing is known of it.
        return;
    }
  }

  /** The line `end` before it took the case for passed. */
  private skip(path: string, reason: string): void {
    const before = this.results.get(path);
    if (before?.outcome === "passed") this.results.delete(path);
    this.settle(path, "skipped", reason, before?.ms);
  }

  /** A path that lacks its outer groups stands for the planned ones that end so and have no result. */
  private resolve(path: string): string[] {
    if (this.planned.has(path)) return [path];
    return this.plan.filter((p) => p.endsWith(`/${path}`) && !this.results.has(p));
  }
}
