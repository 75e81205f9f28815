/**
 * `npm run web`: builds the page (build_web.ts) and serves it.
 *
 *   npm run web [-- --port N]       serves dist/web, on port 8080 if nothing else is said
 *   npm run web -- --build          only builds; any web server may serve dist/web
 *
 * Where no Erlang/OTP 27 is found it is fetched into the cache folder first.
 */
import { buildWeb, WEB_DIST } from "./build_web.ts";
import { serve } from "./static_server.ts";

const USAGE = "Usage: npm run web [-- [--port N] [--build]]\n";
const DEFAULT_PORT = 8080;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

const args = process.argv.slice(2);
let port = DEFAULT_PORT;
let onlyBuild = false;
for (let arg = args.shift(); arg !== undefined; arg = args.shift()) {
  if (arg === "--build") onlyBuild = true;
  else if (arg === "--port" && /^\d+$/.test(args[0] ?? "")) port = Number(args.shift());
  else if (arg === "--help" || arg === "-h") {
    process.stdout.write(USAGE);
    process.exit(0);
  } else fail(`web: what is ${arg}?\n${USAGE}`);
}

const built = await buildWeb((line) => process.stderr.write(`${line}\n`));
process.stdout.write(built.map(([name, bytes]) => `${name.padEnd(28)}${`${bytes}`.padStart(9)}\n`).join(""));
// Some of OTP may still wait for timers.
if (onlyBuild) process.exit(0);
try {
  const { url } = await serve({ "/": WEB_DIST }, { port, gzip: true });
  process.stdout.write(`\n${url}   (Ctrl-C ends it)\n`);
} catch (problem) {
  const { code, message } = problem as NodeJS.ErrnoException;
  fail(code === "EADDRINUSE" ? `web: port ${port} is taken: name another with --port` : `web: ${message}`);
}
