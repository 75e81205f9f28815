/**
 * State of one VM that belongs to a room above `runtime/`: ETS tables, persistent terms, compiled patterns.
 * A room declares `const TABLES = new StateKey(() => new Tables())` and reads `vm.state(TABLES)`.
 */
import type { Vm } from "./vm.ts";

export class StateKey<T> {
  readonly make: (vm: Vm) => T;
  constructor(make: (vm: Vm) => T) {
    this.make = make;
  }
}
