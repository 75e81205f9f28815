/** Snapshots of a VM: an open file is the host's, of a closed one there is only the reference. */
import type { OpenFile } from "../../runtime/file_system.ts";
import type { Process } from "../../runtime/process.ts";
import type { SnapshotPart } from "../../runtime/snapshot.ts";
import { FileHandle } from "./handles.ts";

/** What a closed handle stands on is never asked. */
const CLOSED = { position: "file" } as OpenFile;

export const PRIM_FILE_PART: SnapshotPart = {
  name: "prim_file",
  resources: [
    {
      name: "closed file",
      type: FileHandle,
      save(handle) {
        const { closed, owner } = handle as FileHandle;
        if (!closed) throw new Error("an open file cannot be saved");
        return owner;
      },
      restore(_vm, owner) {
        const handle = new FileHandle(CLOSED, false, owner as Process);
        handle.closed = true;
        return handle;
      },
    },
  ],
};
