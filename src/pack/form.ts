/** The outermost layer of a .beam file: chunks in a form. */
import { Bytes } from "./bytes.ts";

/** A .beam file of these chunks; those that are undefined are left out. */
export function form(chunks: readonly (readonly [string, Uint8Array | undefined])[]): Uint8Array {
  const body = new Bytes();
  body.ascii("BEAM");
  for (const [id, bytes] of chunks) {
    if (bytes === undefined) continue;
    body.ascii(id);
    body.u32(bytes.length);
    body.all(bytes);
    body.align(4);
  }
  const out = new Bytes();
  const data = body.take();
  out.ascii("FOR1");
  out.u32(data.length);
  out.all(data);
  return out.take();
}
