/**
 * What is to be known of a source file's text without compiling it: its modules, and how its main function is called.
 */

export type Language = "erlang" | "elixir" | undefined;

export function languageOf(name: string): Language {
  if (name.endsWith(".erl")) return "erlang";
  return /\.exs?$/.test(name) ? "elixir" : undefined;
}

/** The call of the file's `main` function as it is typed into the shell; undefined if it seems to have none. */
export function mainCall(name: string, text: string, shell: "erl" | "iex"): string | undefined {
  const module = languageOf(name) === "erlang" ? erlangMain(text) : elixirMain(text);
  if (module === undefined) return undefined;
  return shell === "iex" ? `${exTerm(module)}.main()` : `${erlTerm(module)}:main().`;
}

function erlangMain(text: string): string | undefined {
  const module = /^\s*-module\(\s*('[^']+'|[a-z][\w@]*)\s*\)/m.exec(text)?.[1];
  return /^main\(\s*\)/m.test(text) ? module?.replaceAll("'", "") : undefined;
}

/** The last module that begins before `def main`. */
function elixirMain(text: string): string | undefined {
  const main = /^\s*def main(?:\(\s*\))?\s*(?:do\b|,)/m.exec(text);
  if (main === null) return undefined;
  const modules = [...text.slice(0, main.index).matchAll(/^\s*defmodule\s+([\w.]+)\s+do\b/gm)];
  const module = modules.at(-1)?.[1];
  return module === undefined ? undefined : `Elixir.${module}`;
}

function erlTerm(module: string): string {
  return /^[a-z][\w@]*$/.test(module) ? module : `'${module}'`;
}

function exTerm(module: string): string {
  if (module.startsWith("Elixir.")) return module.slice("Elixir.".length);
  return /^[a-z]\w*$/.test(module) ? `:${module}` : `:"${module}"`;
}

/** What a new file begins with. */
export function template(name: string): string {
  const base = name.replace(/\.\w+$/, "");
  switch (languageOf(name)) {
    case "erlang":
      return `-module(${erlTerm(base)}).\n-export([main/0]).\n\nmain() ->\n    io:format("Hello from ~p~n", [self()]).\n`;
    case "elixir": {
      const module = base.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
      return `defmodule ${module} do\n  def main do\n    IO.puts("Hello from #{inspect(self())}")\n  end\nend\n`;
    }
    default:
      return "";
  }
}
