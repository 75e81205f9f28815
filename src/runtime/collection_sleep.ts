/** How long each collection takes that somebody asks for, while the system is monitored: `test_long_gc_sleep`, for tests. */
import { StateKey } from "./state.ts";

export const COLLECTION_SLEEP = new StateKey(() => ({ ms: 0 }));
