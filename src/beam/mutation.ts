/**
 * `set_tuple_element` writes into a tuple, the only instruction that changes a term. Compilers before OTP 26 put it behind
 * `setelement/3`, into whose result it writes.
 * Invariant: after this check nobody else has seen the tuple, and it does not come to contain itself: the result of
 * `setelement/3` is still in x0 and nowhere else, and the value comes from elsewhere.
 * OTP: validate_mutation() in beam_validator.erl.
 */
import { atoms } from "../term/atom.ts";
import { badCode } from "./decode.ts";
import { Op } from "./op.ts";
import { type BeamFile, type Instr, Kind, type Operand } from "./types.ts";

const A = atoms("erlang", "setelement");

/** Throws BadBeam if some `set_tuple_element` writes into a tuple that others may have. */
export function checkMutations(file: BeamFile, instrs: readonly Instr[]): void {
  let fresh = false;
  for (const instr of instrs) {
    const { op, args } = instr;
    switch (op) {
      case Op.set_tuple_element:
        if (!fresh || !isX0(args[1]!) || isX0(args[0]!))
          throw badCode(file, instr.offset, "set_tuple_element: the tuple is not the fresh result of setelement/3");
        break;
      case Op.call_ext: {
        const { module, name, arity } = file.imports[args[1]!.n]!;
        fresh = module === A.erlang && name === A.setelement && arity === 3;
        break;
      }
      case Op.move:
        if (isX0(args[0]!) || isX0(args[1]!)) fresh = false;
        break;
      case Op.get_tuple_element:
        if (isX0(args[2]!)) fresh = false;
        break;
      case Op.line:
        break;
      default:
        fresh = false;
    }
  }
}

function isX0(o: Operand): boolean {
  return o.kind === Kind.X && o.n === 0;
}
