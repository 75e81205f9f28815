/**
 * Native records of OTP 29 (opcodes 186 to 191); what they do is in runtime/records.ts.
 */
import { Op } from "../../beam/op.ts";
import { Kind, type Operand } from "../../beam/types.ts";
import { Atom, atoms } from "../../term/atom.ts";
import { element, Tuple } from "../../term/tuple.ts";
import type { Emitter } from "../emitter.ts";

const A = atoms("external", "_");

export function emitRecord(e: Emitter): boolean {
  const { op, args } = e.ins;
  switch (op) {
    case Op.is_any_native_record:
      e.test(`${e.src(args[1]!)} instanceof ${e.helper("NativeRecord")}`, args[0]!.n);
      return true;
    case Op.is_native_record: {
      const [r, module, name] = [e.src(args[1]!), e.src(args[2]!), e.src(args[3]!)];
      e.test(`${e.helper("isNativeRecord")}(${r}, ${module}, ${name})`, args[0]!.n);
      return true;
    }
    case Op.is_record_accessible: {
      const local = args[2]!.term === A.external ? "undefined" : e.atom(e.flow.file.name);
      e.test(`${e.helper("isRecordAccessible")}(${e.src(args[1]!)}, ${local})`, args[0]!.n);
      return true;
    }
    case Op.get_record_elements:
      getElements(e);
      return true;
    case Op.put_record:
      putRecord(e);
      return true;
    case Op.get_record_field:
      getField(e);
      return true;
    default:
      return false;
  }
}

function getElements(e: Emitter): void {
  const [fail, record, table] = e.ins.args as [Operand, Operand, Operand];
  const r = e.src(record);
  const n = table.list.length / 2;
  const temps = Array.from({ length: n }, (_, i) => e.temp(i === 0 ? "t" : `t${i}`));
  const tests = temps.map(
    (t, i) => `(${t} = ${e.helper("recordField")}(${r}, ${e.src(table.list[2 * i]!)})) === undefined`,
  );
  e.put(`if (${tests.length === 0 ? "false" : tests.join(" || ")}) {\n`);
  e.gotoLabel(fail.n);
  e.put("}\n");
  temps.forEach((t, i) => {
    e.put(`${e.reg(table.list[2 * i + 1]!)} = ${t};\n`);
  });
  e.fall();
}

function putRecord(e: Emitter): void {
  const [, id, src, dst, , updates] = e.ins.args as [Operand, Operand, Operand, Operand, Operand, Operand];
  const pairs = `[${updates.list.map((o) => e.src(o)).join(", ")}]`;
  let call: string;
  if (src.kind !== Kind.Nil) call = `${e.helper("updateRecord")}(S, ${e.src(src)}, ${pairs})`;
  else {
    const { module, name, local } = recordName(e, id);
    // Old code has its own definitions: the module is reached through any of its functions.
    const own = local ? `${e.links.add({ t: "local", fn: 0 }, "local0")}.owner` : "undefined";
    call = `${e.helper("createRecord")}(S, ${module}, ${name}, ${own}, ${pairs})`;
  }
  const t = e.temp();
  e.put(`if ((${t} = ${call}) === ${e.helper("SIGNAL")}) {\n`);
  e.raise(`S.raisedAt(${e.place()})`);
  e.put(`}\n${e.reg(dst)} = ${t};\n`);
  e.fall();
}

function getField(e: Emitter): void {
  const [fail, src, id, field, dst] = e.ins.args as [Operand, Operand, Operand, Operand, Operand];
  const { module, name, local } = recordName(e, id);
  const f = e.src(field);
  const call = local
    ? `${e.helper("localRecordField")}(S, ${e.src(src)}, ${name}, ${f})`
    : `${e.helper("externalRecordField")}(S, ${e.src(src)}, ${module}, ${name}, ${f})`;
  const t = e.temp();
  e.put(`if ((${t} = ${call}) === ${e.helper("SIGNAL")}) {\n`);
  if (fail.n !== 0) {
    e.put("S.raising = false; ");
    e.gotoLabel(fail.n);
  } else e.raise(`S.raisedAt(${e.place()})`);
  e.put(`}\n${e.reg(dst)} = ${t};\n`);
  e.fall();
}

/** A record's name as an operand: an atom for one of this module, `{Module, Name}` for another's, `_` for any. */
function recordName(e: Emitter, id: Operand): { module: string; name: string; local: boolean } {
  const t = id.term;
  if (t instanceof Tuple) {
    const [m, n] = [element(t, 0), element(t, 1)];
    return { module: e.term(m), name: e.term(n), local: false };
  }
  if (t instanceof Atom && t !== A._) return { module: e.atom(e.flow.file.name), name: e.atom(t), local: true };
  return { module: "undefined", name: "undefined", local: id.kind === Kind.Atom };
}
