/**
 * Node's modules that take milliseconds to load: they are loaded when something first needs them, which most programs never do.
 */
import { createRequire } from "node:module";

const load = createRequire(process.execPath);

export const childProcess = () => load("node:child_process") as typeof import("node:child_process");
export const net = () => load("node:net") as typeof import("node:net");
export const tty = () => load("node:tty") as typeof import("node:tty");
