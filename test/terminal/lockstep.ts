/**
 * Types the same keys into real `erl` and another program, and waits after each step until both screens show the same.
 *
 * A step is done when both screens contain what it waits for, have not changed for a moment, and are equal but for what
 * differs in any two runs (process ids, times). Nothing depends on how fast either is.
 */
import { Pty, type Screen } from "./pty.ts";

export interface Step {
  readonly keys?: string;
  /** Part of both screens when the step is done. */
  readonly until?: RegExp;
  /** Not part of them any more. */
  readonly gone?: RegExp;
  readonly resize?: readonly [columns: number, rows: number];
  /** The program ends, with this status on both sides. */
  readonly ends?: true;
}

export interface Session {
  readonly name: string;
  readonly releases: readonly (25 | 27 | 29)[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Columns and rows. */
  readonly size?: readonly [number, number];
  readonly steps: readonly (string | Step)[];
}

const QUIET_MS = 120;
const LOOK_MS = 15;

export interface Side {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What differs between any two runs, made equal. */
export function normalised(screen: Screen): string {
  const lines = screen.lines.map((line) =>
    line
      .replace(/<\d+\.\d+\.\d+>/g, "<PID>")
      .replace(/#(Ref|Port|Fun)<[^>]*>/g, "#$1<...>")
      .replace(/\d+-[A-Z][a-z]{2}-\d{4}::\d\d:\d\d:\d\d\.\d+/, "TIME")
      .replace(/^(Erlang\/OTP \d+) .*/, "$1")
      // The patch level of the emulator.
      .replace(/^(Eshell V|Erlang \(BEAM\) emulator version )[\d.]+/, "$1")
      .replace(/^( *(?:heap_size|stack_size|reductions):) \d+/, "$1 N")
      .trimEnd(),
  );
  // A cursor behind a process id stands where its length puts it.
  const [row, column] = screen.cursor;
  const moved = lines[row]?.includes("<PID>") === true;
  return [...lines, `cursor ${row},${moved ? "*" : column}`].join("\n");
}

export interface Difference {
  readonly step: number;
  readonly keys: string;
  readonly erl: string;
  readonly other: string;
  readonly why: string;
}

/** Runs a session on both sides. undefined: no difference. */
export async function lockstep(
  session: Session,
  erl: Side,
  other: Side,
  limit_ms: number,
): Promise<Difference | undefined> {
  const [columns, rows] = session.size ?? [100, 24];
  const sides = [erl, other].map(
    ({ command, env }) => new Pty([...command, ...(session.args ?? [])], { ...env, ...session.env }, columns, rows),
  ) as [Pty, Pty];
  try {
    for (const [i, given] of session.steps.entries()) {
      const step: Step = typeof given === "string" ? { keys: given } : given;
      for (const side of sides) {
        if (step.resize !== undefined) side.resize(...step.resize);
        if (step.keys !== undefined) side.type(step.keys);
      }
      const why = await settle(sides, step, limit_ms);
      if (why === undefined) continue;
      const [a, b] = sides.map((s) => normalised(s.screen)) as [string, string];
      return { step: i, keys: JSON.stringify(step.keys ?? ""), erl: a, other: b, why };
    }
    return undefined;
  } finally {
    for (const side of sides) side.kill();
  }
}

async function settle(sides: readonly [Pty, Pty], step: Step, limit_ms: number): Promise<string | undefined> {
  const start = Date.now();
  let why = "";
  const typed_ms = Date.now();
  while (Date.now() - start < limit_ms) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    why = unsettled(sides, step, typed_ms);
    if (why === "") return undefined;
  }
  return why;
}

/** Why the step is not done yet; nothing: it is. */
function unsettled([erl, other]: readonly [Pty, Pty], step: Step, typed_ms: number): string {
  for (const side of [erl, other]) {
    const name = side === erl ? "erl" : "the other";
    const text = side.screen.lines.join("\n");
    if (step.ends !== true && side.status !== undefined) return `${name} has ended with status ${side.status}`;
    if (step.until !== undefined && !step.until.test(text)) return `${name} does not show ${step.until}`;
    if (step.gone?.test(text)) return `${name} still shows ${step.gone}`;
    if (Date.now() - Math.max(side.changed_ms, typed_ms) < QUIET_MS) return `${name} is not quiet`;
  }
  if (step.ends === true && erl.status !== other.status) return `statuses ${erl.status} and ${other.status}`;
  // The last screen depends on what was written before the end came.
  if (step.ends === true) return erl.status === undefined ? "neither has ended" : "";
  return normalised(erl.screen) === normalised(other.screen) ? "" : "the screens differ";
}
