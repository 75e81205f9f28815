/** Bundles: what is packed comes out byte for byte, whatever it is. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { bareHost } from "../../src/hosts/bare/host.ts";
import { bundle, unbundle } from "../../src/pack/bundle.ts";
import { encodeModules, type Packable } from "../../src/pack/encode.ts";
import { pack } from "../../src/pack/pack.ts";
import { COMPRESSION } from "../../src/runtime/extension.ts";
import { inflate } from "../../src/util/inflate.ts";
import { createVm } from "../../src/vm.ts";
import { otp, RELEASES, type OtpRelease } from "../support/otp.ts";

const deflate = (data: Uint8Array) => new Uint8Array(deflateSync(data));

function newVm(release: OtpRelease) {
  const vm = createVm(
    bareHost({ soon: setImmediate, after: () => () => {}, write: () => {}, randomBytes: (n) => new Uint8Array(n) }),
    { release },
  );
  vm.state(COMPRESSION).inflate = inflate;
  return vm;
}

function modulesOf(release: OtpRelease, application: string): Map<string, Uint8Array> {
  const folder = otp(release).ebins.find((path) => path.includes(`/${application}-`)) as string;
  const names = readdirSync(folder).filter((name) => name.endsWith(".beam"));
  return new Map(names.map((name) => [basename(name, ".beam"), new Uint8Array(readFileSync(join(folder, name)))]));
}

function checkSame(modules: ReadonlyMap<string, Packable>): Uint8Array {
  const packed = bundle(encodeModules(modules), deflate);
  const back = unbundle(packed, inflate);
  assert.deepEqual([...back.keys()], [...modules.keys()]);
  for (const [name, { bytes }] of modules) assert.ok(Buffer.compare(back.get(name) as Uint8Array, bytes) === 0, name);
  return packed;
}

for (const release of RELEASES)
  test(`kernel and stdlib of OTP ${release}, whole and pruned`, () => {
    const vm = newVm(release);
    const found = new Map([...modulesOf(release, "kernel"), ...modulesOf(release, "stdlib")]);
    checkSame(new Map([...found].map(([name, bytes]) => [name, { bytes }])));
    const { modules } = pack({
      vm,
      find: (name) => {
        const bytes = found.get(name);
        return bytes && { bytes, own: false };
      },
      entries: [...found.keys()].map((name) => [name]),
      without: new Set(),
      lines: true,
      whole: true,
    });
    assert.ok(modules.length > 150);
    const packed = checkSame(new Map(modules.map((m) => [m.name, m])));
    const plain = deflate(Buffer.concat(modules.map((m) => m.bytes)));
    // A sign that nearly all of them are taken apart.
    assert.ok(packed.length < 0.75 * plain.length, `${packed.length} of ${plain.length}`);
  });

test("damaged bundles", () => {
  const some = [...modulesOf(27, "stdlib")].slice(0, 8);
  const vm = newVm(27);
  const { modules } = pack({
    vm,
    find: (name) => {
      const bytes = new Map(some).get(name);
      return bytes && { bytes, own: false };
    },
    entries: some.map(([name]) => [name]),
    without: new Set(),
    lines: false,
    whole: true,
  });
  // Not compressed, so that no checksum finds out first.
  const packed = bundle(encodeModules(new Map(modules.map((m) => [m.name, m]))), (data) => data);
  let refused = 0;
  for (let i = 0; i < 300; i++) {
    const bad = packed.slice();
    const at = 5 + ((i * 7919) % (bad.length - 5));
    bad[at] = (bad[at] as number) ^ (1 << (i % 8));
    try {
      unbundle(bad, (data) => data);
    } catch (problem) {
      assert.ok(problem instanceof Error);
      refused++;
    }
  }
  assert.ok(refused > 0);
  for (let n = 0; n < packed.length; n += 997) assert.throws(() => unbundle(packed.subarray(0, n), (data) => data));
});
