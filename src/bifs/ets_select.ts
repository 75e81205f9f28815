/** BIFs of the module ets that match. */
import type { Bif } from "../runtime/bif.ts";
export const ETS_SELECT_BIFS: readonly Bif[] = [];
