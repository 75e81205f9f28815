/**
 * A file in a link: its name and its deflated text behind the `#`, which no server sees.
 */
import type { App } from "./app.ts";

const LINK = /^#code=([^&]+)&file=([^&]+)$/;

export async function shareLink(name: string, text: string): Promise<string> {
  const packed = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  const code = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return `${location.href.replace(/#.*$/, "")}#code=${code}&file=${encodeURIComponent(name)}`;
}

/** Opens the file that the page's address has in it, if it has one. */
export async function openShared(app: App): Promise<void> {
  const [, code, file] = LINK.exec(location.hash) ?? [];
  if (code === undefined || file === undefined) return;
  history.replaceState(null, "", location.pathname + location.search);
  try {
    const binary = atob(code.replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const text = new TextDecoder().decode(await through(packed, new DecompressionStream("deflate-raw")));
    const name = decodeURIComponent(file);
    if (!/^[\w@][\w@.-]*$/.test(name)) throw new Error("that is not the name of a file");
    await app.addFile(name, text);
  } catch (error) {
    app.say(`The link's code cannot be read: ${(error as Error).message}`, "bad");
  }
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}
