import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gluonCommand } from "../support/gluon.ts";
import { compileErl, otp, runErl } from "../support/otp.ts";

const SOURCE = `
-module(record_hash).
-export([main/0]).
-record #hashed_once{hashed_zz = 0, hashed_aa = 1}.

main() -> io:format("~p~n", [erlang:phash2(#hashed_once{}, 1 bsl 32)]).
`;

test("phash2 of a native record does not depend on when its fields' names became atoms; on erl it does", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gluon-phash-"));
  const file = join(folder, "record_hash.erl");
  writeFileSync(file, SOURCE);
  await compileErl(29, [file], folder);
  const orders = ['["zz", "aa"]', '["aa", "zz"]'].map(
    (names) => `[list_to_atom("hashed_" ++ N) || N <- ${names}], record_hash:main()`,
  );
  const theirs: string[] = [];
  for (const order of orders) theirs.push(await runErl(29, order, { args: ["-pa", folder] }));
  const [program, ...first] = gluonCommand();
  const mine = orders.map((order) =>
    execFileSync(
      program,
      [...first, "--otp", otp(29).root, "erl", "-noshell", "-pa", folder, "-eval", `${order}, halt().`],
      {
        encoding: "utf8",
      },
    ),
  );
  rmSync(folder, { recursive: true });
  assert.notEqual(theirs[0], theirs[1], "the difference has gone: take it out of docs/differences.md");
  assert.match(mine[0] as string, /^\d+\n$/);
  assert.equal(mine[0], mine[1]);
  assert.equal(mine[0], theirs[0]);
});
