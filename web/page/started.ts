/**
 * A worker with a VM, and what it says before somebody listens.
 */
import type { FromWorker, StartMessage } from "../protocol.ts";

export interface Started {
  readonly worker: Worker;
  readonly shell: StartMessage["shell"];
  readonly said: FromWorker[];
}

export function startWorker(shell: StartMessage["shell"], columns: number, rows: number): Started {
  const worker = new Worker("worker.js", { type: "module", name: "gluon" });
  const said: FromWorker[] = [];
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => said.push(data);
  worker.onerror = ({ message }) => said.push({ kind: "defect", text: message || "The worker could not be loaded." });
  const start: StartMessage = { kind: "start", columns, rows, base: new URL(".", location.href).href, shell };
  worker.postMessage(start);
  return { worker, shell, said };
}
