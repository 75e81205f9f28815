/**
 * A file system in memory, for hosts without files: directories, links, times, owners, permissions, sparse files, with the
 * errors of POSIX as Linux gives them.
 *
 *     const files = new MemoryFiles({ now_s: () => Date.now() / 1000 });
 *     files.add("/otp/lib/stdlib/ebin/lists.beam", bytes);
 *     const vm = createVm(bareHost({ ..., files }), { nifs: PRIM_FILE_NIFS });
 *
 * Reading leaves the time of access alone, as a file system mounted with `noatime` does. There are no devices.
 * OTP: the system calls under unix_prim_file.c.
 */
import type { FileStat, FileSystem, OpenFile, OpenFlags } from "../../runtime/file_system.ts";
import { PosixError } from "../../runtime/posix.ts";
import { latin1Decode, utf8Encode } from "../../util/utf8.ts";
import { Contents, type LaterBytes } from "./contents.ts";
import { Directory, type Inode, isDirectory, isFile, isLink, Link, nameBytes, RegularFile } from "./inodes.ts";
import { type Place, type User, walk } from "./walk.ts";

export type { LaterBytes };

export interface MemoryOptions {
  /** Unix time in seconds, for the times of files. */
  readonly now_s: () => number;
  /** Whose the VM is; 0, to whom everything is allowed, if nothing is said. */
  readonly uid?: number;
  readonly gid?: number;
  /** The directory that a new VM starts in; it is made. */
  readonly cwd?: string;
  /** Called after each change of a file or directory that the VM makes. */
  readonly changed?: () => void;
}

const READ = 4;
const WRITE = 2;
const EXECUTE = 1;

/** What a new file or directory may not be: OTP's modes 666 and 777 with the usual mask. */
const UMASK = 0o022;

export class MemoryFiles implements FileSystem {
  private readonly root: Directory;
  private readonly user: User;
  private readonly clock_s: () => number;
  private readonly changed: (() => void) | undefined;
  private readonly start: Uint8Array;
  private inodes = 0;
  /** The program that makes the VM puts files where it likes. */
  private trusted = false;

  constructor(options: MemoryOptions) {
    this.clock_s = options.now_s;
    this.user = { uid: options.uid ?? 0, gid: options.gid ?? 0 };
    this.root = this.created(new Directory(++this.inodes, 0o755, undefined));
    this.root.uid = this.root.gid = 0;
    this.start = utf8Encode(options.cwd ?? "/");
    this.addDirectory(options.cwd ?? "/");
    // What has been made so far is no change.
    this.changed = options.changed;
  }

  // -- For the program that makes the VM.

  /** Puts a file where `path` says, over one that is there, with the directories on the way. `bytes` must not change. */
  add(path: string, bytes: Uint8Array | LaterBytes): void {
    const name = utf8Encode(path);
    this.addDirectory(path.slice(0, path.lastIndexOf("/")));
    this.trusting(() => {
      const { parent, last, node } = this.find(name, true);
      if (node !== undefined && !isFile(node)) throw new PosixError("EISDIR");
      const file = node ?? this.enterInto(parent, last, new RegularFile(++this.inodes, 0o644));
      file.contents = new Contents(bytes);
      this.touch(file);
    });
  }

  /** Makes a directory and those above it; they may be there. */
  addDirectory(path: string): void {
    this.trusting(() => {
      const above: string[] = [];
      for (const component of path.split("/").filter(Boolean)) {
        above.push(component);
        const { parent, last, node } = this.find(utf8Encode(`/${above.join("/")}`), true);
        if (node === undefined) this.enterInto(parent, last, this.newDirectory(parent, 0o755));
        else if (!isDirectory(node)) throw new PosixError("ENOTDIR");
      }
    });
  }

  private trusting(run: () => void): void {
    this.trusted = true;
    try {
      run();
    } finally {
      this.trusted = false;
    }
  }

  // -- Files.

