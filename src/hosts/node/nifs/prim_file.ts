/**
 * prim_file on Node: files, directories, links, through Node's synchronous file functions.
 *
 * A path is a NUL-terminated binary and reaches the system as the bytes it is. Each VM has a current directory of its own.
 * Node has no lseek: a handle keeps its position itself, except for what cannot be positioned (pipes, terminals).
 * A handle is closed with the process that opened it.
 * OTP: prim_file_nif.c, unix_prim_file.c.
 */
import * as fs from "node:fs";
import { atoms } from "../../../term/atom.ts";
import { binary, bytesOf, type Bits, isBinary, MAX_BINARY_BYTES } from "../../../term/bits.ts";
import { Float } from "../../../term/float.ts";
import { Cons, listToArray, NIL } from "../../../term/list.ts";
import type { Term } from "../../../term/term.ts";
import { tuple2, tuple3, tupleFromArray } from "../../../term/tuple.ts";
import { type Bif, bifTable } from "../../../runtime/bif.ts";
import type { Exec } from "../../../runtime/exec.ts";
import type { Process } from "../../../runtime/process.ts";
import { makeResource, resource } from "../../../runtime/resource.ts";
import type { Result } from "../../../runtime/signal.ts";
import { StateKey } from "../../../runtime/state.ts";
import { CWD } from "../cwd.ts";
import { errnoName, posixError, trying } from "./errno.ts";

const A = atoms(
  "ok",
  "error",
  "eof",
  "bof",
  "cur",
  "read",
  "write",
  "exclusive",
  "append",
  "sync",
  "skip_type_check",
  "directory",
  "read_write",
  "none",
  "device",
  "regular",
  "symlink",
  "other",
  "file_info",
  "normal",
  "random",
  "sequential",
  "will_need",
  "dont_need",
  "no_reuse",
);

const EINVAL = posixError("einval");

// -- Paths.

/** The path that a NUL-terminated binary means; undefined when it is none. */
function path(x: Exec, t: Term): Buffer | undefined {
  if (!isBinary(t)) return undefined;
  const bytes = bytesOf(t as Bits);
  const end = bytes.indexOf(0);
  if (end < 0) return undefined;
  // Names may end in more than one NUL.
  for (let i = end; i < bytes.length; i++) if (bytes[i] !== 0) return undefined;
  const name = Buffer.from(bytes.subarray(0, end));
  if (name.length === 0 || name[0] === 0x2f) return name;
  const cwd = x.vm.state(CWD).path;
  return Buffer.concat([cwd, SLASH, name]);
}
const SLASH = Buffer.from("/");

/** `operation` on one path; its errors as `{error, Reason}`. */
function onPath(x: Exec, t: Term, operation: (name: Buffer) => Term): Result {
  const name = path(x, t);
  if (name === undefined) return EINVAL;
  return trying(() => operation(name));
}

/** `operation` on two paths. */
function onPaths(x: Exec, a: Term, b: Term, operation: (from: Buffer, to: Buffer) => Term): Result {
  const from = path(x, a);
  const to = path(x, b);
  if (from === undefined || to === undefined) return EINVAL;
  return trying(() => operation(from, to));
}

/** A binary over a buffer, whose class must stay `Uint8Array` for all binaries. */
function fromBuffer(b: Buffer): Bits {
  return binary(new Uint8Array(b.buffer, b.byteOffset, b.length));
}

// -- Handles.

class FileHandle {
  fd: number;
  readonly append: boolean;
  /** Where the next read or write goes; -1: the system keeps it (pipes, terminals). */
  position: number;
  closed = false;
  readonly owner: Process;
  constructor(fd: number, append: boolean, position: number, owner: Process) {
    this.owner = owner;
    this.fd = fd;
    this.append = append;
    this.position = position;
  }
  /** The position for Node's functions. */
  get at(): number | null {
    return this.position < 0 ? null : this.position;
  }
  moved(n: number): void {
    if (this.position < 0) return;
    this.position = this.append ? fs.fstatSync(this.fd).size : this.position + n;
  }
}

