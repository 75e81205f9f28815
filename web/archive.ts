/**
 * The files of OTP and Elixir as the page gets them: archives, each fetched whole when something first needs it.
 *
 * An archive is gzip data of: the length of its contents table (4 bytes), the table in JSON, the files. That of a shell's start
 * lists the others and what is in them, so that names can be looked up before the bytes are there.
 */
export interface Contents {
  readonly files: readonly (readonly [path: string, size: number])[];
  /** In those of a start alone. */
  readonly others?: readonly Archive[];
}

export interface Archive {
  readonly name: string;
  /** Compressed. */
  readonly bytes: number;
  readonly files: Contents["files"];
}

/** Where OTP and Elixir lie in the page's file system. */
export const OTP_ROOT = "/otp";
export const ELIXIR_ROOT = "/elixir";
export const HOME = "/home";

/** What is to be compressed. */
export function archiveBody(table: Contents, files: readonly Uint8Array[]): Uint8Array {
  const head = new TextEncoder().encode(JSON.stringify(table));
  const out = new Uint8Array(files.reduce((sum, f) => sum + f.length, 4 + head.length));
  new DataView(out.buffer).setUint32(0, head.length);
  out.set(head, 4);
  let at = 4 + head.length;
  for (const file of files) {
    out.set(file, at);
    at += file.length;
  }
  return out;
}

/** The files of an archive that is not compressed any more. */
export function readArchive(body: Uint8Array): { readonly table: Contents; readonly files: Map<string, Uint8Array> } {
  const headEnd = 4 + new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(0);
  const table = JSON.parse(new TextDecoder().decode(body.subarray(4, headEnd))) as Contents;
  const files = new Map<string, Uint8Array>();
  let at = headEnd;
  for (const [path, size] of table.files) {
    files.set(path, body.subarray(at, at + size));
    at += size;
  }
  return { table, files };
}
