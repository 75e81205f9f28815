/**
 * What runs inside QuickJS (test/hosts/quickjs.test.ts): the core on the bare host, with the modules in the global `program`.
 * The global `call` runs a function to its end and gives its value as text.
 */
import { bareHost } from "../../src/hosts/bare/host.ts";
import { unbundle } from "../../src/pack/bundle.ts";
import { startCall } from "../../src/embed/calls.ts";
import { atom } from "../../src/term/atom.ts";
import { printTerm } from "../../src/term/print.ts";
import { inflate } from "../../src/util/inflate.ts";
import { VirtualMachine } from "../../src/vm.ts";

declare const program: ArrayBuffer;

const turns: (() => void)[] = [];
const host = bareHost({
  soon: (run) => void turns.push(run),
  after: () => () => {},
  write: () => {},
  randomBytes: (n) => new Uint8Array(n),
});
const modules = unbundle(new Uint8Array(program), inflate);
const vm = new VirtualMachine(host, {
  findModule: (name) => {
    const bytes = modules.get(name);
    return bytes && { bytes, fileName: `${name}.beam` };
  },
});

(globalThis as { call?: unknown }).call = (module: string, name: string, ...args: number[]): string => {
  let result = "it waits for ever";
  startCall(vm, vm.export(atom(module), atom(name), args.length), args, {
    returned: (term) => {
      result = printTerm(term);
    },
    failed: (cls, reason) => {
      result = `${cls.name}: ${printTerm(reason)}`;
    },
    abandoned: () => {},
  });
  for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) turn();
  return result;
};
