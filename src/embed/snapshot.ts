/** Snapshots of embedded VMs: saved with what JavaScript knows of them, restored in place of a boot. */
import { PRIM_BUFFER_PART } from "../nifs/prim_buffer.ts";
import { PRIM_FILE_PART } from "../nifs/prim_file/snapshot.ts";
import { PRIM_TTY_PART } from "../nifs/prim_tty/snapshot.ts";
import type { FileSystem } from "../runtime/file_system.ts";
import { SnapshotError } from "../snapshot/format.ts";
import { restoreVm } from "../snapshot/restore.ts";
import { saveVm } from "../snapshot/save.ts";
import { equalBytes } from "../util/bits.ts";
import { utf8Decode, utf8Encode } from "../util/utf8.ts";
import type { VirtualMachine } from "../vm.ts";
import { DOORS } from "./calls.ts";

/** A VM without OTP has none of these, and nothing to save of them. */
const PARTS = [PRIM_FILE_PART, PRIM_BUFFER_PART, PRIM_TTY_PART];

/** Throws a SnapshotError that says why the VM cannot be saved. */
export function saveEmbedded(core: VirtualMachine): Uint8Array {
  const { calls, mailboxes } = core.state(DOORS);
  if (calls.size > 0) throw new SnapshotError("a call from JavaScript is under way");
  if (mailboxes.size > 0) throw new SnapshotError("JavaScript has a mailbox");
  const place = core.host.files && placesIn(core.host.files, core);
  return saveVm(core, { parts: PARTS, ...(place && { place }) });
}

/** Modules of OTP, which lie in the VM's files, stay there. */
function placesIn(files: FileSystem, core: VirtualMachine): (module: string, bytes: Uint8Array) => string | undefined {
  const paths = new Map<string, string>();
  for (const folder of folders(files, core))
    for (const name of names(files, folder))
      if (name.endsWith(".beam")) paths.set(name.slice(0, -".beam".length), `${folder}/${name}`);
  return (module, bytes) => {
    const path = paths.get(module);
    return path !== undefined && equalBytes(files.readFile(utf8Encode(path)), bytes) ? path : undefined;
  };
}

/** The `ebin` folders beside those that the preloaded modules came from. */
function folders(files: FileSystem, core: VirtualMachine): string[] {
  for (const m of core.code.modules.values()) {
    const root = /^(.*)\/erts-[^/]*\/ebin\/[^/]*$/.exec((m as unknown as Named).file.fileName)?.[1];
    if (root !== undefined) return names(files, root).map((name) => `${root}/${name}/ebin`);
  }
  return [];
}

interface Named {
  readonly file: { readonly fileName: string };
}

function names(files: FileSystem, folder: string): string[] {
  if (files.stat(utf8Encode(folder), true)?.type !== "directory") return [];
  return files.list(utf8Encode(folder)).map((name) => utf8Decode(name) ?? "");
}

/** Makes the fresh VM go on from `snapshot`. */
export function restoreEmbedded(core: VirtualMachine, snapshot: Uint8Array): void {
  const { files } = core.host;
  restoreVm(core, snapshot, {
    parts: PARTS,
    files: (path) => {
      const name = utf8Encode(path);
      return files?.stat(name, true)?.type === "regular" ? files.readFile(name) : undefined;
    },
  });
}
