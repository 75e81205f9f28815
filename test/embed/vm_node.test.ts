/** The embedding API with what only Node has: a look at its memory, OTP's files. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { atom, createVm, tuple } from "../../src/embed/index.ts";
import { compiled } from "../support/compiled.ts";
import { otpInMemory } from "../support/memory_otp.ts";
import { ROOT } from "../support/modules.ts";

const embedded = compiled(join(ROOT, "test/embed/embedded.erl"));

test("a thousand VMs, one after another, leave nothing behind", async () => {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  const cycle = async (n: number) => {
    for (let i = 0; i < n; i++) {
      const vm = await createVm({ modules: [embedded], output: () => {} });
      assert.equal(await vm.call("embedded", "same", [i]), i);
      vm.spawn("embedded", "wait");
      vm.stop();
    }
    await new Promise((done) => setTimeout(done, 10));
    gc();
    return process.memoryUsage().heapUsed;
  };
  const before = await cycle(100);
  const after = await cycle(900);
  assert.ok(after - before < 3_000_000, `${before} bytes after 100 VMs, ${after} after 1000`);
});

test("OTP boots in one, from files in memory", async () => {
  const written: string[] = [];
  const decoder = new TextDecoder();
  const vm = await createVm({
    otp: { root: "/otp" },
    files: otpInMemory(27),
    output: (bytes) => written.push(decoder.decode(bytes)),
    strings: true,
    modules: [embedded],
  });
  assert.deepEqual(await vm.call("init", "get_status"), tuple(atom("started"), atom("started")));
  assert.ok(vm.whereis("kernel_sup") !== undefined);
  await vm.call("embedded", "say", ["Größe"]);
  assert.equal(await vm.call("erlang", "function_exported", [atom("embedded"), atom("same"), 1]), true);
  const halted = new Promise((resolve) => vm.on("halt", ({ status }) => resolve(status)));
  await vm.call("init", "stop", [7]);
  assert.equal(await halted, 7);
  assert.equal(written.join(""), "Größe\n");
  await assert.rejects(createVm({ otp: { root: "/otp" } }), /a VM without files has nothing to boot from/);
});
