/**
 * Registered names.
 *
 * A name stands for a local process or a port.
 * Invariant: `names` and the `name` field of the holder agree.
 * OTP: register.c.
 */
import type { Atom } from "../term/atom.ts";
import type { Port } from "../term/identifier.ts";
import { Process } from "./process.ts";

export type Registered = Process | Port;

export class Registry {
  private readonly names = new Map<Atom, Registered>();
  private readonly ofPort = new Map<Port, Atom>();

  /** Gives `holder` the name; false if the name is taken or the holder has one. */
  register(name: Atom, holder: Registered): boolean {
    if (this.names.has(name) || this.nameOf(holder) !== undefined) return false;
    this.names.set(name, holder);
    if (holder instanceof Process) holder.name = name;
    else this.ofPort.set(holder, name);
    return true;
  }

  /** Frees the name; false if nobody has it. */
  unregister(name: Atom): boolean {
    const holder = this.names.get(name);
    if (holder === undefined) return false;
    this.names.delete(name);
    if (holder instanceof Process) holder.name = undefined;
    else this.ofPort.delete(holder);
    return true;
  }

  whereis(name: Atom): Registered | undefined {
    return this.names.get(name);
  }

  /** The process of this name. */
  process(name: Atom): Process | undefined {
    const holder = this.names.get(name);
    return holder instanceof Process ? holder : undefined;
  }

  nameOf(holder: Registered): Atom | undefined {
    return holder instanceof Process ? holder.name : this.ofPort.get(holder);
  }

  /** All names, oldest first. */
  all(): Atom[] {
    return [...this.names.keys()];
  }
}
