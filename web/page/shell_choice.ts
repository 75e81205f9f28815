/**
 * Above the terminal: Erlang's shell or Elixir's, and starting anew. Either gives a new system: whoever has typed something is asked.
 */
import type { App } from "./app.ts";
import { confirm } from "./dialog.ts";
import { button, byId } from "./dom.ts";
import { keep } from "./keep.ts";
import { segments } from "./segments.ts";
import type { ShellKind } from "./vm.ts";

const SHELLS: readonly (readonly [ShellKind, string])[] = [
  ["erl", "Erlang"],
  ["iex", "Elixir"],
];

export function shellChoice({ vm }: App, restart: (kind: ShellKind) => void): void {
  const choice = segments("shell", "Shell", SHELLS, (kind) => void start(kind));
  byId("shell-choice").append(choice.element);
  const again = button({
    icon: "restart",
    label: "Restart",
    title: "A new system",
    class: "quiet",
    onclick: () => void start(vm.shell),
  });
  byId("shell-tools").append(again);
  const show = (): void => choice.show(vm.shell);
  vm.on("phase", show);
  show();

  async function start(kind: ShellKind): Promise<void> {
    const sure =
      vm.phase !== "running" ||
      (await confirm({
        title:
          kind === vm.shell
            ? "Start a new system?"
            : `Start a new system with ${kind === "iex" ? "Elixir's" : "Erlang's"} shell?`,
        text: "Every process of this one ends. Your files stay.",
        yes: "Start",
      }));
    show();
    if (!sure) return;
    keep("shell", kind === "erl" ? undefined : kind);
    restart(kind);
  }
}
