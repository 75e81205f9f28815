/** A good module for which there is no code: none was generated ahead of time, and here none can be generated. */
import { BadBeam } from "../beam/bad_beam.ts";

export class NoCode extends BadBeam {
  constructor(module: string) {
    super(module, "Code", 0, "no code generated ahead of time");
    this.message = `${module} has no code generated ahead of time (gluon pack --aot), and none can be generated here`;
  }
}
