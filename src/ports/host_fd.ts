/**
 * Ports to standard input, output and error through `Host.read` and `Host.write`, for hosts without file descriptors:
 * `{fd, 0, 1}` is the way of OTP 25's `user` to the outside, `{fd, 2, 2}` that of `standard_error`.
 * OTP: fd_driver in sys_drivers.c.
 */
import { type Driver, type DriverInstance, type DriverPort, OpenError } from "./driver.ts";

export const HOST_FD: Driver = {
  name: "fd",
  start(port, _name, options) {
    const { inputFd, outputFd, read, write } = options;
    const known = (!read || inputFd === 0) && (!write || outputFd === 1 || outputFd === 2);
    return known ? stream(port, read, write ? (outputFd as 1 | 2) : 0) : new OpenError("ebadf");
  },
  restart: (port, saved) => stream(port, ...(saved as [boolean, 0 | 1 | 2])),
};

/** `output` 0: nothing is written. */
function stream(port: DriverPort, read: boolean, output: 0 | 1 | 2): DriverInstance {
  const { host } = port.vm;
  let open = true;
  if (read)
    host.read?.((bytes) => {
      if (!open) return;
      if (bytes === undefined) port.endOfInput();
      else port.output(bytes);
    });
  return {
    output: (bytes) => {
      if (output !== 0) host.write(output, bytes);
    },
    stop() {
      open = false;
    },
    save: () => [read, output],
  };
}
