/**
 * Open files of prim_file. A handle keeps its position itself, except for what cannot be positioned (pipes, terminals), and is
 * closed with the process that opened it.
 * OTP: open_nif(), close_nif(), owner_death_callback() in prim_file_nif.c.
 */
import type { Exec } from "../../runtime/exec.ts";
import type { OpenFile, OpenFlags } from "../../runtime/file_system.ts";
import { errnoName, posixError, trying } from "../../runtime/posix.ts";
import type { Process } from "../../runtime/process.ts";
import { makeResource, resource } from "../../runtime/resource.ts";
import type { Result } from "../../runtime/signal.ts";
import { StateKey } from "../../runtime/state.ts";
import { atoms } from "../../term/atom.ts";
import { binary } from "../../term/bits.ts";
import { Cons, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { tuple2 } from "../../term/tuple.ts";
import { EINVAL, onPath } from "./paths.ts";

const A = atoms("ok", "read", "write", "exclusive", "append", "sync", "skip_type_check", "directory");

export class FileHandle {
  readonly file: OpenFile;
  readonly append: boolean;
  /** Where the next read or write goes, if the file has positions. */
  position = 0;
  closed = false;
  readonly owner: Process;
  constructor(file: OpenFile, append: boolean, owner: Process) {
    this.file = file;
    this.append = append;
    this.owner = owner;
  }
  /** Where the next read or write goes; null: where the system is. */
  get at(): number | null {
    return this.file.position === "file" ? this.position : null;
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
        handle.file.close();
      } catch {
        // Nobody is left who could be told.
      }
    }
  });
  return open;
});

/** An open handle's operation; badarg when `ref` is none, `{error, einval}` when it is closed. */
export function onHandle(x: Exec, ref: Term, operation: (handle: FileHandle) => Result): Result {
  const handle = resource(ref, FileHandle);
  if (handle === undefined) return x.badarg();
  if (handle.closed) return EINVAL;
  try {
    return operation(handle);
  } catch (error) {
    return posixError(errnoName(error));
  }
}

function makeHandle(x: Exec, file: OpenFile, append: boolean): Term {
  const handle = new FileHandle(file, append, x.process);
  const open = x.vm.state(OPEN);
  const mine = open.get(x.process);
  if (mine === undefined) open.set(x.process, new Set([handle]));
  else mine.add(handle);
  return tuple2(A.ok, makeResource(x, handle));
}

interface Modes extends OpenFlags {
  readonly skipTypeCheck: boolean;
}

/** Other modes, such as `raw`, have been dealt with by Erlang code. */
function modesOf(list: Term): Modes {
  const given = new Set<Term>();
  for (let l = list; l instanceof Cons && l !== NIL; l = l.tail) given.add(l.head);
  const [append, exclusive] = [given.has(A.append), given.has(A.exclusive)];
  const write = append || exclusive || given.has(A.write);
  const read = !write || given.has(A.read);
  return {
    read,
    write,
    create: write,
    truncate: write && !read && !append,
    exclusive,
    append,
    sync: given.has(A.sync),
    directory: given.has(A.directory),
    skipTypeCheck: given.has(A.skip_type_check),
  };
}

export function open_nif_2(x: Exec, name: Term, modes: Term): Result {
  if (!(modes instanceof Cons)) return x.badarg();
  return onPath(x, name, (files, path) => {
    const how = modesOf(modes);
    const file = files.open(path, how);
    if (!how.skipTypeCheck && !how.directory && file.stat().type === "directory") {
      file.close();
      return posixError("eisdir");
    }
    return makeHandle(x, file, how.append);
  });
}

export function file_desc_to_ref_nif_1(x: Exec, fd: Term): Result {
  if (typeof fd !== "number" || fd > 0x7fffffff || fd < -0x80000000) return x.badarg();
  const { files } = x.vm.host;
  if (files === undefined) return x.notsup();
  return trying(() => {
    const file = fd < 0 ? undefined : files.fromDescriptor?.(fd);
    return file === undefined ? posixError("ebadf") : makeHandle(x, file, false);
  });
}

export function close_nif_1(x: Exec, ref: Term): Result {
  return onHandle(x, ref, (handle) => {
    handle.closed = true;
    const open = x.vm.state(OPEN);
    const owned = open.get(handle.owner);
    if (owned?.delete(handle) && owned.size === 0) open.delete(handle.owner);
    handle.file.close();
    return A.ok;
  });
}

/** Closes what its owner left open; handles are closed by themselves here, so nothing is left to do. */
export function delayed_close_nif_1(x: Exec, ref: Term): Result {
  return resource(ref, FileHandle) === undefined ? x.badarg() : A.ok;
}

export function get_handle_nif_1(x: Exec, ref: Term): Result {
  return onHandle(x, ref, (handle) => {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setInt32(0, handle.file.fd, true);
    return binary(bytes);
  });
}
