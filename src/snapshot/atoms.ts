/** Atoms by number: first those that exist in the VM, in order, then those that only the runtime names. */
import { type Atom, atom } from "../term/atom.ts";
import { utf8Decode, utf8Encode } from "../util/utf8.ts";
import type { VirtualMachine } from "../vm.ts";
import { In, Out, SnapshotError } from "./format.ts";

export class AtomWriter {
  private readonly ids = new Map<Atom, number>();
  private readonly existing: number;
  constructor(vm: VirtualMachine) {
    for (const a of vm.atoms.all()) this.ids.set(a, this.ids.size);
    this.existing = this.ids.size;
  }

  id(a: Atom): number {
    let id = this.ids.get(a);
    if (id === undefined) {
      id = this.ids.size;
      this.ids.set(a, id);
    }
    return id;
  }

  section(): Uint8Array {
    const out = new Out();
    const all = [...this.ids.keys()];
    out.n(this.existing);
    out.n(all.length);
    for (const a of all) out.n(a.name.length);
    out.raw(utf8Encode(all.map((a) => a.name).join("")));
    return out.result;
  }
}

export function readAtoms(vm: VirtualMachine, section: Uint8Array): Atom[] {
  const r = new In(section);
  const existing = r.n();
  const lengths = new Uint32Array(r.n());
  for (let i = 0; i < lengths.length; i++) lengths[i] = r.n();
  const text = utf8Decode(section, r.at) ?? "";
  let at = 0;
  return Array.from(lengths, (length, i) => {
    const name = text.slice(at, (at += length));
    const a = i < existing ? vm.atoms.intern(name) : atom(name);
    if (a === undefined) throw new SnapshotError(`the snapshot has ${existing} atoms, the VM may have fewer`);
    return a;
  });
}
