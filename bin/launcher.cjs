/**
 * Starts the command line: runs dist/cli.cjs with V8's code cache, as half of a small program's start would go into compiling Gluon
 * itself. The build leaves one for the Node that it ran on; for another Node, a first run leaves one in the user's cache folder.
 */
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const file = path.join(__dirname, "..", "dist", "cli.cjs");

/** The cache's name, for this very file and this Node: V8 itself compares no more than the length of the text. */
function cacheName() {
  const stat = fs.statSync(file);
  return `${process.version}-${process.arch}-${stat.size}-${Math.round(stat.mtimeMs)}.bin`;
}

function userFolder() {
  const base = process.env.XDG_CACHE_HOME || path.join(process.env.HOME || require("node:os").homedir(), ".cache");
  return path.join(base, "gluon", "code");
}

/** Other Nodes' and earlier builds' caches go after a week. */
function save(script, cache) {
  try {
    const folder = path.dirname(cache);
    fs.mkdirSync(folder, { recursive: true });
    for (const name of fs.readdirSync(folder)) {
      const old = path.join(folder, name);
      if (fs.statSync(old).mtimeMs < Date.now() - 7 * 86_400_000) fs.rmSync(old);
    }
    write(script, cache);
  } catch {
    // No cache folder to write to: the next start takes as long as this one.
  }
}

function write(script, cache) {
  fs.writeFileSync(`${cache}.${process.pid}`, script.createCachedData());
  fs.renameSync(`${cache}.${process.pid}`, cache);
}

function read(cache) {
  try {
    return fs.readFileSync(cache);
  } catch {
    return undefined;
  }
}

function compile(cachedData) {
  const text = `(function (require) {${fs.readFileSync(file, "latin1")}\n})`;
  return new vm.Script(text, { filename: file, cachedData });
}

function load() {
  const name = cacheName();
  const built = read(path.join(path.dirname(file), "cache", name));
  if (built !== undefined) {
    const script = compile(built);
    if (!script.cachedDataRejected) return script;
  }
  const cache = path.join(userFolder(), name);
  const cachedData = read(cache);
  const script = compile(cachedData);
  // What has run is what the next start needs compiled.
  if (process.argv.length > 2 && (cachedData === undefined || script.cachedDataRejected))
    process.on("exit", (status) => status === 0 && save(script, cache));
  return script;
}

/** For the build: the cache with every function compiled. V8 takes it only under the flags under which it was written. */
function build() {
  const { setFlagsFromString } = require("node:v8");
  setFlagsFromString("--no-lazy");
  const script = compile();
  setFlagsFromString("--lazy");
  const cache = path.join(path.dirname(file), "cache", cacheName());
  fs.mkdirSync(path.dirname(cache), { recursive: true });
  write(script, cache);
  return cache;
}

function start() {
  if (fs.existsSync(file)) load().runInThisContext()(require);
  else {
    process.stderr.write("gluon: not built yet: run `npm run build`\n");
    process.exitCode = 70;
  }
}

module.exports = { start, build };
