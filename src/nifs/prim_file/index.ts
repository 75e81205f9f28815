/**
 * prim_file: the NIFs behind OTP's `file` module, over whatever file system the host has (`Host.files`).
 * OTP: prim_file_nif.c.
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import { close_nif_1, delayed_close_nif_1, file_desc_to_ref_nif_1, get_handle_nif_1, open_nif_2 } from "./handles.ts";
import * as io from "./io.ts";
import * as names from "./names.ts";

const nif = true;

export const PRIM_FILE_NIFS: readonly Bif[] = bifTable("prim_file", {
  "open_nif/2": { doc: "`{ok, Handle}` of a file.", fn: open_nif_2, nif },
  "file_desc_to_ref_nif/1": { doc: "`{ok, Handle}` of a file descriptor.", fn: file_desc_to_ref_nif_1, nif },
  "close_nif/1": { doc: "Closes a handle.", fn: close_nif_1, nif },
  "delayed_close_nif/1": { doc: "Closes an orphaned handle.", fn: delayed_close_nif_1, nif },
  "read_nif/2": { doc: "`{ok, Binary}` of at most so many bytes, or `eof`.", fn: io.read_nif_2, nif },
  "write_nif/2": { doc: "Writes a list of binaries.", fn: io.write_nif_2, nif },
  "pread_nif/3": { doc: "`{ok, Binary}` from a position, or `eof`.", fn: io.pread_nif_3, nif },
  "pwrite_nif/3": { doc: "Writes a list of binaries at a position.", fn: io.pwrite_nif_3, nif },
  "seek_nif/3": { doc: "`{ok, Position}` after moving there.", fn: io.seek_nif_3, nif },
  "sync_nif/2": { doc: "Waits until data, or data and metadata, are on disk.", fn: io.sync_nif_2, nif },
  "truncate_nif/1": { doc: "Ends the file at the present position.", fn: io.truncate_nif_1, nif },
  "allocate_nif/3": { doc: "Makes a file at least so long.", fn: io.allocate_nif_3, nif },
  "advise_nif/4": { doc: "An advice on how a file will be used.", fn: io.advise_nif_4, nif },
  "ipread_s32bu_p32bu_nif/3": {
    doc: "Reads what a pointer in the file leads to.",
    fn: io.ipread_s32bu_p32bu_nif_3,
    nif,
  },
  "get_handle_nif/1": { doc: "The file descriptor as a binary.", fn: get_handle_nif_1, nif },
  "read_handle_info_nif/1": { doc: "`#file_info{}` of an open file.", fn: names.read_handle_info_nif_1, nif },
  "read_info_nif/2": { doc: "`#file_info{}` of a file, or of a link itself.", fn: names.read_info_nif_2, nif },
  "set_permissions_nif/2": { doc: "Sets a file's permissions.", fn: names.set_permissions_nif_2, nif },
  "set_owner_nif/3": { doc: "Sets a file's owner and group.", fn: names.set_owner_nif_3, nif },
  "set_time_nif/4": { doc: "Sets a file's times of access and modification.", fn: names.set_time_nif_4, nif },
  "read_link_nif/1": { doc: "`{ok, Binary}`: what a symbolic link holds.", fn: names.read_link_nif_1, nif },
  "list_dir_nif/1": { doc: "`{ok, Names}` of a directory, as binaries.", fn: names.list_dir_nif_1, nif },
  "make_hard_link_nif/2": { doc: "Makes another name of a file.", fn: names.make_hard_link_nif_2, nif },
  "make_soft_link_nif/2": { doc: "Makes a symbolic link.", fn: names.make_soft_link_nif_2, nif },
  "rename_nif/2": { doc: "Renames a file or directory.", fn: names.rename_nif_2, nif },
  "make_dir_nif/1": { doc: "Makes a directory.", fn: names.make_dir_nif_1, nif },
  "del_file_nif/1": { doc: "Deletes a file.", fn: names.del_file_nif_1, nif },
  "del_dir_nif/1": { doc: "Deletes an empty directory.", fn: names.del_dir_nif_1, nif },
  "get_device_cwd_nif/1": { doc: "`{error, enotsup}`: no drives.", fn: names.get_device_cwd_nif_1, nif },
  "set_cwd_nif/1": { doc: "Sets this VM's current directory.", fn: names.set_cwd_nif_1, nif },
  "get_cwd_nif/0": { doc: "`{ok, Binary}`: this VM's current directory.", fn: names.get_cwd_nif_0, nif },
  "altname_nif/1": { doc: "`{error, enotsup}`: no short names.", fn: names.altname_nif_1, nif },
  "read_file_nif/1": { doc: "`{ok, Binary}` of a whole file.", fn: io.read_file_nif_1, nif },
});
