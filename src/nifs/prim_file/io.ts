/**
 * Reading and writing through prim_file's handles.
 * OTP: read_nif_impl() and its neighbours in prim_file_nif.c, efile_readv() and so on in unix_prim_file.c.
 */
import type { Exec } from "../../runtime/exec.ts";
import type { OpenFile } from "../../runtime/file_system.ts";
import { posixError } from "../../runtime/posix.ts";
import type { Result } from "../../runtime/signal.ts";
import { atoms } from "../../term/atom.ts";
import { binary, type Bits, bytesOf, isBinary, MAX_BINARY_BYTES } from "../../term/bits.ts";
import { listToArray } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { tuple2, tuple3 } from "../../term/tuple.ts";
import { type FileHandle, onHandle } from "./handles.ts";
import { EINVAL, int32, int64, onPath } from "./paths.ts";

const A = atoms("ok", "eof", "bof", "cur");
const ADVICE = atoms("normal", "random", "sequential", "will_need", "dont_need", "no_reuse");
const ADVICES: ReadonlySet<Term> = new Set(Object.values(ADVICE));

/** So much is set aside at once for a read, if the file does not show how much is there. */
const READ_AT_ONCE = 1 << 20;

/** Reads until `size` bytes or the end of file, from `at` on (null: where the system is). */
function readFully(file: OpenFile, size: number, at: number | null): Uint8Array {
  // A huge size is usually a file's rest: no more is set aside than is there.
  let room = size;
  if (size > READ_AT_ONCE) {
    const left = file.position === "file" && at !== null ? file.size() - at : READ_AT_ONCE;
    room = Math.min(size, Math.max(left + 1, READ_AT_ONCE));
  }
  let out = new Uint8Array(room);
  let n = 0;
  while (n < size) {
    if (n === out.length) {
      const larger = new Uint8Array(Math.min(size, out.length * 2));
      larger.set(out);
      out = larger;
    }
    const got = file.read(out, n, at === null ? null : at + n);
    if (got === 0) break;
    n += got;
  }
  return n === out.length ? out : out.slice(0, n);
}

const okOrEof = (bytes: Uint8Array): Term => (bytes.length === 0 ? A.eof : tuple2(A.ok, binary(bytes)));

export function read_nif_2(x: Exec, ref: Term, size: Term): Result {
  return onHandle(x, ref, (handle) => {
    const n = int64(size);
    if (n === undefined) return x.badarg();
    if (!(n >= 0)) return EINVAL;
    if (n > MAX_BINARY_BYTES) return posixError("enomem");
    const bytes = readFully(handle.file, n, handle.at);
    handle.position += bytes.length;
    return okOrEof(bytes);
  });
}

export function pread_nif_3(x: Exec, ref: Term, offset: Term, size: Term): Result {
  return onHandle(x, ref, ({ file }) => {
    const at = int64(offset);
    const n = int64(size);
    if (at === undefined || n === undefined) return x.badarg();
    if (!(at >= 0 && n >= 0)) return EINVAL;
    if (n > MAX_BINARY_BYTES) return posixError("enomem");
    if (file.position === "stream") return posixError("espipe");
    return okOrEof(readFully(file, n, at));
  });
}

export function ipread_s32bu_p32bu_nif_3(x: Exec, ref: Term, offset: Term, maxSize: Term): Result {
  return onHandle(x, ref, ({ file }) => {
    const at = int64(offset);
    const max = int64(maxSize);
    if (at === undefined || max === undefined) return x.badarg();
    if (!(at >= 0 && max < 0x80000000)) return EINVAL;
    if (file.position === "stream") return posixError("espipe");
    const pointer = readFully(file, 8, at);
    if (pointer.length < 8) return A.eof;
    const view = new DataView(pointer.buffer, pointer.byteOffset, 8);
    const size = view.getUint32(0);
    const position = view.getUint32(4);
    if (size > max) return A.eof;
    const bytes = readFully(file, size, position);
    return tuple2(A.ok, tuple3(size, position, bytes.length === 0 ? A.eof : binary(bytes)));
  });
}

