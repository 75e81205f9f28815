/** `gluon pack --aot`: a program's JavaScript, generated now. */
import { EMBEDDED_EXTENSIONS } from "../src/embed/extensions.ts";
import { nodeHost } from "../src/hosts/node/host.ts";
import { nodeInflate } from "../src/hosts/node/inflate.ts";
import { codeText, programText, tablesOf } from "../src/pack/ahead.ts";
import type { Packable } from "../src/pack/encode.ts";
import type { PackedModule } from "../src/pack/pack.ts";
import { COMPRESSION } from "../src/runtime/extension.ts";
import { createVm } from "../src/vm.ts";

declare const GLUON_BUILD: string | undefined;

/**
 * The text of an ES module. Code is generated in a VM as the embedding makes it: what that one may be given besides, the module
 * `js` and NIFs, is called by name.
 */
export function programOf(
  modules: readonly PackedModule[],
  release: 25 | 27 | 29,
  bundled: (files: ReadonlyMap<string, Packable>) => Uint8Array,
): string {
  const vm = createVm(nodeHost(), { release, extensions: EMBEDDED_EXTENSIONS });
  vm.state(COMPRESSION).inflate = nodeInflate;
  const prepared = modules.map(({ name, bytes }) => ({ name, m: vm.prepare(bytes, `${name}.beam`) }));
  return programText({
    build: typeof GLUON_BUILD === "string" ? GLUON_BUILD : undefined,
    release,
    bundle: Buffer.from(bundled(new Map(prepared.map(({ name, m }) => [name, { bytes: tablesOf(m) }])))).toString(
      "base64",
    ),
    code: new Map(prepared.map(({ name, m }) => [name, codeText(m)])),
  });
}
