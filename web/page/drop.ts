/**
 * Files that are dropped anywhere on the page, or picked: `.beam` files are kept and loaded, Erlang and Elixir go into the editor,
 * anything else is kept in the home folder for programs to read.
 */
import type { App } from "./app.ts";
import { h } from "./dom.ts";

export const SOURCE = /\.(erl|hrl|ex|exs)$/;

export async function takeFiles({ vm, say, openFile }: App, files: Iterable<File>): Promise<void> {
  for (const file of files) {
    // A folder's path is no part of the name.
    const name = file.name.replace(/^.*[\\/]/, "");
    try {
      if (SOURCE.test(name)) {
        await vm.request("write", name, await file.text());
        await openFile(name);
        say(`${name} is in the editor`, "good");
        continue;
      }
      await vm.request("writeBytes", name, new Uint8Array(await file.arrayBuffer()));
      say(
        name.endsWith(".beam") ? `Module ${await vm.request("load", name)} is loaded` : `${name} is in the home folder`,
        "good",
      );
    } catch (error) {
      say(`${name}: ${(error as Error).message}`, "bad");
    }
  }
}

export function takeDrops(app: App): void {
  const veil = h("div", { id: "veil", hidden: true }, h("p", {}, ".beam files are loaded, .erl and .ex opened"));
  document.body.append(veil);
  const withFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragenter", (event) => {
    if (withFiles(event)) veil.hidden = false;
  });
  addEventListener("dragover", (event) => {
    if (!withFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
  });
  veil.addEventListener("dragleave", () => {
    veil.hidden = true;
  });
  addEventListener("drop", (event) => {
    veil.hidden = true;
    if (!withFiles(event)) return;
    event.preventDefault();
    void app.take(event.dataTransfer?.files ?? []);
  });
}
