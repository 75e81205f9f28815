/**
 * What the parts of the page know of each other: the VM, where to say something, and how to get to another part.
 */
import type { Vm } from "./vm.ts";

export type ViewName = "shell" | "editor" | "processes" | "messages";

export interface App {
  readonly vm: Vm;
  /** One line for the person, at the foot of the page. */
  say(text: string, tone?: "info" | "good" | "bad"): void;
  show(view: ViewName): void;
  /** Shows a process's details. */
  showProcess(pid: string): void;
  /** Types a line into the shell, and the key that ends it. */
  type(line: string): void;
  /** Files from the person's machine: sources into the editor, compiled modules into the VM. */
  take(files: Iterable<File>): Promise<void>;
  openFile(name: string): Promise<void>;
  /** Writes a file and opens it; whoever has another one of that name is asked. */
  addFile(name: string, text: string): Promise<void>;
}

/** A part of the page that is loaded when it is first shown. */
export interface Part {
  /** It can be seen now, or not any more. */
  visible(on: boolean): void;
  focus(): void;
}
