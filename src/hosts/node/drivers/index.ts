/** The drivers that need Node. */
import type { Driver } from "../../../ports/driver.ts";
import { FD } from "./fd.ts";
import { SPAWN } from "./spawn.ts";
import { VANILLA } from "./vanilla.ts";

export const NODE_DRIVERS: readonly Driver[] = [SPAWN, FD, VANILLA];
