/**
 * Generated code between runs: one file for each module in the user's cache folder, with V8's own code cache of it.
 *
 * A file is written under another name and renamed, and carries a checksum, so that programs that start or end at once, a full
 * disk or a damaged file cost time and nothing else. Each build of Gluon has a folder of its own.
 *
 * V8's cache of a part is made by a run that has loaded the part, at its end: then it costs no compilation.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import type { CodeStore, Factory, StoredPart } from "../../runtime/code_store.ts";
import { underUsualFlags } from "./young_generation.ts";

/** Folders of other builds go when nothing was written to them for so long. */
const KEEP_ms = 7 * 86_400_000;
const DIGEST_BYTES = 20;

interface Part {
  readonly index: string;
  readonly text: string;
  /** V8's code cache of `text`, or empty. */
  readonly code: Buffer;
}

const NO_CODE = Buffer.alloc(0);

class LoadedPart implements StoredPart {
  part: Part;
  script: Script | undefined = undefined;
  /** V8 would have liked to have a code cache, or another one. */
  wanting = false;
  private made: readonly Factory[] | undefined = undefined;
  constructor(part: Part) {
    this.part = part;
  }
  get index(): string {
    return this.part.index;
  }
  factories(): readonly Factory[] {
    if (this.made === undefined) {
      const cachedData = this.part.code.length > 0 ? this.part.code : undefined;
      this.script = underUsualFlags(() => new Script(this.part.text, { filename: "gluon:code", cachedData }));
      this.wanting = cachedData === undefined || this.script.cachedDataRejected === true;
      this.made = this.script.runInThisContext() as readonly Factory[];
      // V8 has taken what it wanted from its cache, which is as large as the file of the module.
      this.part = { ...this.part, code: NO_CODE };
    }
    return this.made;
  }
}

export interface NodeCodeStore extends CodeStore {
  /** Writes what was added. Does nothing where it cannot write. */
  flush(): void;
}

/** The store in `folder`, whose subfolder `build` belongs to this build of Gluon. */
export function nodeCodeStore(folder: string, build: string): NodeCodeStore {
  const own = join(folder, build);
  const loaded = new Map<string, readonly LoadedPart[]>();
  const added = new Map<string, Part[]>();
  return {
    digest: (bytes) => createHash("sha1").update(bytes).digest("hex"),
    load(name) {
      const parts = readParts(join(own, name))?.map((p) => new LoadedPart(p));
      if (parts !== undefined) loaded.set(name, parts);
      return parts;
    },
    add(name, index, factories, alone) {
      if (alone) loaded.delete(name);
      const part = { index, text: `[\n${factories.join(",\n")}\n]`, code: NO_CODE };
      added.set(name, [...(alone ? [] : (added.get(name) ?? [])), part]);
    },
    flush() {
      const names = new Set(added.keys());
      for (const [name, parts] of loaded) if (parts.some((p) => p.wanting)) names.add(name);
      if (names.size === 0) return;
      try {
        prepareFolder(folder, own);
        for (const name of names) {
          const parts = [...(loaded.get(name) ?? []).map(withCode), ...(added.get(name) ?? [])];
          writeParts(join(own, name), parts);
        }
      } catch {
        // Read-only, full or not there: the next start takes as long as this one.
      }
      added.clear();
    },
  };
}

function withCode(p: LoadedPart): Part {
  const { script } = p;
  return script !== undefined ? { ...p.part, code: underUsualFlags(() => script.createCachedData()) } : p.part;
}

function prepareFolder(folder: string, own: string): void {
  mkdirSync(own, { recursive: true });
  for (const other of readdirSync(folder)) {
    const path = join(folder, other);
    if (path !== own && statSync(path).mtimeMs < Date.now() - KEEP_ms) rmSync(path, { recursive: true, force: true });
  }
}

/** The file: a checksum, then for each part three lengths and their bytes. undefined: not there or damaged. */
function readParts(file: string): Part[] | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return undefined;
  }
  const body = bytes.subarray(DIGEST_BYTES);
  if (bytes.length < DIGEST_BYTES || !checksum(body).equals(bytes.subarray(0, DIGEST_BYTES))) return undefined;
  const parts: Part[] = [];
  for (let at = 0; at < body.length; ) {
    const [index, text, code] = [0, 4, 8].map((i) => body.readUInt32LE(at + i)) as [number, number, number];
    at += 12;
    parts.push({
      index: body.toString("utf8", at, at + index),
      // Generated text is ASCII: atoms and strings are no part of it.
      text: body.toString("latin1", at + index, at + index + text),
      code: body.subarray(at + index + text, at + index + text + code),
    });
    at += index + text + code;
  }
  return parts;
}

function writeParts(file: string, parts: readonly Part[]): void {
  const chunks: Buffer[] = [];
  for (const { index, text, code } of parts) {
    const pieces = [Buffer.from(index), Buffer.from(text, "latin1"), code];
    const lengths = Buffer.alloc(12);
    for (const [i, p] of pieces.entries()) lengths.writeUInt32LE(p.length, 4 * i);
    chunks.push(lengths, ...pieces);
  }
  const body = Buffer.concat(chunks);
  const temporary = `${file}.${process.pid}`;
  try {
    writeFileSync(temporary, Buffer.concat([checksum(body), body]));
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function checksum(bytes: Buffer): Buffer {
  return createHash("sha1").update(bytes).digest();
}
