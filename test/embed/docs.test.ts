/** The examples of docs/embedding.md run as they stand there, and print what their comments say. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { compiled } from "../support/compiled.ts";
import { ROOT } from "../support/modules.ts";

const guide = readFileSync(join(ROOT, "docs/embedding.md"), "utf8");
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map((m) => m[1] as string);

// Inside the package, so that `import "gluon"` finds it.
const folder = mkdtempSync(join(ROOT, "test", "embed", ".run-"));
after(() => rmSync(folder, { recursive: true }));

writeFileSync(join(folder, "hello.erl"), blocks("erlang")[0] as string);
writeFileSync(join(folder, "hello.beam"), compiled(join(folder, "hello.erl")));

for (const [i, source] of blocks("js").entries()) {
  test(`docs/embedding.md, example ${i + 1}`, () => {
    writeFileSync(join(folder, `${i}.mjs`), source);
    const printed = execFileSync(process.execPath, [`${i}.mjs`], { cwd: folder, encoding: "utf8" });
    const expected = [...source.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map((m) => `${m[1]}\n`).join("");
    assert.ok(expected.length > 0);
    assert.equal(printed, expected);
  });
}

test("the package has types", () => {
  const tsc = join(ROOT, "node_modules", ".bin", "tsc");
  if (!existsSync(join(ROOT, "dist/types/embed/index.d.ts")))
    execFileSync(tsc, ["-p", "tsconfig.types.json"], { cwd: ROOT });
  writeFileSync(
    join(folder, "user.mts"),
    `import { createVm, type Value, type Vm } from "gluon";
import { otpModules } from "gluon/node";
const vm: Vm = await createVm({ findModule: otpModules(), limits: { processes: 2000 } });
const value: Value = await vm.call("lists", "sum", [[1, 2n]]);
// @ts-expect-error a module's name is a string
await vm.call(value);
// @ts-expect-error there is no such option
await createVm({ file: "x" });
`,
  );
  const options = [
    "--ignoreConfig",
    "--noEmit",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--strict",
    "--skipLibCheck",
  ];
  execFileSync(tsc, [...options, "--types", "node", join(folder, "user.mts")], { cwd: ROOT, encoding: "utf8" });
});
