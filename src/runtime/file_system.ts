/**
 * A file system as `prim_file` sees it: what POSIX's calls do, in the host's hands. Node has the machine's own
 * (`hosts/node/files.ts`); a host without files may have one in memory (`nifs/memory_files.ts`).
 *
 * Paths are absolute and bytes, without a NUL; they need not be UTF-8. An operation that fails throws an object with `code`,
 * the errno's name (`runtime/posix.ts`). All of them are done when they return: nobody waits for a file.
 * OTP: the efile_* functions of prim_file_nif.h.
 */
import { StateKey } from "./state.ts";

export interface FileSystem {
  /** The directory that a new VM starts in. */
  cwd(): Uint8Array;
  open(path: Uint8Array, how: OpenFlags): OpenFile;
  /** The file that the system knows by a number; absent: there are no such numbers. */
  fromDescriptor?(fd: number): OpenFile;
  /** The whole of a file; the bytes never change afterwards. */
  readFile(path: Uint8Array): Uint8Array;
  /** undefined: there is nothing of that name, which is asked too often to be an exception. */
  stat(path: Uint8Array, followLink: boolean): FileStat | undefined;
  /** The names in a directory, without `.` and `..`. */
  list(path: Uint8Array): Uint8Array[];
  readLink(path: Uint8Array): Uint8Array;
  link(existing: Uint8Array, path: Uint8Array): void;
  symlink(target: Uint8Array, path: Uint8Array): void;
  rename(from: Uint8Array, to: Uint8Array): void;
  makeDirectory(path: Uint8Array): void;
  removeFile(path: Uint8Array): void;
  removeDirectory(path: Uint8Array): void;
  setMode(path: Uint8Array, mode: number): void;
  /** -1 leaves as it is. */
  setOwner(path: Uint8Array, uid: number, gid: number): void;
  setTimes(path: Uint8Array, accessed_s: number, modified_s: number): void;
  /** The path without links of a directory that may be the current one. */
  enter(path: Uint8Array): Uint8Array;
}

export interface OpenFlags {
  readonly read: boolean;
  readonly write: boolean;
  /** Makes the file if it is not there, and empties it (`truncate`), or insists that it is new (`exclusive`). */
  readonly create: boolean;
  readonly truncate: boolean;
  readonly exclusive: boolean;
  readonly append: boolean;
  /** Writes wait for the disk. */
  readonly sync: boolean;
  /** Only a directory will do. */
  readonly directory: boolean;
}

export interface OpenFile {
  /** The system's number for it, -1: none. */
  readonly fd: number;
  /**
   * How a position is kept: `"file"`, by whoever uses the file; `"device"`, always 0; `"stream"`, not at all (a pipe, a
   * terminal): `at` is then null.
   */
  readonly position: "file" | "device" | "stream";
  /** Reads at most `into.length - from` bytes; 0: the end. */
  read(into: Uint8Array, from: number, at: number | null): number;
  /** Writes some of `bytes` from `from` on, at least one. With the flag `append` they go to the end wherever `at` is. */
  write(bytes: Uint8Array, from: number, at: number | null): number;
  size(): number;
  stat(): FileStat;
  truncate(size: number): void;
  /** Makes room for the bytes below `end`. */
  allocate(end: number): void;
  sync(dataOnly: boolean): void;
  close(): void;
}

export interface FileStat {
  readonly type: "regular" | "directory" | "symlink" | "device" | "other";
  readonly size: number;
  /** 2: the VM may read it, 1: it may write it. */
  readonly access: number;
  readonly accessed_s: number;
  readonly modified_s: number;
  readonly changed_s: number;
  /** Type and permissions, as in `st_mode`. */
  readonly mode: number;
  readonly links: number;
  readonly device: number;
  readonly deviceType: number;
  readonly inode: number;
  readonly uid: number;
  readonly gid: number;
}

class Directory {
  path: Uint8Array;
  constructor(path: Uint8Array) {
    this.path = path;
  }
}

/** The current directory of a VM: each has its own. OTP: chdir(2) of the emulator. */
export const CWD = new StateKey((vm) => new Directory(vm.host.files?.cwd() ?? Uint8Array.of(SLASH)));

export const SLASH = 0x2f;

/** The absolute path that `name` is from `directory`; an empty name stays empty, it is nothing's. */
export function absolute(directory: Uint8Array, name: Uint8Array): Uint8Array {
  if (name.length === 0 || name[0] === SLASH) return name;
  const path = new Uint8Array(directory.length + 1 + name.length);
  path.set(directory);
  path[directory.length] = SLASH;
  path.set(name, directory.length + 1);
  return path;
}