/** The open handles of each process. */
const OPEN = new StateKey((vm) => {
  const open = new Map<Process, Set<FileHandle>>();
  vm.exitHooks.push((p) => {
    const left = open.get(p);
    if (left === undefined) return;
    open.delete(p);
    for (const handle of left) {
      handle.closed = true;
      try {
        fs.closeSync(handle.fd);
      } catch {
        // Nobody is left who could be told.
      }
    }
  });
  return open;
});

/** An open handle's operation; badarg when `ref` is none, `{error, einval}` when it is closed. */
function onHandle(x: Exec, ref: Term, operation: (handle: FileHandle) => Result): Result {
  const handle = resource(ref, FileHandle);
  if (handle === undefined) return x.badarg();
  if (handle.closed) return EINVAL;
  try {
    return operation(handle);
  } catch (error) {
    return posixError(errnoName(error));
  }
}

function makeHandle(x: Exec, fd: number, append: boolean): Term {
  const stat = fs.fstatSync(fd);
  const handle = new FileHandle(fd, append, stat.isFile() || stat.isBlockDevice() ? 0 : -1, x.process);
  const open = x.vm.state(OPEN);
  const mine = open.get(x.process);
  if (mine === undefined) open.set(x.process, new Set([handle]));
  else mine.add(handle);
  return tuple2(A.ok, makeResource(x, handle));
}

const FILE_MODE = 0o666;
const DIR_MODE = 0o777;

interface Modes {
  readonly flags: number;
  readonly append: boolean;
  readonly directory: boolean;
  readonly skipTypeCheck: boolean;
}

function modesOf(list: Term): Modes {
  let read = false;
  let write = false;
  let exclusive = false;
  let append = false;
  let sync = false;
  let directory = false;
  let skipTypeCheck = false;
  for (let l = list; l instanceof Cons && l !== NIL; l = l.tail) {
    switch (l.head) {
      case A.read:
        read = true;
        break;
      case A.write:
        write = true;
        break;
      case A.exclusive:
        exclusive = write = true;
        break;
      case A.append:
        append = write = true;
        break;
      case A.sync:
        sync = true;
        break;
      case A.skip_type_check:
        skipTypeCheck = true;
        break;
      case A.directory:
        directory = true;
        break;
    }
  }
  const c = fs.constants;
  let flags = write ? (read ? c.O_RDWR | c.O_CREAT : c.O_WRONLY | c.O_CREAT | c.O_TRUNC) : c.O_RDONLY;
  if (append) flags = (flags & ~c.O_TRUNC) | c.O_APPEND;
  if (exclusive) flags |= c.O_EXCL;
  if (sync) flags |= c.O_SYNC;
  if (directory) flags |= c.O_DIRECTORY ?? 0;
  return { flags, append, directory, skipTypeCheck };
}

function open_nif_2(x: Exec, name: Term, modes: Term): Result {
  if (!(modes instanceof Cons)) return x.badarg();
  return onPath(x, name, (file) => {
    const m = modesOf(modes);
    const fd = fs.openSync(file, m.flags, m.directory ? DIR_MODE : FILE_MODE);
    if (!m.skipTypeCheck && !m.directory && fs.fstatSync(fd).isDirectory()) {
      fs.closeSync(fd);
      return posixError("eisdir");
    }
    return makeHandle(x, fd, m.append);
  });
}

function file_desc_to_ref_nif_1(x: Exec, fd: Term): Result {
  if (typeof fd !== "number" || fd > 0x7fffffff || fd < -0x80000000) return x.badarg();
  if (fd < 0) return posixError("ebadf");
  return trying(() => makeHandle(x, fd, false));
}

