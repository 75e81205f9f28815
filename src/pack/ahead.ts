/**
 * A program whose code is generated ahead of time, as an ES module: its modules' tables in a bundle, their functions as
 * JavaScript beside it.
 *
 * Invariant: the text is what the VM would have generated itself; names and strings of the program are in the tables and in
 * links, which are JSON, never in the code.
 */
import { knownFunctions } from "../beam/file.ts";
import { generateAhead } from "../compiler/ahead.ts";
import { LinkWriter } from "../loader/link_json.ts";
import type { LoadedModule } from "../loader/loaded.ts";
import { form } from "./form.ts";

/** What generated code and the file's own instructions alone refer to. */
const NOT_NEEDED: ReadonlySet<string> = new Set(["ImpT", "StrT", "Type", "LocT"]);

/** The file of a module without its instructions. */
export function tablesOf(m: LoadedModule): Uint8Array {
  const { chunks, code } = m.file;
  const rest = (id: string, bytes: Uint8Array) =>
    id === "Code" ? bytes.subarray(0, bytes.length - code.length) : bytes;
  const kept = [...chunks].filter(([id]) => !NOT_NEEDED.has(id));
  return form(kept.map(([id, { bytes }]) => [id, rest(id, bytes)]));
}

/** An `AheadModule` (loader/ahead.ts) as a JavaScript expression. Throws BadBeam. */
export function codeText(m: LoadedModule): string {
  const { file, around } = m;
  const writer = new LinkWriter(file);
  const [links, code, helpers]: [string[], string[], Set<string>] = [[], [], new Set()];
  for (const fn of m.functions) {
    const lambdas = file.lambdas.filter((row) => row.label === fn.row.entryLabel);
    const made = generateAhead(fn.analysed(), around, lambdas);
    const written = writer.write(made.links);
    if (written === undefined)
      throw new Error(`${file.name.name}:${fn.name.name}/${fn.arity}: a link that has no text`);
    links.push(`'${written.replace(/[\\']/g, "\\$&")}'`);
    code.push(minified(made.text));
    for (const h of made.helpers) helpers.add(h);
  }
  const { rows, onLoad } = knownFunctions(file);
  const functions = rows.filter((_, i) => i % 6 < 4);
  const head = `const {${[...helpers]}}=R;`;
  return `{functions:[${functions}],onLoad:${onLoad},links:[
${links.join(",\n")}],code:(S,R)=>{${head}return[
${code.join(",\n")}]}}`;
}

/** White space goes, except where two tokens would become one. */
function minified(text: string): string {
  return text.replace(/"[^"]*"|\s+/g, (found, at: number) => {
    if (found[0] === '"') return found;
    const [before, behind] = [text[at - 1] ?? "", text[at + found.length] ?? ""];
    const needed = /[\w$]/.test(before) ? /[\w$]/.test(behind) : before === behind && /[+-]/.test(before);
    return needed ? " " : "";
  });
}

export interface ProgramParts {
  /** The build of Gluon that generated the code; undefined: one that ran from its sources. */
  readonly build: string | undefined;
  readonly release: number;
  /** The bundle of tables, as base64. */
  readonly bundle: string;
  /** By module. */
  readonly code: ReadonlyMap<string, string>;
}

/** The ES module, whose default export `createVm` takes among `modules`. */
export function programText({ build, release, bundle, code }: ProgramParts): string {
  // In brackets a module may have any name, `__proto__` as well.
  const modules = [...code].map(([name, text]) => `[${JSON.stringify(name)}]: ${text},\n`);
  return `// Made by \`gluon pack --aot\`.
export default {
build: ${JSON.stringify(build)},
release: ${release},
bundle: Uint8Array.from(atob("${bundle}"), (c) => c.charCodeAt(0)),
code: {
${modules.join("")}},
};
`;
}
