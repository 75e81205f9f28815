/**
 * Ports as an extension: only a system that talks to something outside needs them.
 * `createVm(host, { extensions: [ports([SPAWN, FD])] })`.
 */
import { PORTS } from "../ports/ports.ts";
import type { Driver } from "../ports/driver.ts";
import type { Extension } from "../runtime/extension.ts";
import { PORT_BIFS } from "./erlang/ports.ts";

/** The BIFs of ports, and what `drivers` there are for them. */
export function ports(drivers: readonly Driver[]): Extension {
  return {
    name: "ports",
    bifs: PORT_BIFS,
    install(vm) {
      const table = vm.state(PORTS);
      if (vm.emulator.portLimit !== undefined) table.limit = vm.emulator.portLimit;
      table.addDrivers(drivers);
      vm.ports = table;
    },
  };
}
