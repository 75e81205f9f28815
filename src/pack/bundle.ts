/**
 * A bundle: the modules of a program in one file, compressed as a whole.
 *
 * `GLUB`, a version byte, then zlib data of: for each module the length of its name (a byte), the name in
 * UTF-8, the length of its file (four bytes), the file.
 */
import { utf8Decode, utf8Encode } from "../util/utf8.ts";
import { Bytes } from "./bytes.ts";

const MAGIC = "GLUB";
const VERSION = 1;
export const BUNDLE_HEAD = MAGIC.length + 1;

/** Is it a bundle? A module begins with FOR1 or with gzip's mark. */
export function isBundle(bytes: Uint8Array): boolean {
  return bytes.length >= BUNDLE_HEAD && MAGIC.split("").every((c, i) => bytes[i] === c.charCodeAt(0));
}

/** What `deflate` is to compress. */
export function bundleBody(modules: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const out = new Bytes();
  for (const [name, file] of modules) {
    const text = utf8Encode(name);
    out.put(text.length);
    out.all(text);
    out.u32(file.length);
    out.all(file);
  }
  return out.take();
}

export function bundle(deflated: Uint8Array): Uint8Array {
  const out = new Bytes();
  out.ascii(MAGIC);
  out.put(VERSION);
  out.all(deflated);
  return out.take();
}

/** More than this is no bundle. */
const MAX_BYTES = 1 << 28;

/** The modules of a bundle. Throws Error. */
export function unbundle(
  bytes: Uint8Array,
  inflate: (data: Uint8Array, limit: number) => Uint8Array | undefined,
): Map<string, Uint8Array> {
  if (bytes[MAGIC.length] !== VERSION)
    throw new Error(`a bundle of version ${bytes[MAGIC.length]}, which this Gluon does not know: pack it again`);
  const body = inflate(bytes.subarray(BUNDLE_HEAD), MAX_BYTES);
  if (body === undefined) throw new Error("a bundle that is cut off or damaged");
  const modules = new Map<string, Uint8Array>();
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  for (let at = 0; at < body.length; ) {
    const nameEnd = at + 1 + (body[at] as number);
    const name = utf8Decode(body, at + 1, nameEnd);
    if (name === undefined || nameEnd + 4 > body.length) throw new Error("a bundle that is cut off or damaged");
    const end = nameEnd + 4 + view.getUint32(nameEnd);
    if (end > body.length) throw new Error("a bundle that is cut off or damaged");
    modules.set(name, body.subarray(nameEnd + 4, end));
    at = end;
  }
  return modules;
}
