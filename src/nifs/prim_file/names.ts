/**
 * What prim_file does to files by their names: information, permissions, links, directories.
 * OTP: read_info_nif() and its neighbours in prim_file_nif.c, efile_read_info() and so on in unix_prim_file.c.
 */
import type { Exec } from "../../runtime/exec.ts";
import { CWD, type FileStat } from "../../runtime/file_system.ts";
import { errnoName, posixError } from "../../runtime/posix.ts";
import type { Result } from "../../runtime/signal.ts";
import { atoms } from "../../term/atom.ts";
import { binary } from "../../term/bits.ts";
import { Cons, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { tuple2, tupleFromArray } from "../../term/tuple.ts";
import { onHandle } from "./handles.ts";
import { EINVAL, int32, int64, nativeName, onPath, onPaths } from "./paths.ts";

const A = atoms("ok", "file_info", "none", "write", "read", "read_write");
const TYPES = atoms("regular", "directory", "symlink", "device", "other");
const ACCESS = [A.none, A.write, A.read, A.read_write] as const;

/** From the start of 1902 to the end of 9999: what `calendar` can do with. OTP: EFILE_MIN_FILETIME, EFILE_MAX_FILETIME. */
const MIN_TIME_s = -2145916800;
const MAX_TIME_s = 253402300799;

/** `#file_info{}` with times in seconds. */
function fileInfo(stat: FileStat): Term {
  const time = (t: number) => Math.min(MAX_TIME_s, Math.max(MIN_TIME_s, t));
  return tupleFromArray([
    A.file_info,
    stat.size,
    TYPES[stat.type],
    ACCESS[stat.access] ?? A.none,
    time(stat.accessed_s),
    time(stat.modified_s),
    time(stat.changed_s),
    stat.mode,
    stat.links,
    stat.device >>> 0,
    stat.deviceType >>> 0,
    stat.inode,
    stat.uid,
    stat.gid,
  ]);
}

const ENOENT = posixError("enoent");

export function read_info_nif_2(x: Exec, name: Term, followLinks: Term): Result {
  const follow = int32(followLinks);
  if (follow === undefined) return x.badarg();
  return onPath(x, name, (files, path) => {
    const stat = files.stat(path, follow !== 0);
    return stat === undefined ? ENOENT : fileInfo(stat);
  });
}

export function read_handle_info_nif_1(x: Exec, ref: Term): Result {
  return onHandle(x, ref, ({ file }) => fileInfo(file.stat()));
}

/** The bits of a mode that can be set, and those of them that a system may refuse: set user, set group. */
const MUTABLE = 0o6777;
const PLAIN = 0o777;

export function set_permissions_nif_2(x: Exec, name: Term, mode: Term): Result {
  if (typeof mode !== "number" || mode < 0 || mode > 0xffffffff) return x.badarg();
  return onPath(x, name, (files, path) => {
    try {
      files.setMode(path, mode & MUTABLE);
    } catch {
      files.setMode(path, mode & PLAIN);
    }
    return A.ok;
  });
}

export function set_owner_nif_3(x: Exec, name: Term, uid: Term, gid: Term): Result {
  const user = int32(uid);
  const group = int32(gid);
  if (user === undefined || group === undefined) return x.badarg();
  return onPath(x, name, (files, path) => {
    files.setOwner(path, user, group);
    return A.ok;
  });
}

export function set_time_nif_4(x: Exec, name: Term, accessed: Term, modified: Term, created: Term): Result {
  const a = int64(accessed);
  const m = int64(modified);
  const c = int64(created);
  if (a === undefined || m === undefined || c === undefined || Number.isNaN(a + m + c)) return x.badarg();
  return onPath(x, name, (files, path) => {
    files.setTimes(path, a, m);
    return A.ok;
  });
}

export function read_link_nif_1(x: Exec, name: Term): Result {
  return onPath(x, name, (files, path) => tuple2(A.ok, binary(files.readLink(path))));
}

export function list_dir_nif_1(x: Exec, name: Term): Result {
  return onPath(x, name, (files, path) => {
    let all: Term = NIL;
    for (const entry of files.list(path)) all = new Cons(binary(entry), all);
    return tuple2(A.ok, all);
  });
}

export function rename_nif_2(x: Exec, from: Term, to: Term): Result {
  return onPaths(x, from, to, (files, a, b) => {
    try {
      files.rename(a, b);
      return A.ok;
    } catch (error) {
      const name = errnoName(error);
      // Systems differ in what they say about the root.
      const isRoot = a.length === 1 && a[0] === 0x2f;
      return posixError(name === "enotempty" ? "eexist" : isRoot ? "einval" : name);
    }
  });
}

export function make_hard_link_nif_2(x: Exec, existing: Term, link: Term): Result {
  return onPaths(x, existing, link, (files, a, b) => {
    files.link(a, b);
    return A.ok;
  });
}

export function make_soft_link_nif_2(x: Exec, existing: Term, link: Term): Result {
  // What the link holds is the name as given, not as seen from here.
  const target = nativeName(existing);
  if (target === undefined) return EINVAL;
  return onPath(x, link, (files, path) => {
    files.symlink(target, path);
    return A.ok;
  });
}

export function make_dir_nif_1(x: Exec, name: Term): Result {
  return onPath(x, name, (files, path) => {
    files.makeDirectory(path);
    return A.ok;
  });
}

export function del_file_nif_1(x: Exec, name: Term): Result {
  return onPath(x, name, (files, path) => {
    try {
      files.removeFile(path);
      return A.ok;
    } catch (error) {
      const code = errnoName(error);
      return posixError(code === "eisdir" ? "eperm" : code);
    }
  });
}

export function del_dir_nif_1(x: Exec, name: Term): Result {
  return onPath(x, name, (files, path) => {
    try {
      files.removeDirectory(path);
      return A.ok;
    } catch (error) {
      const code = errnoName(error);
      if (code !== "enotempty" && code !== "eexist") return posixError(code);
      const there = files.stat(path, true);
      const here = files.stat(x.vm.state(CWD).path, true);
      const same = there?.inode === here?.inode && there?.device === here?.device;
      return posixError(same ? "einval" : "eexist");
    }
  });
}

export function get_cwd_nif_0(x: Exec): Result {
  return x.vm.host.files === undefined ? x.notsup() : tuple2(A.ok, binary(x.vm.state(CWD).path.slice()));
}

export function set_cwd_nif_1(x: Exec, name: Term): Result {
  return onPath(x, name, (files, path) => {
    x.vm.state(CWD).path = files.enter(path);
    return A.ok;
  });
}

export function get_device_cwd_nif_1(x: Exec, device: Term): Result {
  return int32(device) === undefined ? x.badarg() : posixError("enotsup");
}

export function altname_nif_1(_x: Exec, name: Term): Result {
  return nativeName(name) === undefined ? EINVAL : posixError("enotsup");
}
