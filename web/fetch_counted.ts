/** Fetches a file and tells how far it is: `total` is what the server says, or what has come. Rejects with an Error that names it. */
export async function fetchCounted(
  address: string,
  progress: (done: number, total: number) => void,
): Promise<ArrayBuffer> {
  const response = await fetch(address);
  if (!response.ok || response.body === null) throw new Error(`${address}: ${response.status} ${response.statusText}`);
  const total = Number(response.headers.get("content-length") ?? 0);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    done += part.value.length;
    progress(done, Math.max(total, done));
  }
  return new Blob(parts).arrayBuffer();
}