  cwd(): Uint8Array {
    return this.start;
  }

  open(path: Uint8Array, how: OpenFlags): OpenFile {
    // A link at the end is followed, unless the name must be new.
    const place = this.find(path, !how.exclusive);
    let { node } = place;
    if (node === undefined) {
      if (!how.create) throw new PosixError("ENOENT");
      if (place.wantsDirectory) throw new PosixError("EISDIR");
      node = this.enterInto(place.parent, place.last, new RegularFile(++this.inodes, 0o666 & ~UMASK));
      return new MemoryFile(this, node, how);
    }
    if (how.create && how.exclusive) throw new PosixError("EEXIST");
    if (isDirectory(node) && how.create) throw new PosixError("EISDIR");
    if (!isDirectory(node) && (place.wantsDirectory || how.directory)) throw new PosixError("ENOTDIR");
    this.require(node, (how.read ? READ : 0) | (how.write ? WRITE : 0));
    const file = new MemoryFile(this, node, how);
    if (how.truncate) file.truncate(0);
    return file;
  }

  readFile(path: Uint8Array): Uint8Array {
    const node = this.existing(path, true);
    this.require(node, READ);
    if (!isFile(node)) throw new PosixError("EISDIR");
    return node.contents.all();
  }

  stat(path: Uint8Array, followLink: boolean): FileStat | undefined {
    const { node, wantsDirectory } = this.find(path, followLink);
    if (node === undefined) return undefined;
    if (wantsDirectory && !isDirectory(node)) throw new PosixError("ENOTDIR");
    // What may be done with a link is what may be done with its target.
    const target = isLink(node) ? this.targetOf(path) : node;
    const access = (n: Inode) => (this.may(n, READ) ? 2 : 0) | (this.may(n, WRITE) ? 1 : 0);
    return node.stat(target === undefined ? 0 : access(target));
  }

  private targetOf(path: Uint8Array): Inode | undefined {
    try {
      return this.find(path, true).node;
    } catch {
      return undefined;
    }
  }

  list(path: Uint8Array): Uint8Array[] {
    const node = this.existing(path, true);
    if (!isDirectory(node)) throw new PosixError("ENOTDIR");
    this.require(node, READ);
    return Array.from(node.entries.keys(), nameBytes);
  }

  // -- Names.

  readLink(path: Uint8Array): Uint8Array {
    const node = this.existing(path, false);
    if (!isLink(node)) throw new PosixError("EINVAL");
    return node.target;
  }

  link(existing: Uint8Array, path: Uint8Array): void {
    const node = this.existing(existing, false);
    const place = this.vacant(path);
    if (place.wantsDirectory) throw new PosixError("ENOENT");
    if (isDirectory(node)) throw new PosixError("EPERM");
    this.enterInto(place.parent, place.last, node);
    node.links++;
  }

  symlink(target: Uint8Array, path: Uint8Array): void {
    if (target.length === 0) throw new PosixError("ENOENT");
    const place = this.vacant(path);
    if (place.wantsDirectory) throw new PosixError("ENOENT");
    this.enterInto(place.parent, place.last, new Link(++this.inodes, target.slice()));
  }

  makeDirectory(path: Uint8Array): void {
    const place = this.vacant(path);
    this.enterInto(place.parent, place.last, this.newDirectory(place.parent, 0o777 & ~UMASK));
  }

  removeFile(path: Uint8Array): void {
    const place = this.find(path, false);
    if (place.special) throw new PosixError("EISDIR");
    const { node } = place;
    if (node === undefined) throw new PosixError("ENOENT");
    if (place.wantsDirectory) throw new PosixError(isDirectory(node) ? "EISDIR" : "ENOTDIR");
    this.mayRemove(place.parent, node);
    if (isDirectory(node)) throw new PosixError("EISDIR");
    this.removeFrom(place.parent, place.last, node);
  }

