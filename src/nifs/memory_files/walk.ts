/**
 * From a path to what it names, in a file system in memory.
 * OTP: path_resolution(7), which every system call under unix_prim_file.c goes through.
 */
import { PosixError } from "../../runtime/posix.ts";
import { latin1Decode } from "../../util/utf8.ts";
import { type Directory, type Inode, isDirectory, isLink } from "./inodes.ts";

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Where a path leads. */
export interface Place {
  readonly parent: Directory;
  /** The last component, a name in `parent`. */
  readonly last: string;
  /** undefined: there is no such name in `parent`. */
  readonly node: Inode | undefined;
  /** The path ended in a slash. */
  readonly wantsDirectory: boolean;
  /** The last component is `.`, `..` or the root: nothing that can be made, removed or renamed. */
  readonly special: boolean;
}

/** As in Linux. */
const MAX_LINKS = 40;
const MAX_NAME_BYTES = 255;
const MAX_PATH_BYTES = 4096;

/** `mayEnter` throws for a directory that the user may not search. A link at the end is followed if `followLast` is set. */
export function walk(
  root: Directory,
  path: string,
  followLast: boolean,
  mayEnter: (directory: Directory) => void,
): Place {
  if (path === "") throw new PosixError("ENOENT");
  if (path.length >= MAX_PATH_BYTES) throw new PosixError("ENAMETOOLONG");
  // The components that are still to go, the next one last.
  const rest = path.split("/").filter(Boolean).reverse();
  let wantsDirectory = path.endsWith("/");
  let links = 0;
  let at = root;
  let place: Place = { parent: root, last: "/", node: root, wantsDirectory, special: true };
  while (rest.length > 0) {
    const name = rest.pop() as string;
    if (name.length > MAX_NAME_BYTES) throw new PosixError("ENAMETOOLONG");
    mayEnter(at);
    const special = name === "." || name === "..";
    const node = special ? (name === "." ? at : at.parent) : at.entries.get(name);
    place = { parent: at, last: name, node, wantsDirectory, special };
    const isLast = rest.length === 0;
    if (isLink(node) && (!isLast || followLast || wantsDirectory)) {
      if (++links > MAX_LINKS) throw new PosixError("ELOOP");
      const target = latin1Decode(node.target);
      rest.push(...target.split("/").filter(Boolean).reverse());
      if (isLast && target.endsWith("/")) wantsDirectory = true;
      if (target.startsWith("/")) {
        at = root;
        place = { parent: root, last: "/", node: root, wantsDirectory, special: true };
      }
      continue;
    }
    if (isLast) break;
    if (node === undefined) throw new PosixError("ENOENT");
    if (!isDirectory(node)) throw new PosixError("ENOTDIR");
    at = node;
  }
  return place;
}
