/**
 * Starts the worker, before anything else of the page has arrived; the page takes it over (`page/vm.ts`). A script of its own,
 * since it must wait for nothing, and small.
 */
import { kept } from "./page/keep.ts";
import { type Started, startWorker } from "./page/started.ts";

// About what fits: there is no page to measure yet. The terminal says it exactly before the shell asks for a line.
const columns = Math.max(40, Math.floor((innerWidth > 920 ? innerWidth * 0.48 : innerWidth) / 8) - 4);
const rows = Math.max(10, Math.floor(innerHeight / 19) - 7);
(globalThis as { gluonStarted?: Started }).gluonStarted = startWorker(
  kept("shell") === "iex" ? "iex" : "erl",
  columns,
  rows,
);
dispatchEvent(new Event("gluon-started"));
