/**
 * `open_port(Name, Options)` with a bare name, up to OTP 25: a port to a file.
 * OTP: vanilla_driver in sys_drivers.c.
 */
import * as fs from "node:fs";
import { type Driver, OpenError } from "../../../ports/driver.ts";
import { CWD } from "../../../runtime/file_system.ts";
import { FdPort } from "./fd.ts";

const SLASH = Buffer.from("/");

/** Closes the file with the port. */
class FilePort extends FdPort {
  override release(): void {
    super.release();
    fs.close(this.options.inputFd, () => undefined);
  }
}

export const VANILLA: Driver = {
  name: "vanilla",
  releases: [25],
  start(port, name, options) {
    const { O_RDONLY, O_WRONLY, O_CREAT, O_TRUNC, O_RDWR } = fs.constants;
    const how = options.write ? (options.read ? O_RDWR | O_CREAT : O_WRONLY | O_CREAT | O_TRUNC) : O_RDONLY;
    const path = name[0] === SLASH[0] ? Buffer.from(name) : Buffer.concat([port.vm.state(CWD).path, SLASH, name]);
    try {
      const fd = fs.openSync(path, how, 0o666);
      return new FilePort(port, { ...options, inputFd: fd, outputFd: fd });
    } catch {
      return new OpenError("einval");
    }
  },
};
