/**
 * What is known of registers at a place in the text being generated: types, and floats that live unboxed in a local.
 *
 * A float that an instruction has just computed stays a raw double in the local `d<register>`; the register itself is
 * stale until someone needs the term (`Emitter.box`). Facts are carried along straight paths only: where paths meet,
 * registers are terms again, apart from the float parameters of a loop (`floats.ts`).
 */
export class Facts {
  /** Union of TypeBits by register name; a register that is not here may hold anything its annotation allows. */
  readonly types: Map<string, number>;
  /** Registers whose value is the raw double in `d<register>`. */
  readonly raw: Set<string>;
  constructor(types: Map<string, number> = new Map(), raw: Set<string> = new Set()) {
    this.types = types;
    this.raw = raw;
  }
  copy(): Facts {
    if (this.types.size === 0 && this.raw.size === 0) return new Facts();
    return new Facts(new Map(this.types), new Set(this.raw));
  }
  forget(register: string): void {
    this.types.delete(register);
    this.raw.delete(register);
  }
}
