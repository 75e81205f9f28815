/**
 * Snapshots of a VM: the terminal is the host's. What the VM has asked of it (modes, to be told of input and signals) is asked again
 * of the one that the restored VM has; if that has another size, it is as if it had just got it.
 */
import type { Process } from "../../runtime/process.ts";
import type { SnapshotPart } from "../../runtime/snapshot.ts";
import type { Vm } from "../../runtime/vm.ts";
import type { Term } from "../../term/term.ts";
import { HOLDERS, type Selected, selectInput, signalled, takeSignals, Tty, Write } from "./index.ts";
import { TERMINAL } from "./terminal.ts";
import { FOUND, setUp } from "./text.ts";

type SavedSelected = readonly [Process, Term, Term];

function saveSelected(s: Selected | undefined): SavedSelected | undefined {
  return s && [s.process, s.tty, s.ref];
}
function selected([process, tty, ref]: SavedSelected): Selected {
  return { process, tty, ref };
}

function saveTty(t: Tty): unknown {
  const modes = t.modes && [t.modes.canon, t.modes.echo, t.modes.sig];
  return [t.out, modes, t.raw, t.owner, t.signals, t.selected, saveSelected(t.onSignal)];
}

function restoreTty(saved: unknown): Tty {
  const [out, modes, raw, owner, signals, isSelected, onSignal] = saved as unknown[];
  const t = new Tty(out as 1 | 2);
  const [canon, echo, sig] = (modes ?? []) as (boolean | undefined)[];
  t.modes = modes === undefined ? undefined : { canon, echo, sig };
  t.raw = raw as boolean;
  t.owner = owner as Process | undefined;
  t.signals.push(...(signals as Tty["signals"]));
  t.selected = isSelected as boolean;
  t.onSignal = onSignal === undefined ? undefined : selected(onSignal as SavedSelected);
  return t;
}

/** Sets the terminal's modes as `tty` has had them. */
function takeTerminal(vm: Vm, tty: Tty): void {
  const { terminal } = vm.state(TERMINAL);
  if (tty.modes !== undefined) terminal.setModes(0, tty.modes);
  if (tty.raw) terminal.setModes(tty.out, { canon: false, echo: false });
  if (tty.selected) takeSignals(vm, tty);
}

export const PRIM_TTY_PART: SnapshotPart = {
  name: "prim_tty",
  resources: [
    { name: "tty", type: Tty, save: (t) => saveTty(t as Tty), restore: (_vm, saved) => restoreTty(saved) },
    {
      name: "tty write",
      type: Write,
      save(w) {
        const { result } = w as Write;
        if (result === undefined) throw new Error("the terminal has not written everything yet");
        return result;
      },
      restore(_vm, result) {
        const w = new Write();
        w.result = result as Term;
        return w;
      },
    },
  ],
  save(vm) {
    const { ttys, waiting } = vm.state(HOLDERS);
    const size = vm.state(TERMINAL).terminal.size(1);
    // The references that lead to those that are held, so that each is one object again.
    return [[...ttys].map((t) => t.self), [...waiting.values()].map(saveSelected), vm.state(FOUND).by, size];
  },
  restore(vm, saved) {
    const [ttys, waiting, found, size] = saved as [
      NonNullable<Tty["self"]>[],
      SavedSelected[],
      [string, "tgetent" | "setupterm"] | undefined,
      number[] | undefined,
    ];
    if (found !== undefined) setUp({ vm }, ...found);
    const now = vm.state(TERMINAL).terminal.size(1);
    for (const { target } of ttys) {
      const tty = target as Tty;
      vm.state(HOLDERS).ttys.add(tty);
      takeTerminal(vm, tty);
      if (tty.selected && now !== undefined && now.join() !== size?.join()) signalled(vm, tty, "winch");
    }
    for (const s of waiting) selectInput(vm, selected(s));
  },
};
