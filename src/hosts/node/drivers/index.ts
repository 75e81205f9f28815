/** The drivers that need Node. */
import type { Driver } from "../../../ports/driver.ts";
import { FD } from "./fd.ts";
import { SPAWN } from "./spawn.ts";
import { TRACE_FILE } from "./trace_file.ts";
import { TTY_SL } from "./tty_sl.ts";
import { UDP_INET } from "./udp_inet.ts";
import { VANILLA } from "./vanilla.ts";

export const NODE_DRIVERS: readonly Driver[] = [SPAWN, FD, TRACE_FILE, TTY_SL, UDP_INET, VANILLA];
