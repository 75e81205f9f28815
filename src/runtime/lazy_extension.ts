/**
 * An extension whose chunk is loaded when one of its BIFs is first called: the calling process waits for it, as for
 * anything else. So a program that needs no regular expressions does not pay for them.
 */
import { atoms } from "../term/atom.ts";
import type { Term } from "../term/term.ts";
import type { Bif, BifFunction, BifRow } from "./bif.ts";
import type { Exec } from "./exec.ts";
import type { Extension } from "./extension.ts";
import { nativePoint } from "./point.ts";
import type { Process } from "./process.ts";
import type { Result } from "./signal.ts";
import type { Vm } from "./vm.ts";

const A = atoms("true", "extension_not_loaded");

/** What is known of a BIF before its chunk is there. */
export interface LazyRow extends Omit<BifRow, "fn"> {
  readonly module: string;
  /** `name/arity` */
  readonly key: string;
}

class Chunk {
  readonly load: () => Promise<Extension>;
  functions: ReadonlyMap<string, BifFunction> | undefined = undefined;
  failed = false;
  private loading: Promise<void> | undefined = undefined;
  private readonly installed = new WeakSet<Vm>();
  private extension: Extension | undefined = undefined;

  constructor(load: () => Promise<Extension>) {
    this.load = load;
  }

  /** Wakes `p` when the chunk is there, or cannot be had. */
  request(vm: Vm, p: Process): void {
    this.loading ??= this.load().then(
      (extension) => {
        this.extension = extension;
        this.functions = new Map(extension.bifs.map((b) => [`${b.module}:${b.name}/${b.arity}`, b.fn]));
      },
      () => {
        this.failed = true;
      },
    );
    void this.loading.then(() => vm.scheduler.wake(p, A.true));
  }

  find(vm: Vm, key: string): BifFunction | undefined {
    if (this.extension?.install !== undefined && !this.installed.has(vm)) {
      this.installed.add(vm);
      this.extension.install(vm);
    }
    return this.functions?.get(key);
  }
}

/** The extension whose BIFs are `rows`; `load` brings the chunk that has them all. */
export function lazyExtension(name: string, rows: readonly LazyRow[], load: () => Promise<Extension>): Extension {
  const chunk = new Chunk(load);
  return { name, bifs: rows.map((row) => lazyBif(chunk, row)) };
}

function lazyBif(chunk: Chunk, row: LazyRow): Bif {
  const { module, key: nameAndArity, ...rest } = row;
  const slash = nameAndArity.lastIndexOf("/");
  const arity = Number(nameAndArity.slice(slash + 1));
  const key = `${module}:${nameAndArity}`;
  const fn = (x: Exec, ...args: Term[]): Result => {
    const real = chunk.find(x.vm, key);
    if (real !== undefined) return real(x, ...args);
    if (chunk.failed) return x.error(A.extension_not_loaded);
    chunk.request(x.vm, x.process);
    return x.wait(point, ...args);
  };
  const point = nativePoint(`${key}/load`, arity, (x, _r, frame, at) => {
    return fn(x, ...(frame.slice(at + 1, at + 1 + arity) as Term[]));
  });
  return { module, name: nameAndArity.slice(0, slash), arity, ...rest, fn };
}
