/**
 * Loaded code. A snapshot keeps a module's file, or where it lies, and where its functions are; no generated code.
 *
 * Restored modules sleep: `code.modules` knows their names, and reads a file when somebody asks for the module, or for the export
 * entry of one of its functions.
 * Invariant: an export entry of a sleeping module does not exist; whoever makes the first one wakes the module.
 */
import { type KnownFunctions, knownFunctions } from "../beam/file.ts";
import { u32 } from "../beam/container.ts";
import { LOADED } from "../bifs/erlang/nif.ts";
import { finish } from "../loader/load.ts";
import type { LoadedModule } from "../loader/loaded.ts";
import type { ModuleInstance } from "../runtime/module.ts";
import type { Atom } from "../term/atom.ts";
import { crc32 } from "../util/checksum.ts";
import { unzigzag, zigzag } from "../util/varint.ts";
import type { VirtualMachine } from "../vm.ts";
import { In, Out, SnapshotError } from "./format.ts";

/** Where a file will be found again: any name that `ModuleFiles` understands. undefined: its bytes go into the snapshot. */
export type PlaceOf = (module: string, bytes: Uint8Array) => string | undefined;
/** The bytes of the file at a place. */
export type ModuleFiles = (place: string) => Uint8Array | undefined;

/** In which table of code a module stands; `Gone`: in none, but somebody runs it. */
const enum Kind {
  Current,
  Old,
  Waiting,
  Gone,
}

interface Row {
  readonly name: Atom;
  readonly kind: Kind;
  readonly fileName: string;
  /** The file's bytes or its place, its size and fingerprint. */
  readonly file: Uint8Array | string;
  readonly size: number;
  readonly sum: number;
  /** Its on_load function has run, or there is none; its NIF library has been loaded. */
  readonly ready: boolean;
  readonly nifs: boolean;
  readonly functions: Uint8Array;
  readonly onLoad: number;
}

export class ModuleWriter {
  private readonly vm: VirtualMachine;
  private readonly ids = new Map<ModuleInstance, number>();
  private readonly rows: unknown[] = [];
  private readonly place: PlaceOf;

  constructor(vm: VirtualMachine, place: PlaceOf) {
    this.vm = vm;
    this.place = place;
    const { modules, old, onLoad } = vm.code;
    for (const m of modules.values()) this.add(m as LoadedModule, Kind.Current);
    for (const m of old.values()) this.add(m as LoadedModule, Kind.Old);
    for (const m of onLoad.values()) this.add(m as LoadedModule, Kind.Waiting);
  }

  id(m: LoadedModule): number {
    return this.ids.get(m) ?? this.add(m, Kind.Gone);
  }
  isKnown(m: LoadedModule): boolean {
    return this.ids.has(m);
  }

  private add(m: LoadedModule, kind: Kind): number {
    if (m.functions.some((fn) => fn.breakpoint !== undefined || fn.exported?.watched !== undefined))
      throw new SnapshotError(`the module ${m.name.name} is being traced`);
    // Its file has no instructions.
    if (m.cache?.ahead === true) throw new SnapshotError(`the code of ${m.name.name} was generated ahead of time`);
    const { file } = m;
    const bytes = fileBytes(m);
    const place = this.place(m.name.name, bytes);
    const id = this.rows.length;
    this.ids.set(m, id);
    this.rows.push([
      m.name,
      kind,
      file.fileName,
      place ?? bytes,
      bytes.length,
      fingerprint(bytes),
      m.onLoad === undefined,
      this.vm.state(LOADED).has(m),
      packed(knownFunctions(file)),
      file.onLoad,
    ]);
    return id;
  }

  saved(): unknown {
    return this.rows;
  }
}

/** The whole file, unpacked: its chunks are views into it. */
function fileBytes({ file }: LoadedModule): Uint8Array {
  const [chunk] = file.chunks.values();
  const { bytes, offset } = chunk as NonNullable<typeof chunk>;
  const start = bytes.byteOffset - offset;
  const size = u32(new Uint8Array(bytes.buffer, start, 8), 4) + 8;
  return new Uint8Array(bytes.buffer, start, size);
}

const SAMPLES = 4096;

/**
 * Tells a file from another of the same size. A checksum of so many bytes all over it: functions that lie elsewhere show, and a
 * start need not read whole files.
 */
function fingerprint(bytes: Uint8Array): number {
  const step = Math.max(1, Math.floor(bytes.length / SAMPLES));
  const some = new Uint8Array(Math.ceil(bytes.length / step));
  for (let i = 0; i < some.length; i++) some[i] = bytes[i * step] as number;
  return crc32(0, some);
}