function close_nif_1(x: Exec, ref: Term): Result {
  return onHandle(x, ref, (handle) => {
    handle.closed = true;
    const open = x.vm.state(OPEN);
    const owned = open.get(handle.owner);
    if (owned?.delete(handle) && owned.size === 0) open.delete(handle.owner);
    fs.closeSync(handle.fd);
    return A.ok;
  });
}

/** Closes what its owner left open; handles are closed by themselves here, so nothing is left to do. */
function delayed_close_nif_1(x: Exec, ref: Term): Result {
  return resource(ref, FileHandle) === undefined ? x.badarg() : A.ok;
}

// -- Numbers.

const INT64_MAX = (1n << 63n) - 1n;

/** A number that fits 64 bits, or NaN; undefined when it is no number at all. */
function int64(t: Term): number | undefined {
  if (typeof t === "number") return t;
  if (typeof t === "bigint") return t <= INT64_MAX && t >= -INT64_MAX - 1n ? Number(t) : Number.NaN;
  return t instanceof Float ? Number.NaN : undefined;
}

function int32(t: Term): number | undefined {
  return typeof t === "number" && t === (t | 0) ? t : undefined;
}

// -- Reading and writing.

/** Reads until `size` bytes or the end of file, from `position` (null: the system's). */
function readFully(fd: number, size: number, position: number | null): Uint8Array {
  // A huge size is usually a file's rest: no more is set aside than is there.
  let room = size;
  if (size > READ_AT_ONCE) {
    const stat = fs.fstatSync(fd);
    const left = stat.isFile() && position !== null ? stat.size - position : READ_AT_ONCE;
    room = Math.min(size, Math.max(left + 1, READ_AT_ONCE));
  }
  let out = new Uint8Array(room);
  let n = 0;
  for (;;) {
    const got = fs.readSync(fd, out, n, out.length - n, position === null ? null : position + n);
    n += got;
    if (got === 0 || n === size) break;
    if (n === out.length) {
      const larger = new Uint8Array(Math.min(size, out.length * 2));
      larger.set(out);
      out = larger;
    }
  }
  return n === out.length ? out : out.slice(0, n);
}
const READ_AT_ONCE = 1 << 20;

function read_nif_2(x: Exec, ref: Term, size: Term): Result {
  return onHandle(x, ref, (handle) => {
    const n = int64(size);
    if (n === undefined) return x.badarg();
    if (!(n >= 0)) return EINVAL;
    if (n > MAX_BINARY_BYTES) return posixError("enomem");
    const bytes = readFully(handle.fd, n, handle.at);
    if (handle.position >= 0) handle.position += bytes.length;
    return bytes.length === 0 ? A.eof : tuple2(A.ok, binary(bytes));
  });
}

function pread_nif_3(x: Exec, ref: Term, offset: Term, size: Term): Result {
  return onHandle(x, ref, (handle) => {
    const at = int64(offset);
    const n = int64(size);
    if (at === undefined || n === undefined) return x.badarg();
    if (!(at >= 0 && n >= 0)) return EINVAL;
    if (n > MAX_BINARY_BYTES) return posixError("enomem");
    if (handle.position < 0) return posixError("espipe");
    const bytes = readFully(handle.fd, n, at);
    return bytes.length === 0 ? A.eof : tuple2(A.ok, binary(bytes));
  });
}

/** The bytes of a list of binaries, one array each; undefined when it is no such list. */
function ioVector(list: Term): Uint8Array[] | undefined {
  const items = listToArray(list);
  if (items === undefined || !items.every((b) => isBinary(b))) return undefined;
  return items.map((b) => bytesOf(b as Bits));
}

/** Writes all of `parts`; `at` is where, null: where the system is. */
function writeAll(fd: number, parts: readonly Uint8Array[], at: number | null): number {
  let n = 0;
  for (const part of parts) {
    for (let from = 0; from < part.length; ) {
      const wrote = fs.writeSync(fd, part, from, part.length - from, at === null ? null : at + n);
      from += wrote;
      n += wrote;
    }
  }
  return n;
}

