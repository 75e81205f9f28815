/**
 * The current directory of a VM. Each has its own, which starts as that of the Node process; what takes a path, or starts a
 * program, goes by it.
 * OTP: chdir(2) of the emulator.
 */
import { StateKey } from "../../runtime/state.ts";

class Directory {
  path: Buffer;
  constructor(path: Buffer) {
    this.path = path;
  }
}

export const CWD = new StateKey(() => new Directory(Buffer.from(process.cwd())));
