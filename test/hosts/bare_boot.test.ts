/** OTP boots on a host that has nothing but the language, and files in memory. OTP 27 does so in test/otp/files_posix.test.ts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { otpInMemory, runInMemory } from "../support/memory_otp.ts";

test("OTP 25, and its shell's `user` writes through the host", async () => {
  const program = `io:format("~p ~p~n", [init:get_status(), file:get_cwd()]), init:stop(5).`;
  const { status, output } = await runInMemory(25, otpInMemory(25), ["-noshell", "-eval", program]);
  assert.deepEqual({ status, output }, { status: 5, output: `{starting,started} {ok,"/home"}\n` });
});

test("OTP 29", async () => {
  const program = "erlang:display(init:get_status()), halt(6).";
  const { status, output } = await runInMemory(29, otpInMemory(29), ["-noshell", "-nouser", "-eval", program]);
  assert.equal(status, 6);
  assert.match(output, /^\{starting,started\}$/m);
});
