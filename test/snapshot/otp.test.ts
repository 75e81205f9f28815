/** OTP is booted once, saved at its prompt, and goes on in other VMs. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { createVm, type Vm } from "../../src/embed/index.ts";
import { DrawnTerminal } from "../../src/hosts/browser/terminal.ts";
import type { MemoryFiles } from "../../src/nifs/memory_files/index.ts";
import { atom, charlist, text } from "../../src/embed/values.ts";
import { compiled } from "../support/compiled.ts";
import { otpInMemory } from "../support/memory_otp.ts";
import { ROOT } from "../support/modules.ts";

const source = join(ROOT, "test/snapshot/watched.erl");
const watched = compiled(source, 25);

/** A terminal, and what it shows. */
class Screen {
  text = "";
  readonly terminal: DrawnTerminal;
  private looking: (() => void)[] = [];
  constructor(columns = 80) {
    this.terminal = new DrawnTerminal({
      columns,
      rows: 24,
      show: (bytes, shown) => {
        this.show(bytes);
        shown();
      },
    });
  }
  show(bytes: Uint8Array): void {
    this.text += new TextDecoder().decode(bytes);
    for (const look of this.looking.splice(0)) look();
  }
  type(text: string): void {
    this.terminal.type(new TextEncoder().encode(text));
  }
  async shows(wanted: RegExp): Promise<void> {
    const deadline = AbortSignal.timeout(60_000);
    while (!wanted.test(this.text)) {
      if (deadline.aborted) assert.fail(`the terminal does not show ${wanted}: ${JSON.stringify(this.text)}`);
      await new Promise<void>((resolve) => {
        this.looking.push(resolve);
        setTimeout(resolve, 1000).unref();
      });
    }
  }
}

interface Booted {
  readonly vm: Vm;
  readonly screen: Screen;
}

/** With a shell on a terminal, or without. */
async function machine(
  files: MemoryFiles,
  release: 25 | 27 | 29,
  shell: boolean,
  snapshot?: Uint8Array,
  columns?: number,
): Promise<Booted> {
  const screen = new Screen(columns);
  const vm = await createVm({
    release,
    files,
    env: { TERM: "xterm-256color", HOME: "/home" },
    otp: { root: "/otp", home: "/home", ...(shell && { terminal: screen.terminal }) },
    output: (bytes) => screen.show(bytes),
    strings: true,
    ...(snapshot && { snapshot }),
  });
  vm.on("defect", ({ text }) => assert.fail(text));
  return { vm, screen };
}

/** Enters an expression at prompt `n`. */
async function evaluated({ screen }: Booted, n: number, expression: string, value: RegExp): Promise<void> {
  screen.type(`${expression}\r`);
  await screen.shows(new RegExp(`${value.source}\\s+(\\S*\\s)?${n + 1}> `));
}

async function watch({ vm }: Booted): Promise<void> {
  await vm.load(watched);
  vm.spawn("watched", "start");
  await vm.call("watched", "ready");
  assert.equal(await vm.call("watched", "count"), 1);
}

/** The supervisor and its child are there, others are started, code is loaded, time passes. */
async function goesOn({ vm }: Booted): Promise<void> {
  assert.equal(await vm.call("watched", "count"), 2);
  assert.equal(String(await vm.call("watched", "crash")), "crashed");
  await vm.call("watched", "ready");
  assert.equal(await vm.call("watched", "count"), 1);
  assert.equal(String(await vm.call("watched", "timer")), "ok");
  assert.deepEqual(await vm.call("queue", "to_list", [await vm.call("queue", "from_list", [[1, 2]])]), [1, 2]);
  assert.equal(text(await vm.call("io_lib", "format", [charlist("~w"), [atom("x")]])), "x");
}

test("OTP 27 goes on from its shell's prompt", { timeout: 240_000 }, async () => {
  const files = otpInMemory(27);
  const first = await machine(files, 27, true);
  await first.screen.shows(/1> $/);
  await watch(first);
  await evaluated(first, 1, "X = 40.", /40/);
  const snapshot = await first.vm.save();
  // The code of OTP stays in its files.
  assert.ok(snapshot.length < 1_000_000, `${snapshot.length} bytes`);
  for (const columns of [80, 50]) {
    const one = await machine(files, 27, true, snapshot, columns);
    assert.doesNotMatch(one.screen.text, /Eshell/);
    await evaluated(one, 2, "X + 2.", /42/);
    await goesOn(one);
    await evaluated(one, 3, 'io:format("~p~n", [{a, "b"}]).', /{a,"b"}\s+ok/);
    await evaluated(one, 4, "io:columns().", new RegExp(`{ok,${columns}}`));
    await evaluated(one, 5, "exit(self(), kill).", /killed/);
    one.vm.stop();
  }
  // The one that was saved goes on as well.
  await evaluated(first, 2, "X + 3.", /43/);
  await goesOn(first);
  first.vm.stop();
});

for (const release of [25, 29] as const)
  test(`OTP ${release} without a shell goes on`, { timeout: 240_000 }, async () => {
    const files = otpInMemory(release);
    const first = await machine(files, release, false);
    await watch(first);
    const one = await machine(files, release, false, await first.vm.save());
    first.vm.stop();
    await goesOn(one);
    await one.vm.call("io", "format", [charlist("~p~n"), [[1, 2]]]);
    await one.screen.shows(/^\[1,2\]\n/m);
    one.vm.stop();
  });

test("what cannot be saved is named", async () => {
  const vm = await createVm({ modules: [watched] });
  const box = vm.mailbox();
  await assert.rejects(vm.save(), /JavaScript has a mailbox/);
  box.close();
  const stop = new AbortController();
  const under = assert.rejects(vm.call("watched", "forever", [], { signal: stop.signal }), { name: "AbortError" });
  await assert.rejects(vm.save(), /a call from JavaScript is under way/);
  stop.abort();
  await under;
  const again = await createVm({ snapshot: await vm.save() });
  assert.deepEqual(
    again.processes().map((p) => p.name),
    vm.processes().map((p) => p.name),
  );
  vm.stop();
  again.stop();
  await assert.rejects(vm.save(), /stopped/);
});
