/**
 * Erlang in a web page: gen_servers that draw on it and hear of clicks, and their supervisor.
 * Run: node --import tsx examples/embed_browser/serve.mjs [PORT], then open the address that it prints.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "../../scripts/static_server.ts";
import { compiled } from "../compiled.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The program in one file, with what it needs of OTP: compiled and packed once, before anybody opens the page. */
function packed() {
  const folder = mkdtempSync(join(tmpdir(), "gluon-example-"));
  try {
    for (const name of ["cards", "card"])
      writeFileSync(join(folder, `${name}.beam`), compiled(new URL(`${name}.erl`, import.meta.url)));
    const args = ["pack", "cards.beam", "--include", "card", "-o", "cards.gluon"];
    execFileSync(process.execPath, [here("../../bin/gluon"), ...args], { cwd: folder });
    return readFileSync(join(folder, "cards.gluon"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { url } = await serve(
  { "/": here("."), "/cards.gluon": packed(), "/gluon/": here("../../dist/embed/min") },
  { port: Number(process.argv[2] ?? 0), gzip: true },
);
console.log(`Every card is a process: ${url}`);