  removeDirectory(path: Uint8Array): void {
    const place = this.find(path, false);
    const { node } = place;
    if (node === this.root) throw new PosixError("EBUSY");
    if (place.special) throw new PosixError(place.last === "." ? "EINVAL" : "ENOTEMPTY");
    if (node === undefined) throw new PosixError("ENOENT");
    this.mayRemove(place.parent, node);
    if (!isDirectory(node)) throw new PosixError("ENOTDIR");
    if (node.entries.size > 0) throw new PosixError("ENOTEMPTY");
    this.removeFrom(place.parent, place.last, node);
  }

  rename(from: Uint8Array, to: Uint8Array): void {
    const source = this.find(from, false);
    const target = this.find(to, false);
    if (source.special || target.special) throw new PosixError("EBUSY");
    const { node } = source;
    if (node === undefined) throw new PosixError("ENOENT");
    const old = target.node;
    if (!isDirectory(node) && (source.wantsDirectory || target.wantsDirectory)) throw new PosixError("ENOTDIR");
    if (isDirectory(node) && target.parent.isWithin(node)) throw new PosixError("EINVAL");
    if (isDirectory(old) && source.parent.isWithin(old)) throw new PosixError("ENOTEMPTY");
    if (old === node) return;
    this.mayRemove(source.parent, node);
    if (old === undefined) this.require(target.parent, WRITE | EXECUTE);
    else {
      this.mayRemove(target.parent, old);
      if (isDirectory(node) && !isDirectory(old)) throw new PosixError("ENOTDIR");
      if (isDirectory(old) && !isDirectory(node)) throw new PosixError("EISDIR");
      if (isDirectory(old) && old.entries.size > 0) throw new PosixError("ENOTEMPTY");
      this.removeFrom(target.parent, target.last, old);
    }
    source.parent.entries.delete(source.last);
    target.parent.entries.set(target.last, node);
    if (isDirectory(node)) node.parent = target.parent;
    for (const directory of [source.parent, target.parent]) this.touch(directory);
    node.changed_s = this.now();
  }

  // -- Attributes.

  setMode(path: Uint8Array, mode: number): void {
    const node = this.owned(path);
    node.mode = (node.mode & ~0o7777) | mode;
    node.changed_s = this.now();
  }

  setOwner(path: Uint8Array, uid: number, gid: number): void {
    const node = this.owned(path);
    const { user } = this;
    const keeps = (uid < 0 || uid === node.uid) && (gid < 0 || gid === user.gid || gid === node.gid);
    if (user.uid !== 0 && !keeps) throw new PosixError("EPERM");
    if (uid >= 0) node.uid = uid;
    if (gid >= 0) node.gid = gid;
    // A program that runs as its owner must not come into another's hands.
    if (isFile(node)) node.mode &= ~0o6000;
    node.changed_s = this.now();
  }

  setTimes(path: Uint8Array, accessed_s: number, modified_s: number): void {
    const node = this.owned(path);
    node.accessed_s = accessed_s;
    node.modified_s = modified_s;
    node.changed_s = this.now();
  }

  enter(path: Uint8Array): Uint8Array {
    const node = this.existing(path, true);
    if (!isDirectory(node)) throw new PosixError("ENOTDIR");
    this.require(node, EXECUTE);
    return node.path();
  }

  // -- Within.

  now(): number {
    return Math.floor(this.clock_s());
  }

  /** Its contents have changed. */
  touch(node: Inode): void {
    node.modified_s = node.changed_s = this.now();
    if (!this.trusted) this.changed?.();
  }

  private find(path: Uint8Array, followLink: boolean): Place {
    return walk(this.root, latin1Decode(path), followLink, (directory) => this.require(directory, EXECUTE));
  }

  private existing(path: Uint8Array, followLink: boolean): Inode {
    const { node, wantsDirectory } = this.find(path, followLink);
    if (node === undefined) throw new PosixError("ENOENT");
    if (wantsDirectory && !isDirectory(node)) throw new PosixError("ENOTDIR");
    return node;
  }

