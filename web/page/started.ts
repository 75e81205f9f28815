/**
 * A worker with a VM, and what it says before somebody listens.
 */
import { fetchCounted } from "../fetch_counted.ts";
import type { FromWorker, StartMessage, ToWorker } from "../protocol.ts";

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
  void giveArchive(worker, shell);
  const start: StartMessage = { kind: "start", columns, rows, base: new URL(".", location.href).href, shell };
  worker.postMessage(start);
  return { worker, shell, said };
}

/** Fetches what the shell starts from while the worker is still being loaded. */
async function giveArchive(worker: Worker, shell: StartMessage["shell"]): Promise<void> {
  const tell = (message: ToWorker, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);
  try {
    const bytes = await fetchCounted(`otp/${shell}.bin`, (done, total) => {
      // As if the worker had said it.
      const data: FromWorker = { kind: "progress", what: shell, done, total };
      worker.onmessage?.(new MessageEvent("message", { data }));
    });
    tell({ kind: "archive", bytes }, [bytes]);
  } catch (problem) {
    tell({ kind: "archive", error: problem instanceof Error ? problem.message : String(problem) });
  }
}
