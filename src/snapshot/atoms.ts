/**
 * Atoms by number: first those that exist in the VM, then those that only the runtime names. The former in the order of their
 * names, each as what it adds to the beginning of the one before: most of a small snapshot are atoms.
 */
import { type Atom, atom } from "../term/atom.ts";
import { utf8Decode, utf8Encode } from "../util/utf8.ts";
import type { VirtualMachine } from "../vm.ts";
import { In, Out, SnapshotError } from "./format.ts";

export class AtomWriter {
  private readonly ids = new Map<Atom, number>();
  private readonly existing: number;
  constructor(vm: VirtualMachine) {
    const all = [...vm.atoms.all()].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const a of all) this.ids.set(a, this.ids.size);
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
    let rest = "";
    let before = "";
    for (const { name } of all) {
      const same = common(before, name);
      out.n(same);
      out.n(name.length - same);
      rest += name.slice(same);
      before = name;
    }
    out.raw(utf8Encode(rest));
    return out.result;
  }
}

/** How many characters two names begin with. A character beyond 16 bits is not cut. */
function common(a: string, b: string): number {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  const last = n === 0 ? 0 : a.charCodeAt(n - 1);
  return last >= 0xd800 && last < 0xdc00 ? n - 1 : n;
}

export function readAtoms(vm: VirtualMachine, section: Uint8Array): Atom[] {
  const r = new In(section);
  const existing = r.n();
  const count = r.n();
  const lengths = Array.from({ length: 2 * count }, () => r.n());
  const text = utf8Decode(section, r.at) ?? "";
  let at = 0;
  let name = "";
  return Array.from({ length: count }, (_, i) => {
    name = name.slice(0, lengths[2 * i]) + text.slice(at, (at += lengths[2 * i + 1] as number));
    const a = i < existing ? vm.atoms.intern(name) : atom(name);
    if (a === undefined) throw new SnapshotError(`the snapshot has ${existing} atoms, the VM may have fewer`);
    return a;
  });
}