export function read_file_nif_1(x: Exec, name: Term): Result {
  return onPath(x, name, (files, path) => tuple2(A.ok, binary(files.readFile(path))));
}

/** The bytes of a list of binaries, one array each; undefined when it is no such list. */
function ioVector(list: Term): Uint8Array[] | undefined {
  const items = listToArray(list);
  if (items === undefined || !items.every((b) => isBinary(b))) return undefined;
  return items.map((b) => bytesOf(b as Bits));
}

/** Writes all of `parts` and says after each step how many bytes went out: a disk may be full in the middle. */
function writeAll(file: OpenFile, parts: readonly Uint8Array[], at: number | null, wrote: (n: number) => void): void {
  let position = at;
  for (const part of parts) {
    for (let from = 0; from < part.length; ) {
      const n = file.write(part, from, position);
      from += n;
      if (position !== null) position += n;
      wrote(n);
    }
  }
}

export function write_nif_2(x: Exec, ref: Term, vector: Term): Result {
  return onHandle(x, ref, (handle) => {
    const parts = ioVector(vector);
    if (parts === undefined) return x.badarg();
    const { file } = handle;
    writeAll(file, parts, handle.append ? null : handle.at, (n) => {
      handle.position = handle.append && file.position === "file" ? file.size() : handle.position + n;
    });
    return A.ok;
  });
}

export function pwrite_nif_3(x: Exec, ref: Term, offset: Term, vector: Term): Result {
  return onHandle(x, ref, ({ file }) => {
    const at = int64(offset);
    const parts = ioVector(vector);
    if (at === undefined || parts === undefined) return x.badarg();
    if (!(at >= 0)) return EINVAL;
    if (file.position === "stream") return posixError("espipe");
    writeAll(file, parts, at, () => {});
    return A.ok;
  });
}

/** Where `whence` counts from; undefined when it is none of the three. */
function origin(handle: FileHandle, whence: Term): number | undefined {
  if (whence === A.bof) return 0;
  if (whence === A.cur) return handle.position;
  return whence === A.eof ? handle.file.size() : undefined;
}

export function seek_nif_3(x: Exec, ref: Term, whence: Term, offset: Term): Result {
  return onHandle(x, ref, (handle) => {
    const by = int64(offset);
    if (by === undefined || Number.isNaN(by)) return x.badarg();
    const from = origin(handle, whence);
    if (from === undefined) return x.badarg();
    if (handle.file.position === "stream") return posixError("espipe");
    if (handle.file.position === "device") return tuple2(A.ok, 0);
    const to = from + by;
    if (to < 0 || !Number.isSafeInteger(to)) return EINVAL;
    handle.position = to;
    return tuple2(A.ok, to);
  });
}

export function sync_nif_2(x: Exec, ref: Term, dataOnly: Term): Result {
  return onHandle(x, ref, ({ file }) => {
    const only = int32(dataOnly);
    if (only === undefined) return x.badarg();
    file.sync(only !== 0);
    return A.ok;
  });
}

export function truncate_nif_1(x: Exec, ref: Term): Result {
  return onHandle(x, ref, ({ file, position }) => {
    if (file.position === "stream") return posixError("espipe");
    file.truncate(file.position === "file" ? position : 0);
    return A.ok;
  });
}

export function allocate_nif_3(x: Exec, ref: Term, offset: Term, length: Term): Result {
  return onHandle(x, ref, ({ file }) => {
    const at = int64(offset);
    const n = int64(length);
    if (at === undefined || n === undefined) return x.badarg();
    if (!(at >= 0 && n > 0)) return EINVAL;
    if (file.position === "stream") return posixError("espipe");
    file.allocate(at + n);
    return A.ok;
  });
}

export function advise_nif_4(x: Exec, ref: Term, offset: Term, length: Term, advice: Term): Result {
  return onHandle(x, ref, () => {
    const at = int64(offset);
    const n = int64(length);
    if (at === undefined || n === undefined) return x.badarg();
    if (!(at >= 0 && n >= 0)) return EINVAL;
    // An advice may be ignored, and no host has a way to pass it on.
    return ADVICES.has(advice) ? A.ok : EINVAL;
  });
}
