/**
 * What a file system in memory is made of: files, directories, symbolic links.
 * Names are bytes, one character each, so that they can be keys.
 */
import type { FileStat } from "../../runtime/file_system.ts";
import { Contents } from "./contents.ts";

const S_IFLNK = 0o120000;
const S_IFREG = 0o100000;
const S_IFDIR = 0o040000;

export abstract class Inode {
  readonly number: number;
  /** Type and permissions. */
  mode: number;
  links = 1;
  uid = 0;
  gid = 0;
  accessed_s = 0;
  modified_s = 0;
  /** -1: it has just been made. */
  changed_s = -1;

  constructor(number: number, mode: number) {
    this.number = number;
    this.mode = mode;
  }
  abstract readonly type: FileStat["type"];
  abstract get size(): number;

  stat(access: number): FileStat {
    return {
      type: this.type,
      size: this.size,
      access,
      accessed_s: this.accessed_s,
      modified_s: this.modified_s,
      changed_s: this.changed_s,
      mode: this.mode,
      links: this.links,
      device: 1,
      deviceType: 0,
      inode: this.number,
      uid: this.uid,
      gid: this.gid,
    };
  }
}

export class RegularFile extends Inode {
  readonly type = "regular";
  contents = new Contents();
  constructor(number: number, permissions: number) {
    super(number, S_IFREG | permissions);
  }
  get size(): number {
    return this.contents.size;
  }
}

export class Link extends Inode {
  readonly type = "symlink";
  readonly target: Uint8Array;
  constructor(number: number, target: Uint8Array) {
    super(number, S_IFLNK | 0o777);
    this.target = target;
  }
  get size(): number {
    return this.target.length;
  }
}

export class Directory extends Inode {
  readonly type = "directory";
  readonly entries = new Map<string, Inode>();
  /** The root is its own parent. */
  parent: Directory;
  constructor(number: number, permissions: number, parent: Directory | undefined) {
    super(number, S_IFDIR | permissions);
    this.parent = parent ?? this;
    this.links = 2;
  }
  get size(): number {
    return 4096;
  }
  /** Whether it is `other` or lies below it. */
  isWithin(other: Directory): boolean {
    for (let d: Directory = this; ; d = d.parent) {
      if (d === other) return true;
      if (d.parent === d) return false;
    }
  }
  path(): Uint8Array {
    let path = "";
    for (let d: Directory = this; d.parent !== d; d = d.parent) {
      for (const [name, node] of d.parent.entries) if (node === d) path = `/${name}${path}`;
    }
    return nameBytes(path || "/");
  }
}

export const isFile = (node: Inode | undefined): node is RegularFile => node?.type === "regular";
export const isLink = (node: Inode | undefined): node is Link => node?.type === "symlink";
export const isDirectory = (node: Inode | undefined): node is Directory => node?.type === "directory";

/** The bytes that a name's characters stand for. */
export function nameBytes(name: string): Uint8Array {
  return Uint8Array.from(name, (c) => c.charCodeAt(0));
}
