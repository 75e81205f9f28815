/**
 * Writing to a standard output that may be slow: a pipe that nobody reads, a terminal that Ctrl-S has stopped. It happens
 * outside of the thread that runs the VM, so that only those wait who want to.
 * OTP: writev() on a dirty scheduler in prim_tty_nif.c, the queue of ttsl_drv.c.
 */
import { write } from "node:fs";
import { errnoName } from "../../../runtime/posix.ts";

const RETRY_MS = 2;

/** Writes all of `bytes`; `done` learns the errno's name if that fails. `progress`: how many bytes are out. */
export function writeOut(
  fd: 1 | 2,
  bytes: Uint8Array,
  done: (error: string | undefined) => void,
  progress?: (n: number) => void,
): void {
  const go = (at: number): void => {
    write(fd, bytes, at, bytes.length - at, null, (error, n) => {
      if (error === null || error === undefined) {
        progress?.(n);
        if (at + n < bytes.length) go(at + n);
        else done(undefined);
        return;
      }
      const name = errnoName(error);
      // Another program has made the descriptor non-blocking.
      if (name === "eagain" || name === "eintr") setTimeout(() => go(at), RETRY_MS);
      else done(name);
    });
  };
  go(0);
}