function write_nif_2(x: Exec, ref: Term, vector: Term): Result {
  return onHandle(x, ref, (handle) => {
    const parts = ioVector(vector);
    if (parts === undefined) return x.badarg();
    const n = writeAll(handle.fd, parts, handle.append ? null : handle.at);
    if (n > 0) handle.moved(n);
    return A.ok;
  });
}

function pwrite_nif_3(x: Exec, ref: Term, offset: Term, vector: Term): Result {
  return onHandle(x, ref, (handle) => {
    const at = int64(offset);
    const parts = ioVector(vector);
    if (at === undefined || parts === undefined) return x.badarg();
    if (!(at >= 0)) return EINVAL;
    if (handle.position < 0) return posixError("espipe");
    writeAll(handle.fd, parts, at);
    return A.ok;
  });
}

function seek_nif_3(x: Exec, ref: Term, whence: Term, offset: Term): Result {
  return onHandle(x, ref, (handle) => {
    const by = int64(offset);
    if (by === undefined || Number.isNaN(by)) return x.badarg();
    if (whence !== A.bof && whence !== A.cur && whence !== A.eof) return x.badarg();
    if (handle.position < 0) return posixError("espipe");
    const from = whence === A.bof ? 0 : whence === A.cur ? handle.position : fs.fstatSync(handle.fd).size;
    const to = from + by;
    if (to < 0 || !Number.isSafeInteger(to)) return EINVAL;
    handle.position = to;
    return tuple2(A.ok, to);
  });
}

function sync_nif_2(x: Exec, ref: Term, dataOnly: Term): Result {
  return onHandle(x, ref, (handle) => {
    const only = int32(dataOnly);
    if (only === undefined) return x.badarg();
    if (only !== 0) fs.fdatasyncSync(handle.fd);
    else fs.fsyncSync(handle.fd);
    return A.ok;
  });
}

function truncate_nif_1(x: Exec, ref: Term): Result {
  return onHandle(x, ref, (handle) => {
    if (handle.position < 0) return posixError("espipe");
    fs.ftruncateSync(handle.fd, handle.position);
    return A.ok;
  });
}

function allocate_nif_3(x: Exec, ref: Term, offset: Term, length: Term): Result {
  return onHandle(x, ref, (handle) => {
    const at = int64(offset);
    const n = int64(length);
    if (at === undefined || n === undefined) return x.badarg();
    if (!(at >= 0 && n > 0)) return EINVAL;
    // The file gets its size; whether blocks are reserved is the file system's matter.
    if (fs.fstatSync(handle.fd).size < at + n) fs.ftruncateSync(handle.fd, at + n);
    return A.ok;
  });
}

function advise_nif_4(x: Exec, ref: Term, offset: Term, length: Term, advice: Term): Result {
  return onHandle(x, ref, () => {
    const at = int64(offset);
    const n = int64(length);
    if (at === undefined || n === undefined) return x.badarg();
    if (!(at >= 0 && n >= 0)) return EINVAL;
    switch (advice) {
      case A.normal:
      case A.random:
      case A.sequential:
      case A.will_need:
      case A.dont_need:
      case A.no_reuse:
        // An advice may be ignored, and Node has no way to pass it on.
        return A.ok;
      default:
        return EINVAL;
    }
  });
}

function ipread_s32bu_p32bu_nif_3(x: Exec, ref: Term, offset: Term, maxSize: Term): Result {
  return onHandle(x, ref, (handle) => {
    const at = int64(offset);
    const max = int64(maxSize);
    if (at === undefined || max === undefined) return x.badarg();
    if (!(at >= 0 && max < 0x80000000)) return EINVAL;
    const pointer = readFully(handle.fd, 8, at);
    if (pointer.length < 8) return A.eof;
    const view = new DataView(pointer.buffer, pointer.byteOffset, 8);
    const size = view.getUint32(0);
    const position = view.getUint32(4);
    if (size > max) return A.eof;
    const bytes = readFully(handle.fd, size, position);
    return tuple2(A.ok, tuple3(size, position, bytes.length === 0 ? A.eof : binary(bytes)));
  });
}

