/**
 * `import ... from "gluon/node"`: what an embedded VM may be given on Node. Nothing of it is given by itself.
 */
import { codePath, findBeam, findOtp, OtpError } from "./otp.ts";

export { NODE_FILES as nodeFiles } from "./files.ts";
export { nodeHost, type NodeHostOptions } from "./host.ts";

/**
 * For `findModule`: the modules of an Erlang/OTP on this machine and those in `folders`, which come first. `otp` is a release, a
 * folder, or what `gluon otp list` marks. Throws if there is none.
 */
export function otpModules(
  options: { readonly otp?: string; readonly folders?: readonly string[] } = {},
): (name: string) => Uint8Array | undefined {
  const otp = findOtp(options.otp, process.env);
  if (otp === undefined) throw new OtpError("there is no Erlang/OTP here: `gluon otp install 27` fetches one");
  const path = [...(options.folders ?? []), ...codePath(otp)];
  return (name) => findBeam(path, name)?.bytes;
}