  /** The file that its owner alone may change. */
  private owned(path: Uint8Array): Inode {
    const node = this.existing(path, true);
    if (this.user.uid !== 0 && this.user.uid !== node.uid) throw new PosixError("EPERM");
    return node;
  }

  /** Where something new may be put. */
  private vacant(path: Uint8Array): Place {
    const place = this.find(path, false);
    if (place.special || place.node !== undefined) throw new PosixError("EEXIST");
    return place;
  }

  may(node: Inode, what: number): boolean {
    const { uid, gid } = this.user;
    if (uid === 0) return true;
    const shift = uid === node.uid ? 6 : gid === node.gid ? 3 : 0;
    return ((node.mode >> shift) & what) === what;
  }

  private require(node: Inode, what: number): void {
    if (!this.trusted && !this.may(node, what)) throw new PosixError("EACCES");
  }

  /** In a directory with the sticky bit only owners remove. */
  private mayRemove(parent: Directory, node: Inode): void {
    this.require(parent, WRITE | EXECUTE);
    const { uid } = this.user;
    if ((parent.mode & 0o1000) !== 0 && uid !== 0 && uid !== node.uid && uid !== parent.uid)
      throw new PosixError("EPERM");
  }

  private created<T extends Inode>(node: T): T {
    node.uid = this.user.uid;
    node.gid = this.user.gid;
    node.accessed_s = this.now();
    this.touch(node);
    return node;
  }

  private newDirectory(parent: Directory, mode: number): Directory {
    return new Directory(++this.inodes, mode, parent);
  }

  private enterInto<T extends Inode>(parent: Directory, name: string, node: T): T {
    if (parent.links === 0) throw new PosixError("ENOENT");
    this.require(parent, WRITE | EXECUTE);
    parent.entries.set(name, node);
    if (isDirectory(node)) parent.links++;
    if (node.changed_s < 0) this.created(node);
    else node.changed_s = this.now();
    this.touch(parent);
    return node;
  }

  private removeFrom(parent: Directory, name: string, node: Inode): void {
    parent.entries.delete(name);
    if (isDirectory(node)) {
      parent.links--;
      node.links = 0;
    } else node.links--;
    node.changed_s = this.now();
    this.touch(parent);
  }
}

/** An open file; it stays whole when its name is removed. */
class MemoryFile implements OpenFile {
  readonly fd = -1;
  readonly position = "file";
  private readonly files: MemoryFiles;
  private readonly node: Inode;
  private readonly how: OpenFlags;

  constructor(files: MemoryFiles, node: Inode, how: OpenFlags) {
    this.files = files;
    this.node = node;
    this.how = how;
  }

  private contents(allowed: boolean): Contents {
    if (!allowed) throw new PosixError("EBADF");
    if (!isFile(this.node)) throw new PosixError("EISDIR");
    return this.node.contents;
  }

  read(into: Uint8Array, from: number, at: number | null): number {
    return this.contents(this.how.read).read(into, from, at ?? 0);
  }

  write(bytes: Uint8Array, from: number, at: number | null): number {
    const contents = this.contents(this.how.write);
    contents.write(bytes.subarray(from), this.how.append ? contents.size : (at ?? 0));
    this.files.touch(this.node);
    return bytes.length - from;
  }

  size(): number {
    return this.node.size;
  }

  stat(): FileStat {
    return this.node.stat((this.files.may(this.node, READ) ? 2 : 0) | (this.files.may(this.node, WRITE) ? 1 : 0));
  }

  truncate(size: number): void {
    if (!this.how.write || !isFile(this.node)) throw new PosixError("EINVAL");
    this.node.contents.truncate(size);
    this.files.touch(this.node);
  }

  allocate(end: number): void {
    const contents = this.contents(this.how.write);
    if (contents.size < end) contents.truncate(end);
    this.files.touch(this.node);
  }

  sync(): void {}
  close(): void {}
}
