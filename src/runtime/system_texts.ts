/**
 * Long texts about a whole VM, which only people read: the host that has them puts them here, so that they weigh on no program
 * that goes without. `erlang:system_info(procs | loaded | info | dist)`; without them these keys are badarg.
 */
import { StateKey } from "./state.ts";

export type SystemText = "procs" | "loaded" | "info" | "dist";

export const SYSTEM_TEXTS = new StateKey((): Partial<Record<SystemText, () => string>> => ({}));
