/** The home folder's files, kept in the browser (IndexedDB) from one visit to the next. */
import type { MemoryFiles } from "../../src/nifs/memory_files/index.ts";
import { HOME } from "../archive.ts";
import type { FileRow } from "../protocol.ts";

const DATABASE = "gluon";
const STORE = "files";
/** Changes are kept when nothing has changed for so long. */
const QUIET_ms = 300;

export class Home {
  private readonly files: MemoryFiles;
  private readonly changed: () => void;
  private database: IDBDatabase | undefined;
  /** What is kept: by name, the time and size of the file then. */
  private readonly kept = new Map<string, string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(files: MemoryFiles, changed: () => void) {
    this.files = files;
    this.changed = changed;
  }

  /** Puts the kept files where they were. A browser that keeps nothing (a private window) starts with none. */
  async restore(): Promise<void> {
    try {
      this.database = await opened();
      for (const [name, bytes] of await all(this.database)) {
        this.files.add(`${HOME}/${name}`, bytes);
        this.kept.set(name, this.mark(name));
      }
    } catch (problem) {
      console.warn(`files are not kept: ${problem}`);
    }
  }

  /** Something may have changed: looks soon. */
  soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), QUIET_ms);
  }

  private keep(): void {
    const names = new Set(this.list().map((row) => row.name));
    const puts = [...names].filter((name) => this.kept.get(name) !== this.mark(name));
    const gone = [...this.kept.keys()].filter((name) => !names.has(name));
    if (puts.length + gone.length === 0) return;
    this.changed();
    const store = this.database?.transaction(STORE, "readwrite").objectStore(STORE);
    for (const name of puts) {
      this.kept.set(name, this.mark(name));
      store?.put(this.read(name), name);
    }
    for (const name of gone) {
      this.kept.delete(name);
      store?.delete(name);
    }
  }

  list(): FileRow[] {
    const rows: FileRow[] = [];
    const visit = (folder: string): void => {
      for (const bytes of this.files.list(encode(`${HOME}/${folder}`))) {
        const name = folder + decode(bytes);
        const stat = this.files.stat(encode(`${HOME}/${name}`), true);
        if (stat?.type === "regular") rows.push({ name, bytes: stat.size });
        else if (stat?.type === "directory") visit(`${name}/`);
      }
    };
    visit("");
    return rows.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  read(name: string): Uint8Array {
    return this.files.readFile(path(name));
  }

  write(name: string, bytes: Uint8Array): void {
    this.files.add(`${HOME}/${checked(name)}`, bytes);
    this.kept.delete(name);
    this.soon();
  }

  remove(name: string): void {
    this.files.removeFile(path(name));
  }

  rename(from: string, to: string): void {
    this.files.rename(path(from), path(to));
  }

  private mark(name: string): string {
    const stat = this.files.stat(path(name), true);
    return `${stat?.size} ${stat?.modified_s} ${stat?.inode}`;
  }
}

function path(name: string): Uint8Array {
  return encode(`${HOME}/${checked(name)}`);
}

function checked(name: string): string {
  if (
    name === "" ||
    name.split("/").some((part) => part === "" || part === "." || part === "..") ||
    name.includes("\0")
  )
    throw new Error(`not a file's name: ${JSON.stringify(name)}`);
  return name;
}

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function all(database: IDBDatabase): Promise<[string, Uint8Array][]> {
  return new Promise((resolve, reject) => {
    const found: [string, Uint8Array][] = [];
    const request = database.transaction(STORE).objectStore(STORE).openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor === null) return resolve(found);
      found.push([String(cursor.key), cursor.value as Uint8Array]);
      cursor.continue();
    };
    request.onerror = () => reject(request.error);
  });
}