function get_handle_nif_1(x: Exec, ref: Term): Result {
  return onHandle(x, ref, (handle) => {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setInt32(0, handle.fd, true);
    return binary(bytes);
  });
}

function read_file_nif_1(x: Exec, name: Term): Result {
  return onPath(x, name, (file) => tuple2(A.ok, fromBuffer(fs.readFileSync(file))));
}

// -- File information.

const ACCESS = [A.none, A.write, A.read, A.read_write] as const;

/** `#file_info{}` with times in seconds; `access`: 2 may read, 1 may write. */
function fileInfo(stat: fs.Stats, access: number): Term {
  const type =
    stat.isCharacterDevice() || stat.isBlockDevice()
      ? A.device
      : stat.isDirectory()
        ? A.directory
        : stat.isFile()
          ? A.regular
          : stat.isSymbolicLink()
            ? A.symlink
            : A.other;
  return tupleFromArray([
    A.file_info,
    stat.size,
    type,
    ACCESS[access] ?? A.none,
    Math.floor(stat.atimeMs / 1000),
    Math.floor(stat.mtimeMs / 1000),
    Math.floor(stat.ctimeMs / 1000),
    stat.mode,
    stat.nlink,
    stat.dev >>> 0,
    stat.rdev >>> 0,
    Number(BigInt.asUintN(32, BigInt(stat.ino))),
    stat.uid,
    stat.gid,
  ]);
}

function may(file: Buffer, what: number): boolean {
  try {
    fs.accessSync(file, what);
    return true;
  } catch {
    return false;
  }
}

function read_info_nif_2(x: Exec, name: Term, followLinks: Term): Result {
  const follow = int32(followLinks);
  if (follow === undefined) return x.badarg();
  const file = path(x, name);
  if (file === undefined) return EINVAL;
  try {
    // Most questions at start-up are about files that are not there: those must not cost an exception.
    const stat = (follow !== 0 ? fs.statSync : fs.lstatSync)(file, NO_THROW);
    if (stat === undefined) return ENOENT;
    const { R_OK, W_OK } = fs.constants;
    return fileInfo(stat, (may(file, R_OK) ? 2 : 0) | (may(file, W_OK) ? 1 : 0));
  } catch (error) {
    return posixError(errnoName(error));
  }
}
const NO_THROW = { throwIfNoEntry: false } as const;
const ENOENT = posixError("enoent");

function read_handle_info_nif_1(x: Exec, ref: Term): Result {
  return onHandle(x, ref, (handle) => {
    const stat = fs.fstatSync(handle.fd);
    const shift = stat.uid === process.geteuid?.() ? 6 : stat.gid === process.getegid?.() ? 3 : 0;
    return fileInfo(stat, (stat.mode >> (shift + 1)) & 3);
  });
}

function set_permissions_nif_2(x: Exec, name: Term, mode: Term): Result {
  if (typeof mode !== "number" || mode < 0 || mode > 0xffffffff) return x.badarg();
  return onPath(x, name, (file) => {
    const bits = mode & 0o6777;
    try {
      fs.chmodSync(file, bits);
    } catch {
      fs.chmodSync(file, bits & 0o777);
    }
    return A.ok;
  });
}

function set_owner_nif_3(x: Exec, name: Term, uid: Term, gid: Term): Result {
  const user = int32(uid);
  const group = int32(gid);
  if (user === undefined || group === undefined) return x.badarg();
  return onPath(x, name, (file) => {
    fs.chownSync(file, user, group);
    return A.ok;
  });
}

function set_time_nif_4(x: Exec, name: Term, accessed: Term, modified: Term, created: Term): Result {
  const a = int64(accessed);
  const m = int64(modified);
  const c = int64(created);
  if (a === undefined || m === undefined || c === undefined || Number.isNaN(a + m + c)) return x.badarg();
  return onPath(x, name, (file) => {
    fs.utimesSync(file, a, m);
    return A.ok;
  });
}

