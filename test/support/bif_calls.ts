/**
 * Calls BIFs here and on erl with the same arguments and compares results and exceptions, before there is a whole VM.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bif } from "../../src/runtime/bif.ts";
import type { Exec } from "../../src/runtime/exec.ts";
import { SIGNAL } from "../../src/runtime/signal.ts";
import type { Term } from "../../src/term/term.ts";
import { testExec } from "./exec.ts";
import { type OtpRelease, runErl } from "./otp.ts";
import { show } from "./term_text.ts";

export interface Call {
  readonly bif: string;
  readonly args: readonly Term[];
}

/** What a call gives here, as text: `{ok,V}` or `{Class,Reason}`. */
function here(x: Exec, bif: Bif, args: readonly Term[]): string {
  const r = bif.fn(x, ...args);
  if (r !== SIGNAL) return `{ok,${show(r as Term)}}`;
  assert.ok(x.raising, `${bif.module}:${bif.name} left the stack`);
  x.raising = false;
  x.cause = undefined;
  return `{${show(x.excClass)},${show(x.excReason)}}`;
}

/** Fails with the first differences. `bif` in a call is `module:name`; the arity is that of `args`. */
export async function compareCalls(
  table: readonly Bif[],
  calls: readonly Call[],
  release: OtpRelease = 27,
): Promise<void> {
  const rows = new Map(table.map((b) => [`${b.module}:${b.name}/${b.arity}`, b]));
  const folder = mkdtempSync(join(tmpdir(), "gluon-bifs-"));
  try {
    const file = join(folder, "calls");
    const texts = calls.map((c) => `{${c.bif.replace(":", ",")},[${c.args.map(show).join(",")}]}`);
    writeFileSync(file, `%% coding: latin-1\n${texts.map((t) => `${t}.\n`).join("")}`);
    const out = await runErl(
      release,
      `{ok, L} = file:consult(${JSON.stringify(file)}),
       [io:format("~w~n", [try apply(M, F, A) of V -> {ok, V} catch C:R -> {C, R} end]) || {M, F, A} <- L]`,
    );
    const theirs = out.trimEnd().split("\n");
    assert.equal(theirs.length, calls.length);
    const x = testExec(release);
    const wrong: string[] = [];
    calls.forEach((c, i) => {
      const bif = rows.get(`${c.bif}/${c.args.length}`);
      assert.ok(bif, `${c.bif}/${c.args.length} is in no table`);
      const ours = here(x, bif, c.args);
      if (ours !== theirs[i] && wrong.length < 10) wrong.push(`${texts[i]}\n  here ${ours}\n  erl  ${theirs[i]}`);
    });
    assert.equal(wrong.length, 0, `\n${wrong.join("\n")}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
