/**
 * OTP and Elixir in the page's file system: names and sizes from the beginning, bytes when somebody reads them.
 *
 * A VM does not wait for a file, so what has not been fetched by then is fetched while everything else waits: a worker may.
 */
import { PosixError } from "../../src/runtime/posix.ts";
import { gunzip } from "../../src/util/inflate.ts";
import type { MemoryFiles } from "../../src/nifs/memory_files/index.ts";
import { fetchCounted } from "../fetch_counted.ts";
import { type Archive, readArchive } from "../archive.ts";

export type Progress = (what: string, done: number, total: number) => void;

/** More than this is no archive of ours. */
const MAX_BYTES = 1 << 28;

export class OtpFiles {
  private readonly base: string;
  private readonly files: MemoryFiles;
  private readonly progress: Progress;
  /** Archives that are there. */
  private readonly read = new Map<string, Map<string, Uint8Array>>();
  /** Archives on their way. */
  private readonly coming = new Map<string, Promise<void>>();
  private others: readonly Archive[] = [];

  constructor(base: string, files: MemoryFiles, progress: Progress) {
    this.base = base;
    this.files = files;
    this.progress = progress;
  }

  /** Takes the archive of a shell's start and answers with its files; makes the names of all others known. */
  async start(archive: ArrayBuffer): Promise<Map<string, Uint8Array>> {
    const { table, files } = readArchive(await unpacked(archive));
    this.others = table.others ?? [];
    for (const [path, bytes] of files) this.files.add(path, bytes);
    // What several archives have comes from the first.
    const known = new Set(files.keys());
    for (const archive of this.others)
      for (const [path, size] of archive.files) {
        if (known.has(path)) continue;
        known.add(path);
        this.files.add(path, { size, bytes: () => this.now(archive).get(path) as Uint8Array });
      }
    return files;
  }

  /** Fetches an archive before anybody waits for it, once. */
  fetch(name: string): Promise<void> {
    if (this.read.has(name) || !this.others.some((a) => a.name === name)) return Promise.resolve();
    let coming = this.coming.get(name);
    if (coming === undefined) {
      // One that has failed may be tried again.
      coming = this.fetched(name).finally(() => this.coming.delete(name));
      this.coming.set(name, coming);
    }
    return coming;
  }

  private async fetched(name: string): Promise<void> {
    const bytes = await fetchCounted(this.address(name), (done, total) => this.progress(name, done, total));
    this.read.set(name, readArchive(await unpacked(bytes)).files);
  }

  private now(archive: Archive): Map<string, Uint8Array> {
    let files = this.read.get(archive.name);
    if (files === undefined) {
      this.progress(archive.name, 0, archive.bytes);
      const bytes = this.fetchedNow(archive.name);
      this.progress(archive.name, archive.bytes, archive.bytes);
      // The reader gets the error that a disk would give.
      if (bytes === undefined) throw new PosixError("EIO");
      files = readArchive(bytes).files;
      this.read.set(archive.name, files);
    }
    return files;
  }

  /** undefined: there is no network, or the file is not what it should be. */
  private fetchedNow(name: string): Uint8Array | undefined {
    const request = new XMLHttpRequest();
    request.open("GET", this.address(name), false);
    request.responseType = "arraybuffer";
    try {
      request.send();
    } catch (problem) {
      console.warn(problem);
      return undefined;
    }
    return request.status === 200 ? gunzip(new Uint8Array(request.response as ArrayBuffer), MAX_BYTES) : undefined;
  }

  private address(name: string): string {
    return `${this.base}otp/${name}.bin`;
  }
}

async function unpacked(packed: ArrayBuffer): Promise<Uint8Array> {
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}
