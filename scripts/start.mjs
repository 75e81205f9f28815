/**
 * `npm start`: the Erlang shell. Where no Erlang/OTP is found, OTP 27 is fetched into the cache folder first.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const gluon = fileURLToPath(new URL("../bin/gluon", import.meta.url));

const listed = spawnSync(process.execPath, [gluon, "otp", "list"], { encoding: "utf8" });
if (listed.status === 0 && listed.stdout === "") {
  process.stderr.write("No Erlang/OTP here: fetching OTP 27 into the cache folder. This happens once.\n");
  const { status } = spawnSync(process.execPath, [gluon, "otp", "install", "27"], { stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}
// In this very process: the shell wants the terminal for itself.
process.argv = [process.argv[0], gluon, "erl", ...process.argv.slice(2)];
createRequire(import.meta.url)(gluon);
