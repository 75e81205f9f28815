/** The NIFs that need Node: statically linked into a VM on this host. */
import type { Bif } from "../../../runtime/bif.ts";
import { PRIM_FILE_NIFS } from "../../../nifs/prim_file/index.ts";
import { PRIM_TTY_NIFS } from "./prim_tty.ts";

export const NODE_NIFS: readonly Bif[] = [...PRIM_FILE_NIFS, ...PRIM_TTY_NIFS];
