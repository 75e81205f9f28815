/** The examples of docs/embedding.md run as they stand there, and print what their comments say. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
