/**
 * A module whose functions are JavaScript's: one answers at once, one makes its process wait for a promise.
 * Run: node examples/custom_nif/run.mjs
 */
import { createVm } from "gluon";
import { otpModules } from "gluon/node";
import { compiled } from "../compiled.mjs";

const nifs = {
  digest: {
    "sha256/1": async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data)),
    "reverse/1": (data) => data.toReversed(),
  },
};
const digest = compiled(new URL("digest.erl", import.meta.url));
const vm = await createVm({ modules: [digest], findModule: otpModules(), nifs, strings: true });

console.log(await vm.call("digest", "hex", ["abc"]));
console.log(await vm.call("digest", "reverse", ["abc"]));
try {
  await vm.call("digest", "reverse", [1]);
} catch (error) {
  console.log(error.message);
}
vm.stop();
