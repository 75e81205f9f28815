/**
 * `gluon dis`: BEAM assembly of a file or of one function, and the JavaScript that is made of it.
 */
import type { FunctionRow } from "../src/beam/types.ts";
import type { Term } from "../src/term/term.ts";
import { readInput } from "./read_input.ts";
import { BAD_USAGE, type Command, FAILED, OK, UsageError } from "./usage.ts";

/** So many columns that a term never wraps. */
const ONE_LINE = 1 << 28;

interface DisOptions {
  readonly file: string;
  /** The one function that is wanted. */
  readonly only: { readonly name: string; readonly arity: number } | undefined;
  readonly js: boolean;
}

export const dis: Command = {
  name: "dis",
  summary: "show BEAM assembly and generated JavaScript",
  help: `Usage: gluon dis FILE.beam [FUNCTION/ARITY] [--js]

Prints the BEAM assembly of FILE.beam, or of one function of it, as \`erlc -S\` would.

--js   prints the JavaScript as well that each function is compiled to. In it S is the execution state, L the links
       that are listed in front of it, R the run-time helpers; a function that waits or is preempted goes on in
       another one, made of the same instructions when first needed.`,

  async run(args) {
    const options = parseDis(args);
    quietWhenClosed();
    const { BadBeam } = await import("../src/beam/bad_beam.ts");
    const bytes = readInput(options.file);
    try {
      return await show(bytes, options);
    } catch (e) {
      if (!(e instanceof BadBeam)) throw e;
      process.stderr.write(`gluon dis: ${e.message}\n`);
      return FAILED;
    }
  },
};

/** Reads the arguments after `gluon dis`. Throws UsageError. */
export function parseDis(args: readonly string[]): DisOptions {
  const plain: string[] = [];
  let js = false;
  for (const arg of args) {
    if (arg === "--js") js = true;
    else if (arg.startsWith("--")) throw new UsageError(`dis: there is no option ${arg}`);
    else plain.push(arg);
  }
  const [file, wanted] = plain;
  if (file === undefined) throw new UsageError("dis: which file?");
  if (plain.length > 2) throw new UsageError(`dis: what is ${plain[2]}?`);
  if (wanted === undefined) return { file, only: undefined, js };
  const slash = wanted.lastIndexOf("/");
  const arity = Number(wanted.slice(slash + 1));
  if (slash <= 0 || !Number.isInteger(arity) || arity < 0 || wanted.endsWith("/")) {
    throw new UsageError(`dis: ${wanted} is not of the form FUNCTION/ARITY`);
  }
  return { file, only: { name: wanted.slice(0, slash), arity }, js };
}

/** A reader that has seen enough (`gluon dis ... | head`) ends the command, it is no failure. */
function quietWhenClosed(): void {
  process.stdout.on("error", (e: NodeJS.ErrnoException) => {
    if (e.code !== "EPIPE") throw e;
    process.exit(OK);
  });
}

async function show(bytes: Uint8Array, options: DisOptions): Promise<number> {
  const { createVm } = await import("../src/vm.ts");
  const { nodeHost } = await import("../src/hosts/node/host.ts");
  const { COMPRESSION } = await import("../src/runtime/extension.ts");
  const { gunzip, inflate } = await import("../src/util/inflate.ts");
  const { functionText, moduleText } = await import("../src/beam/disasm.ts");
  const { formatPretty } = await import("../src/term/pretty.ts");
  const print = (t: Term) => formatPretty(t, { columns: ONE_LINE });
  const vm = createVm(nodeHost(), { release: 29 });
  const compression = vm.state(COMPRESSION);
  compression.inflate = inflate;
  compression.gunzip = gunzip;
  const module = vm.prepare(bytes, options.file);
  const { only } = options;
  const wanted = (f: FunctionRow) => only === undefined || (f.name.name === only.name && f.arity === only.arity);
  const functions = module.functions.filter((f) => wanted(f.row));
  if (functions.length === 0) {
    process.stderr.write(`gluon dis: ${module.name.name} has no function ${only?.name}/${only?.arity}\n`);
    return BAD_USAGE;
  }
  if (only === undefined && !options.js) {
    process.stdout.write(moduleText(module.file, print));
    return OK;
  }
  for (const f of functions) {
    process.stdout.write(functionText(module.file, f.row, print));
    if (!options.js) continue;
    const { text, links } = f.generate();
    process.stdout.write(`\n${links.map((link, k) => `// L[${k}]: ${linkText(link, print)}\n`).join("")}${text}\n\n`);
  }
  return OK;
}

/** A link in a line: what a name in the generated text stands for. */
function linkText(link: object, print: (t: never) => string): string {
  const parts = Object.entries(link).map(([key, value]) => (key === "t" ? value : `${key} ${valueText(value, print)}`));
  return parts.join(", ").slice(0, 200);
}

function valueText(value: unknown, print: (t: never) => string): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Uint8Array) return `<<${value.join(",")}>>`;
  if (Array.isArray(value)) return `[${value.map((v) => valueText(v, print)).join(",")}]`;
  if (typeof value === "object" && value !== null && "instr" in value) return `at instruction ${value.instr}`;
  return print(value as never);
}
