/** The drivers that need Node. */
import type { Driver } from "../../../ports/driver.ts";
import { FD } from "./fd.ts";
import { SPAWN } from "./spawn.ts";
import { UDP_INET } from "./udp_inet.ts";
import { VANILLA } from "./vanilla.ts";

export const NODE_DRIVERS: readonly Driver[] = [SPAWN, FD, UDP_INET, VANILLA];
