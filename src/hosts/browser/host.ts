/**
 * The host interface in a browser's page or worker, and wherever else there are the same globals: Node, Deno, Bun.
 * Output has no terminal here: bytes go to `write`, by default line by line to the console.
 */
import type { FileSystem } from "../../runtime/file_system.ts";
import type { Host } from "../../runtime/host.ts";

/**
 * Browsers give a page between 500 KB and 1 MB of stack and a worker sometimes less: half of what Node gets leaves room
 * for the page's own calls above.
 */
const STACK_BUDGET = 2000;

/** `crypto.getRandomValues` gives at most this many bytes at once. */
const RANDOM_CHUNK = 65536;

export interface BrowserOptions {
  readonly stackBudget?: number;
  /** Receives what the program writes; default: lines to the console. */
  readonly write?: (fd: 1 | 2, bytes: Uint8Array) => void;
  readonly env?: Readonly<Record<string, string>>;
  /** A page has no files of its own; `nifs/memory_files.ts` has some. */
  readonly files?: FileSystem;
}

/** The host of a VM in this page or worker. */
export function browserHost(options: BrowserOptions = {}): Host {
  const origin_us = Math.round(performance.timeOrigin * 1000);
  const soon = soonByMessage();
  return {
    stackBudget: options.stackBudget ?? STACK_BUDGET,
    monotonicTime_us: () => Math.round(performance.now() * 1000),
    systemTime_us: () => origin_us + Math.round(performance.now() * 1000),
    localOffset_min: (unix_s) => -new Date(unix_s * 1000).getTimezoneOffset(),
    randomBytes(n) {
      const bytes = new Uint8Array(n);
      for (let at = 0; at < n; at += RANDOM_CHUNK) crypto.getRandomValues(bytes.subarray(at, at + RANDOM_CHUNK));
      return bytes;
    },
    soon,
    after(delay_ms, run) {
      const timer = setTimeout(run, delay_ms);
      return () => clearTimeout(timer);
    },
    compile: (params, body) => new Function(...params, body) as (...args: unknown[]) => unknown,
    write: options.write ?? consoleWriter(),
    env: options.env,
    files: options.files,
    processors: processors(),
  };
}

/** What the browser says, which may be less than there are. */
function processors(): Host["processors"] {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  const n = navigator?.hardwareConcurrency;
  return n === undefined ? undefined : () => ({ online: n, available: n });
}

/**
 * `setTimeout(f, 0)` waits at least 4 ms once nested; a message to oneself lets events through and does not wait. Where there is
 * `setImmediate` it does the same, and a program that waits for nothing else ends.
 */
function soonByMessage(): (run: () => void) => void {
  const { setImmediate: immediate } = globalThis as { setImmediate?: (run: () => void) => void };
  if (immediate !== undefined) return (run) => immediate(run);
  const waiting: (() => void)[] = [];
  const channel = new MessageChannel();
  (channel.port1 as { onmessage?: unknown }).onmessage = () => waiting.shift()?.();
  return (run) => {
    waiting.push(run);
    channel.port2.postMessage(0);
  };
}

function consoleWriter(): (fd: 1 | 2, bytes: Uint8Array) => void {
  const [out, err] = [lineWriter((line) => console.log(line)), lineWriter((line) => console.error(line))];
  return (fd, bytes) => (fd === 1 ? out(bytes) : err(bytes));
}

function lineWriter(write: (line: string) => void): (bytes: Uint8Array) => void {
  let rest = "";
  const decoder = new TextDecoder();
  return (bytes) => {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() as string;
    for (const line of lines) write(line);
  };
}