/** Labels and places mostly count up: each as the difference to the one before. */
function packed({ rows }: KnownFunctions): Uint8Array {
  const out = new Out();
  const difference = (d: number) => out.n(zigzag(d));
  let [label, end] = [0, 0];
  for (let i = 0; i + 5 < rows.length; i += 6) {
    const [name, arity, info, entry, start, stop] = rows.slice(i, i + 6) as [number, ...number[]];
    out.n(name);
    out.n(arity!);
    difference(info! - label);
    difference(entry! - info!);
    difference(start! - end);
    difference(stop! - start!);
    [label, end] = [entry!, stop!];
  }
  return out.result.slice();
}

function unpacked({ functions, onLoad }: Row): KnownFunctions {
  const r = new In(functions);
  const rows: number[] = [];
  const difference = () => unzigzag(r.n());
  let [label, end] = [0, 0];
  while (r.more) {
    const [name, arity] = [r.n(), r.n()];
    const info = label + difference();
    label = info + difference();
    const start = end + difference();
    end = start + difference();
    rows.push(name, arity, info, label, start, end);
  }
  return { rows, onLoad };
}

/** A table of modules that are read when they are first asked for. */
class SleepingModules extends Map<Atom, ModuleInstance> {
  private readonly sleeping = new Map<Atom, () => ModuleInstance>();

  /** `wake` gives the module; it may set it by itself. */
  sleep(name: Atom, wake: () => ModuleInstance): void {
    super.set(name, undefined as never);
    this.sleeping.set(name, wake);
  }
  wake(name: Atom): void {
    const wake = this.sleeping.get(name);
    if (wake === undefined) return;
    this.sleeping.delete(name);
    super.set(name, wake());
  }
  private wakeAll(): void {
    for (const name of [...this.sleeping.keys()]) this.wake(name);
  }
  override get(name: Atom): ModuleInstance | undefined {
    this.wake(name);
    return super.get(name);
  }
  override set(name: Atom, m: ModuleInstance): this {
    this.sleeping?.delete(name);
    return super.set(name, m);
  }
  override delete(name: Atom): boolean {
    this.sleeping.delete(name);
    return super.delete(name);
  }
  override values() {
    this.wakeAll();
    return super.values();
  }
  override entries() {
    this.wakeAll();
    return super.entries();
  }
  override [Symbol.iterator]() {
    return this.entries();
  }
  override forEach(run: (m: ModuleInstance, name: Atom, map: Map<Atom, ModuleInstance>) => void): void {
    this.wakeAll();
    super.forEach(run);
  }
}

/** Puts the modules to sleep in `vm`'s tables; the result gives each by its number. */
export function restoreModules(vm: VirtualMachine, saved: unknown, files: ModuleFiles): (id: number) => LoadedModule {
  const { code } = vm;
  const [current, old, waiting] = [new SleepingModules(), new SleepingModules(), new SleepingModules()];
  const instances: (() => LoadedModule)[] = [];
  for (const values of saved as unknown[][]) {
    const row = rowOf(values);
    const read = () => prepared(vm, row, files);
    const find = (table: SleepingModules) => () => table.get(row.name) as LoadedModule;
    switch (row.kind) {
      case Kind.Current:
        current.sleep(row.name, () => {
          const m = read();
          finish(vm, code, m);
          if (!vm.booted) vm.options.onLoad?.(vm, m);
          return m;
        });
        instances.push(find(current));
        break;
      case Kind.Old:
        old.sleep(row.name, read);
        instances.push(find(old));
        break;
      case Kind.Waiting:
        waiting.sleep(row.name, read);
        instances.push(find(waiting));
        break;
      default: {
        let m: LoadedModule | undefined;
        instances.push(() => (m ??= read()));
      }
    }
  }
  code.modules = current;
  code.old = old;
  code.onLoad = waiting;
  code.onNew = (e) => {
    vm.undefine(e);
    current.wake(e.module);
  };
  return (id) => {
    const find = instances[id];
    if (find === undefined) throw new SnapshotError("the snapshot is damaged: it names a module that is not in it");
    return find();
  };
}

function rowOf(values: unknown[]): Row {
  const [name, kind, fileName, file, size, sum, ready, nifs, functions, onLoad] = values;
  return { name, kind, fileName, file, size, sum, ready, nifs, functions, onLoad } as Row;
}

function prepared(vm: VirtualMachine, row: Row, files: ModuleFiles): LoadedModule {
  const { name, file } = row;
  const bytes = typeof file === "string" ? files(file) : file;
  if (bytes === undefined) throw new SnapshotError(`the snapshot needs ${file}, the code of ${name.name}`);
  if (bytes.length !== row.size || fingerprint(bytes) !== row.sum)
    throw new SnapshotError(`${typeof file === "string" ? file : name.name} is not what it was when the VM was saved`);
  const m = vm.prepare(bytes, row.fileName, unpacked(row));
  if (row.ready) m.onLoad = undefined;
  if (row.nifs) vm.state(LOADED).add(m);
  return m;
}
