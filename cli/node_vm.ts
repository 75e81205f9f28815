/**
 * The VM of the command line: on Node, with all that Gluon has for it.
 */
import { homedir } from "node:os";
import { join } from "node:path";
import { DEBUG } from "../src/bifs/erts_debug.ts";
import { LAZY_RE } from "../src/bifs/lazy_re.ts";
import { ports } from "../src/bifs/ports.ts";
import { LAZY_TRACE } from "../src/bifs/lazy_trace.ts";
import { type NodeCodeStore, nodeCodeStore } from "../src/hosts/node/code_store.ts";
import { installSystemTexts } from "../src/hosts/node/break_info.ts";
import { NODE_DRIVERS } from "../src/hosts/node/drivers/index.ts";
import { type NodeHostOptions, nodeHost } from "../src/hosts/node/host.ts";
import { nodeInflate } from "../src/hosts/node/inflate.ts";
import { NODE_TERMINAL } from "../src/hosts/node/terminal/terminal.ts";
import { codeCache } from "../src/loader/code_cache.ts";
import { LAZY_ASN1 } from "../src/nifs/lazy_asn1.ts";
import { LAZY_ZLIB } from "../src/nifs/lazy_zlib.ts";
import { PRIM_FILE_NIFS } from "../src/nifs/prim_file/index.ts";
import { PRIM_TTY_NIFS } from "../src/nifs/prim_tty/index.ts";
import { PRIM_BUFFER_NIFS } from "../src/nifs/prim_buffer.ts";
import { TERMINAL } from "../src/nifs/prim_tty/terminal.ts";
import { RAM_FILE } from "../src/ports/ram_file.ts";
import { COMPRESSION } from "../src/runtime/extension.ts";
import { deflateZlib } from "../src/util/deflate.ts";
import { gunzip, inflatePart } from "../src/util/inflate.ts";
import { createVm, type VirtualMachine, type VmOptions } from "../src/vm.ts";

declare const GLUON_BUILD: string | undefined;

/** A VM with the code of earlier runs; what this one generates is kept when Node exits. */
export function nodeVm(options: Omit<VmOptions, "extensions">, host: NodeHostOptions = {}): VirtualMachine {
  const store = codeStore();
  const vm = createVm(nodeHost(host), {
    ...options,
    codeCache: store && codeCache(store),
    nifs: [...PRIM_FILE_NIFS, ...PRIM_TTY_NIFS, ...PRIM_BUFFER_NIFS, ...(options.nifs ?? [])],
    extensions: [LAZY_RE, LAZY_TRACE, LAZY_ASN1, LAZY_ZLIB, DEBUG, ports([...NODE_DRIVERS, RAM_FILE])],
    onDefect: (text, blame) => blame !== "limit" && process.stderr.write(`gluon: ${text}\n`),
  });
  installSystemTexts(vm);
  vm.state(TERMINAL).terminal = NODE_TERMINAL;
  const compression = vm.state(COMPRESSION);
  compression.inflate = nodeInflate;
  compression.inflatePart = inflatePart;
  compression.gunzip = gunzip;
  compression.deflate = deflateZlib;
  if (store !== undefined)
    process.once("exit", () => {
      vm.saveCode();
      store.flush();
    });
  return vm;
}

/** A run from source keeps no code: the generator may be another one next time. `GLUON_CACHE=off` asks for that as well. */
function codeStore(): NodeCodeStore | undefined {
  if (typeof GLUON_BUILD !== "string" || process.env["GLUON_CACHE"] === "off") return undefined;
  const base = process.env["XDG_CACHE_HOME"] || join(process.env["HOME"] || homedir(), ".cache");
  return nodeCodeStore(join(base, "gluon", "modules"), `${GLUON_BUILD}-${process.version}`);
}
