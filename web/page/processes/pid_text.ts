/**
 * Text in which each pid is a button that leads to its process.
 */
import { h } from "../dom.ts";

const PID = /<\d+\.\d+\.\d+>/g;

export function pidButton(pid: string, go: (pid: string) => void, label = pid): HTMLButtonElement {
  return h("button", { type: "button", class: "pid", title: `Go to ${pid}`, onclick: () => go(pid) }, label);
}

export function withPids(text: string, go: (pid: string) => void): (string | Node)[] {
  const parts: (string | Node)[] = [];
  let end = 0;
  for (const { 0: pid, index } of text.matchAll(PID)) {
    parts.push(text.slice(end, index), pidButton(pid, go));
    end = index + pid.length;
  }
  parts.push(text.slice(end));
  return parts;
}