// -- Links, directories, names.

const AS_BUFFER = { encoding: "buffer" } as const;

function read_link_nif_1(x: Exec, name: Term): Result {
  return onPath(x, name, (file) => tuple2(A.ok, fromBuffer(fs.readlinkSync(file, AS_BUFFER))));
}

function list_dir_nif_1(x: Exec, name: Term): Result {
  return onPath(x, name, (file) => {
    let all: Term = NIL;
    for (const entry of fs.readdirSync(file, AS_BUFFER)) all = new Cons(fromBuffer(entry), all);
    return tuple2(A.ok, all);
  });
}

function rename_nif_2(x: Exec, from: Term, to: Term): Result {
  return onPaths(x, from, to, (a, b) => {
    try {
      fs.renameSync(a, b);
      return A.ok;
    } catch (error) {
      const name = errnoName(error);
      return posixError(name === "enotempty" ? "eexist" : a.equals(SLASH) ? "einval" : name);
    }
  });
}

function make_hard_link_nif_2(x: Exec, existing: Term, link: Term): Result {
  return onPaths(x, existing, link, (a, b) => {
    fs.linkSync(a, b);
    return A.ok;
  });
}

function make_soft_link_nif_2(x: Exec, existing: Term, link: Term): Result {
  const to = path(x, existing);
  if (to === undefined) return EINVAL;
  // What the link holds is the name as given, not as seen from here.
  const bytes = bytesOf(existing as Bits);
  const target = Buffer.from(bytes.subarray(0, bytes.indexOf(0)));
  return onPath(x, link, (b) => {
    fs.symlinkSync(target, b);
    return A.ok;
  });
}

function make_dir_nif_1(x: Exec, name: Term): Result {
  return onPath(x, name, (file) => {
    fs.mkdirSync(file, DIR_MODE);
    return A.ok;
  });
}

function del_file_nif_1(x: Exec, name: Term): Result {
  return onPath(x, name, (file) => {
    try {
      fs.unlinkSync(file);
      return A.ok;
    } catch (error) {
      const code = errnoName(error);
      return posixError(code === "eisdir" ? "eperm" : code);
    }
  });
}

function del_dir_nif_1(x: Exec, name: Term): Result {
  return onPath(x, name, (file) => {
    try {
      fs.rmdirSync(file);
      return A.ok;
    } catch (error) {
      const code = errnoName(error);
      if (code !== "enotempty" && code !== "eexist") return posixError(code);
      const there = fs.statSync(file);
      const here = fs.statSync(x.vm.state(CWD).path);
      return posixError(there.ino === here.ino && there.dev === here.dev ? "einval" : "eexist");
    }
  });
}

function get_cwd_nif_0(x: Exec): Result {
  return tuple2(A.ok, fromBuffer(Buffer.from(x.vm.state(CWD).path)));
}

function set_cwd_nif_1(x: Exec, name: Term): Result {
  return onPath(x, name, (file) => {
    const real = fs.realpathSync.native(file.length === 0 ? "" : file, AS_BUFFER);
    if (!fs.statSync(real).isDirectory()) return posixError("enotdir");
    fs.accessSync(real, fs.constants.X_OK);
    x.vm.state(CWD).path = real;
    return A.ok;
  });
}

function get_device_cwd_nif_1(x: Exec, device: Term): Result {
  return int32(device) === undefined ? x.badarg() : posixError("enotsup");
}

function altname_nif_1(x: Exec, name: Term): Result {
  return path(x, name) === undefined ? EINVAL : posixError("enotsup");
}

const nif = true;

