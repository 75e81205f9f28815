/**
 * `set_tuple_element` writes into a tuple, the only instruction that changes a term. Compilers put it behind `setelement/3`,
 * into whose result it writes; between writes they may move that.
 * Invariant: after this check nobody else has seen the tuple, and it does not come to contain itself: the result of
 * `setelement/3` is in registers alone, and the value comes from another one.
 * OTP: validate_mutation() in beam_validator.erl.
 */
import { atoms } from "../term/atom.ts";
import { badCode } from "./decode.ts";
import { Op } from "./op.ts";
import { type BeamFile, type Instr, Kind, type Operand } from "./types.ts";

const A = atoms("erlang", "setelement");

/** Throws BadBeam if some `set_tuple_element` writes into a tuple that others may have. */
export function checkMutations(file: BeamFile, instrs: readonly Instr[]): void {
  // The registers that hold the fresh tuple.
  const holders = new Set<string>();
  for (const instr of instrs) {
    const { op, args } = instr;
    switch (op) {
      case Op.set_tuple_element:
        if (!holders.has(register(args[1]!)) || holders.has(register(args[0]!)))
          throw badCode(file, instr.offset, "set_tuple_element: the tuple is not the fresh result of setelement/3");
        break;
      case Op.call_ext: {
        const { module, name, arity } = file.imports[args[1]!.n]!;
        holders.clear();
        if (module === A.erlang && name === A.setelement && arity === 3) holders.add(X0);
        break;
      }
      case Op.move:
        if (holders.has(register(args[0]!))) holders.add(register(args[1]!));
        else holders.delete(register(args[1]!));
        break;
      case Op.get_tuple_element:
        holders.delete(register(args[2]!));
        break;
      case Op.line:
        break;
      default:
        holders.clear();
    }
  }
}

/** A name for what `o` says, the same for the same register. */
function register(o: Operand): string {
  return `${o.kind} ${o.n}`;
}
const X0 = `${Kind.X} 0`;
