/** `fun_info(F, pid)`: the same on the newer releases; OTP 25 still knew who made a fun. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gluonCommand } from "../support/gluon.ts";
import { compileErl, otp, runErl } from "../support/otp.ts";

const SOURCE = `-module(creator).
-export([run/0]).
run() ->
    X = list_to_integer("3"),
    io:format("~p~n", [{erlang:fun_info(fun(Y) -> X + Y end, pid) =:= {pid, self()},
                        erlang:fun_info(fun(Y) -> X + Y end, pid) =:= {pid, list_to_pid("<0.0.0>")},
                        erlang:fun_info(fun lists:map/2, pid)}]).
`;

for (const release of [25, 27, 29] as const) {
  test(`OTP ${release}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), "gluon-creator-"));
    const file = join(folder, "creator.erl");
    writeFileSync(file, SOURCE);
    await compileErl(release, [file], folder);
    const onErl = await runErl(release, "creator:run()", { args: ["-pa", folder] });
    const [program, ...first] = gluonCommand();
    const args = [...first, "run", "--otp", otp(release).root, "-pa", folder, "creator", "run"];
    const onGluon = execFileSync(program, args, { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    const answer = onGluon.split("\n")[0];
    assert.equal(answer, "{false,true,{pid,undefined}}");
    assert.equal(onErl.trim(), release === 25 ? "{true,false,{pid,undefined}}" : answer);
  });
}