export const PRIM_FILE_NIFS: readonly Bif[] = bifTable("prim_file", {
  "open_nif/2": { doc: "`{ok, Handle}` of a file.", fn: open_nif_2, nif },
  "file_desc_to_ref_nif/1": { doc: "`{ok, Handle}` of a file descriptor.", fn: file_desc_to_ref_nif_1, nif },
  "close_nif/1": { doc: "Closes a handle.", fn: close_nif_1, nif },
  "delayed_close_nif/1": { doc: "Closes an orphaned handle.", fn: delayed_close_nif_1, nif },
  "read_nif/2": { doc: "`{ok, Binary}` of at most so many bytes, or `eof`.", fn: read_nif_2, nif },
  "write_nif/2": { doc: "Writes a list of binaries.", fn: write_nif_2, nif },
  "pread_nif/3": { doc: "`{ok, Binary}` from a position, or `eof`.", fn: pread_nif_3, nif },
  "pwrite_nif/3": { doc: "Writes a list of binaries at a position.", fn: pwrite_nif_3, nif },
  "seek_nif/3": { doc: "`{ok, Position}` after moving there.", fn: seek_nif_3, nif },
  "sync_nif/2": { doc: "Waits until data, or data and metadata, are on disk.", fn: sync_nif_2, nif },
  "truncate_nif/1": { doc: "Ends the file at the present position.", fn: truncate_nif_1, nif },
  "allocate_nif/3": { doc: "Makes a file at least so long.", fn: allocate_nif_3, nif },
  "advise_nif/4": { doc: "An advice on how a file will be used.", fn: advise_nif_4, nif },
  "ipread_s32bu_p32bu_nif/3": { doc: "Reads what a pointer in the file leads to.", fn: ipread_s32bu_p32bu_nif_3, nif },
  "get_handle_nif/1": { doc: "The file descriptor as a binary.", fn: get_handle_nif_1, nif },
  "read_handle_info_nif/1": { doc: "`#file_info{}` of an open file.", fn: read_handle_info_nif_1, nif },
  "read_info_nif/2": { doc: "`#file_info{}` of a file, or of a link itself.", fn: read_info_nif_2, nif },
  "set_permissions_nif/2": { doc: "Sets a file's permissions.", fn: set_permissions_nif_2, nif },
  "set_owner_nif/3": { doc: "Sets a file's owner and group.", fn: set_owner_nif_3, nif },
  "set_time_nif/4": { doc: "Sets a file's times of access and modification.", fn: set_time_nif_4, nif },
  "read_link_nif/1": { doc: "`{ok, Binary}`: what a symbolic link holds.", fn: read_link_nif_1, nif },
  "list_dir_nif/1": { doc: "`{ok, Names}` of a directory, as binaries.", fn: list_dir_nif_1, nif },
  "make_hard_link_nif/2": { doc: "Makes another name of a file.", fn: make_hard_link_nif_2, nif },
  "make_soft_link_nif/2": { doc: "Makes a symbolic link.", fn: make_soft_link_nif_2, nif },
  "rename_nif/2": { doc: "Renames a file or directory.", fn: rename_nif_2, nif },
  "make_dir_nif/1": { doc: "Makes a directory.", fn: make_dir_nif_1, nif },
  "del_file_nif/1": { doc: "Deletes a file.", fn: del_file_nif_1, nif },
  "del_dir_nif/1": { doc: "Deletes an empty directory.", fn: del_dir_nif_1, nif },
  "get_device_cwd_nif/1": { doc: "`{error, enotsup}`: no drives.", fn: get_device_cwd_nif_1, nif },
  "set_cwd_nif/1": { doc: "Sets this VM's current directory.", fn: set_cwd_nif_1, nif },
  "get_cwd_nif/0": { doc: "`{ok, Binary}`: this VM's current directory.", fn: get_cwd_nif_0, nif },
  "altname_nif/1": { doc: "`{error, enotsup}`: no short names.", fn: altname_nif_1, nif },
  "read_file_nif/1": { doc: "`{ok, Binary}` of a whole file.", fn: read_file_nif_1, nif },
});
