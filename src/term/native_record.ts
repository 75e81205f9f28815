/**
 * Native records of OTP 29: a definition shared by all records made from it, and the values of the fields.
 * OTP: ErtsRecordDefinition and ErtsRecordInstance in erl_record.h.
 */
import type { Atom } from "./atom.ts";
import type { Term } from "./term.ts";

export interface RecordDefinition {
  readonly module: Atom;
  readonly name: Atom;
  readonly exported: boolean;
  /** Field names in the order of definition. */
  readonly fields: readonly Atom[];
  /** Default values by field, undefined where a field has none. */
  readonly defaults: readonly (Term | undefined)[];
}

export class NativeRecord {
  readonly definition: RecordDefinition;
  readonly values: readonly Term[];
  constructor(definition: RecordDefinition, values: readonly Term[]) {
    this.definition = definition;
    this.values = values;
  }
}
Object.setPrototypeOf(NativeRecord.prototype, null);
