/**
 * The machine's files, through Node's synchronous functions.
 * Node has no lseek: whoever uses a file says where it reads and writes. Where that is the place at which the system is
 * anyway, the system is left to go on: some files (under /proc) can do nothing else.
 * OTP: unix_prim_file.c.
 */
import * as fs from "node:fs";
import type { FileStat, FileSystem, OpenFile, OpenFlags } from "../../runtime/file_system.ts";
import { PosixError } from "../../runtime/posix.ts";
import { tty } from "./builtin.ts";

const FILE_MODE = 0o666;
const DIR_MODE = 0o777;
const AS_BUFFER = { encoding: "buffer" } as const;
const NO_THROW = { throwIfNoEntry: false } as const;

/** Node takes any bytes as a path, and its types only its own class of them. */
function named(path: Uint8Array): Buffer {
  return Buffer.from(path.buffer, path.byteOffset, path.length);
}

/** Bytes whose class is `Uint8Array`, as that of all binaries must be. */
function plain(b: Buffer): Uint8Array {
  return new Uint8Array(b.buffer, b.byteOffset, b.length);
}

function typeOf(stat: fs.Stats): FileStat["type"] {
  if (stat.isFile()) return "regular";
  if (stat.isDirectory()) return "directory";
  if (stat.isSymbolicLink()) return "symlink";
  return stat.isCharacterDevice() || stat.isBlockDevice() ? "device" : "other";
}

/** `inode`: numbers above 2^53 have lost their last bits in `stat`. */
function fileStat(stat: fs.Stats, access: number, inode: () => bigint): FileStat {
  const exact = Number.isSafeInteger(stat.ino) ? BigInt(stat.ino) : inode();
  return {
    type: typeOf(stat),
    size: stat.size,
    access,
    accessed_s: Math.floor(stat.atimeMs / 1000),
    modified_s: Math.floor(stat.mtimeMs / 1000),
    changed_s: Math.floor(stat.ctimeMs / 1000),
    mode: stat.mode,
    links: stat.nlink,
    device: stat.dev,
    deviceType: stat.rdev,
    inode: Number(BigInt.asUintN(32, exact)),
    uid: stat.uid,
    gid: stat.gid,
  };
}

function may(file: Buffer, what: number): boolean {
  try {
    fs.accessSync(file, what);
    return true;
  } catch {
    return false;
  }
}

function stat(path: Uint8Array, followLink: boolean): FileStat | undefined {
  const file = named(path);
  const of = followLink ? fs.statSync : fs.lstatSync;
  const found = of(file, NO_THROW);
  if (found === undefined) return undefined;
  const { R_OK, W_OK } = fs.constants;
  const access = (may(file, R_OK) ? 2 : 0) | (may(file, W_OK) ? 1 : 0);
  return fileStat(found, access, () => of(file, { bigint: true }).ino);
}

class NodeFile implements OpenFile {
  readonly fd: number;
  readonly position: OpenFile["position"];
  private readonly writable: boolean;
  /** Where the system would read or write next; NaN: unknown. */
  private next: number;

  constructor(fd: number, writable: boolean, next: number) {
    this.fd = fd;
    this.writable = writable;
    this.next = next;
    const kind = fs.fstatSync(fd);
    if (kind.isCharacterDevice()) this.position = tty().isatty(fd) ? "stream" : "device";
    else this.position = kind.isFIFO() || kind.isSocket() ? "stream" : "file";
  }
  read(into: Uint8Array, from: number, at: number | null): number {
    const n = fs.readSync(this.fd, into, from, into.length - from, at === this.next ? null : at);
    if (at === this.next) this.next += n;
    return n;
  }
  write(bytes: Uint8Array, from: number, at: number | null): number {
    const n = fs.writeSync(this.fd, bytes, from, bytes.length - from, at === this.next ? null : at);
    if (at === this.next) this.next += n;
    else if (at === null) this.next = Number.NaN;
    return n;
  }
  size(): number {
    return fs.fstatSync(this.fd).size;
  }
  /** As OTP does for open files, the access goes by the permissions alone. */
  stat(): FileStat {
    const found = fs.fstatSync(this.fd);
    const shift = found.uid === process.geteuid?.() ? 6 : found.gid === process.getegid?.() ? 3 : 0;
    return fileStat(found, (found.mode >> (shift + 1)) & 3, () => fs.fstatSync(this.fd, { bigint: true }).ino);
  }
  truncate(size: number): void {
    fs.ftruncateSync(this.fd, size);
  }
  /** The file gets its size; whether blocks are reserved is the file system's matter, Node has no call for it. */
  allocate(end: number): void {
    if (!this.writable) throw new PosixError("EBADF");
    if (this.position !== "file") throw new PosixError("ENODEV");
    if (this.size() < end) fs.ftruncateSync(this.fd, end);
  }
  sync(dataOnly: boolean): void {
    if (dataOnly) fs.fdatasyncSync(this.fd);
    else fs.fsyncSync(this.fd);
  }
  close(): void {
    fs.closeSync(this.fd);
  }
}

function open(path: Uint8Array, how: OpenFlags): OpenFile {
  const c = fs.constants;
  let flags = how.write ? (how.read ? c.O_RDWR : c.O_WRONLY) : c.O_RDONLY;
  if (how.create) flags |= c.O_CREAT;
  if (how.truncate) flags |= c.O_TRUNC;
  if (how.append) flags |= c.O_APPEND;
  if (how.exclusive) flags |= c.O_EXCL;
  if (how.sync) flags |= c.O_SYNC;
  if (how.directory) flags |= c.O_DIRECTORY ?? 0;
  return new NodeFile(fs.openSync(named(path), flags, how.directory ? DIR_MODE : FILE_MODE), how.write, 0);
}

function enter(path: Uint8Array): Uint8Array {
  const real = fs.realpathSync.native(named(path), AS_BUFFER);
  if (!fs.statSync(real).isDirectory()) throw new PosixError("ENOTDIR");
  fs.accessSync(real, fs.constants.X_OK);
  return plain(real);
}

/** Seconds of any sign: Node takes a negative number for the present. */
const date = (t_s: number): Date => new Date(t_s * 1000);

export const NODE_FILES: FileSystem = {
  cwd: () => plain(Buffer.from(process.cwd())),
  open,
  fromDescriptor: (fd) => new NodeFile(fd, true, Number.NaN),
  readFile: (path) => plain(fs.readFileSync(named(path))),
  stat,
  list: (path) => fs.readdirSync(named(path), AS_BUFFER).map(plain),
  readLink: (path) => plain(fs.readlinkSync(named(path), AS_BUFFER)),
  link: (existing, path) => fs.linkSync(named(existing), named(path)),
  symlink: (target, path) => fs.symlinkSync(named(target), named(path)),
  rename: (from, to) => fs.renameSync(named(from), named(to)),
  makeDirectory: (path) => void fs.mkdirSync(named(path), DIR_MODE),
  removeFile: (path) => fs.unlinkSync(named(path)),
  removeDirectory: (path) => fs.rmdirSync(named(path)),
  setMode: (path, mode) => fs.chmodSync(named(path), mode),
  setOwner: (path, uid, gid) => fs.chownSync(named(path), uid, gid),
  setTimes: (path, accessed_s, modified_s) => fs.utimesSync(named(path), date(accessed_s), date(modified_s)),
  enter,
};
