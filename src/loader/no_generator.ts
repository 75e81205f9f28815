/** In the place of generator.ts where all code is generated ahead of time: what has none is refused. */
import type { BeamFile } from "../beam/types.ts";
import type * as generator from "./generator.ts";
import { NoCode } from "./no_code.ts";

type Generator = typeof generator;

export const canGenerate = () => false;
export const checkFile: Generator["checkFile"] = refuse;
export const unitOf: Generator["unitOf"] = refuse;

function refuse(file: BeamFile): never {
  throw new NoCode(file.name.name);
}

// Nobody calls them without a unit.
export const generateContinuation: Generator["generateContinuation"] = (u) => refuse(u.flow.file);
export const generateFunction: Generator["generateFunction"] = (u) => refuse(u.flow.file);
export const generateResumptions: Generator["generateResumptions"] = (u) => refuse(u.flow.file);
export const generateLambda = (): never => {
  throw new Error("a fun without code");
};
