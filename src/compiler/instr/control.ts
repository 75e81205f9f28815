/**
 * Calls, returns, exceptions and receives: the instructions where a frame may leave the JavaScript stack.
 */
import { Op } from "../../beam/op.ts";
import { Kind, type Operand } from "../../beam/types.ts";
import { type Atom, atoms } from "../../term/atom.ts";
import type { Emitter } from "../emitter.ts";
import { selfTailCall } from "../flow.ts";
import { bifLink } from "./arith.ts";

const A = atoms(
  "erlang",
  "badmatch",
  "case_clause",
  "if_clause",
  "try_clause",
  "badrecord",
  "function_clause",
  "!",
  "apply",
  "timeout_value",
  "send",
  "error",
  "exit",
  "throw",
  "raise",
  "nif_error",
);

/** BIFs that raise on the program's behalf: no trace entry of their own. */
const RAISERS = new Set([
  "error/1",
  "error/2",
  "error/3",
  "exit/1",
  "throw/1",
  "raise/3",
  "nif_error/1",
  "nif_error/2",
]);

const UNSEEN = new Set(["!", "apply", "yield"]);

export function emitControl(e: Emitter): boolean {
  const { op, args } = e.ins;
  switch (op) {
    case Op.return:
      e.returnValue(e.x(0));
      return true;
    case Op.jump:
      e.gotoLabel(args[0]!.n);
      return true;
    case Op.call: {
      const site = e.sites.get(e.i);
      if (site !== undefined) e.buildCells(site);
      else called(e, localCall(e, args[0]!.n, args[1]!.n));
      return true;
    }
    case Op.call_only:
    case Op.call_last:
      if (e.loops && selfTailCall(e.flow, e.ins)) e.goto(e.flow.entry);
      else e.returnCall(localCall(e, args[0]!.n, args[1]!.n));
      return true;
    case Op.call_ext:
    case Op.call_ext_last:
    case Op.call_ext_only:
      external(e, args[0]!.n, args[1]!.n, op !== Op.call_ext);
      return true;
    case Op.call_fun:
      callFun(e, (tail) => funCall(e, e.x(args[0]!.n), args[0]!.n, false, tail));
      return true;
    case Op.call_fun2:
      callFun(e, (tail) => callFun2(e, args[0]!, args[1]!.n, e.object(args[2]!), tail));
      return true;
    case Op.apply:
    case Op.apply_last: {
      const n = args[0]!.n;
      const cache = e.links.fresh({ t: "applyCache" });
      const t = e.temp();
      const [m, f] = [e.x(n), e.x(n + 1)];
      const asked = [cache, m, f, n];
      const target =
        op === Op.apply
          ? `S.applyTarget(${asked.join(", ")})`
          : `S.applyTargetLast(${[e.passing(), ...asked].join(", ")})`;
      e.put(
        `if ((${t} = ${m} === ${cache}.module && ${f} === ${cache}.name ? ${cache}.target : ${target}) === ${e.helper("SIGNAL")}) {\n`,
      );
      e.raise(`S.applyFailed(${[e.place(), m, f, ...argNames(e, n)].join(", ")})`);
      e.put("}\n");
      const call = `${t}.f(${e.xargs(n)})`;
      if (op === Op.apply_last) e.returnCall(call);
      else called(e, call);
      return true;
    }
    case Op.func_info:
      e.raise(`S.functionClause(${[e.place(), ...argNames(e, args[2]!.n)].join(", ")})`);
      return true;
    case Op.badmatch:
      e.raise(`S.raiseTagged(${e.place()}, ${e.atom(A.badmatch)}, ${e.src(args[0]!)})`);
      return true;
    case Op.case_end:
      e.raise(`S.raiseTagged(${e.place()}, ${e.atom(A.case_clause)}, ${e.src(args[0]!)})`);
      return true;
    case Op.try_case_end:
      e.raise(`S.raiseTagged(${e.place()}, ${e.atom(A.try_clause)}, ${e.src(args[0]!)})`);
      return true;
    case Op.badrecord:
      e.raise(`S.raiseTagged(${e.place()}, ${e.atom(A.badrecord)}, ${e.src(args[0]!)})`);
      return true;
    case Op.if_end:
      e.raise(`S.raiseAt(${e.place()}, ${e.atom(A.if_clause)})`);
      return true;
    case Op.try_case:
      e.put(`S.raising = false; ${e.x(0)} = S.excClass; ${e.x(1)} = S.excReason; ${e.x(2)} = S.excTrace;\n`);
      e.fall();
      return true;
    case Op.catch_end:
      // Reached by falling through with the value in x0, or with an exception.
      e.put(`if (S.raising && (${e.x(0)} = S.catchEnd()) === ${e.helper("SIGNAL")}) return ${e.left(e.save())};\n`);
      e.fall();
      return true;
    case Op.build_stacktrace:
      e.put(`if ((${e.x(0)} = S.buildStacktrace(${e.x(0)})) === ${e.helper("SIGNAL")}) return ${e.left(e.save())};\n`);
      e.fall();
      return true;
    case Op.raise:
      e.raise(`S.reraise(${e.src(args[0]!)}, ${e.src(args[1]!)})`);
      return true;
    case Op.raw_raise:
      e.put(`if ((${e.x(0)} = S.rawRaise(${e.x(0)}, ${e.x(1)}, ${e.x(2)})) === ${e.helper("SIGNAL")}) {\n`);
      if (e.handler() >= 0) e.goto(e.handler());
      else e.leave(e.helper("SIGNAL"));
      e.put("}\n");
      e.fall();
      return true;
    default:
      return emitReceive(e);
  }
}

function argNames(e: Emitter, n: number): string[] {
  return Array.from({ length: n }, (_, i) => e.x(i));
}

function localCall(e: Emitter, arity: number, label: number): string {
  const fn = e.flow.file.labelFunction[label] as number;
  return `${e.links.add({ t: "local", fn }, `local${fn}`)}.f(${e.xargs(arity)})`;
}

/** A call whose value goes to x0 and whose frame stays. */
function called(e: Emitter, call: string): void {
  e.put(`if ((${e.x(0)} = ${call}) === ${e.helper("SIGNAL")}) {\n`);
  e.signalled();
  e.put("}\n");
  e.fall();
}

function external(e: Emitter, arity: number, index: number, tail: boolean): void {
  const { module, name } = e.flow.file.imports[index]!;
  if (!e.around.isBif(module, name, arity)) {
    const k = e.links.add({ t: "export", module, name, arity }, `exp:${module.name}:${name.name}/${arity}`);
    const call = `${k}.f(${e.xargs(arity)})`;
    if (tail) e.returnCall(call);
    else called(e, call);
    return;
  }
  bifCall(e, module, name, argNames(e, arity), tail);
}

function calledBifLink(e: Emitter, module: Atom, name: Atom, arity: number): string {
  return e.links.add({ t: "calledBif", module, name, arity }, `called:${module.name}:${name.name}/${arity}`);
}

/** A BIF in a call instruction: may raise, and may suspend. */
function bifCall(e: Emitter, module: Atom, name: Atom, texts: readonly string[], tail: boolean): void {
  const raiser = module === A.erlang && RAISERS.has(`${name.name}/${texts.length}`);
  // Those have instructions of their own in OTP, which tracing does not see.
  const unseen = module === A.erlang && UNSEEN.has(name.name);
  const b = unseen ? bifLink(e, module, name, texts.length) : calledBifLink(e, module, name, texts.length);
  const t = e.temp();
  const shown = name === A["!"] ? A.send : name;
  const failed = raiser ? `S.raisedAt(${e.place()})` : e.bifRaised(module, shown, texts, tail);
  e.put(`if ((${t} = ${b}(${["S", ...texts].join(", ")})) === ${e.helper("SIGNAL")}) {\n`);
  if (tail) {
    // apply goes on to other code: most often this function is no part of its stack.
    const suspended =
      name === A.apply && texts.length === 3
        ? `S.applied(${[e.passing(), ...texts].join(", ")})`
        : name === A.apply
          ? e.helper("SIGNAL")
          : `S.captured(${e.passing()})`;
    e.leave(`S.raising ? ${failed} : ${suspended}`);
    e.put("}\n");
    e.returnValue(t);
    return;
  }
  const h = e.handler();
  if (h < 0) e.leave(`S.raising ? ${failed} : ${e.save()}`);
  else {
    e.put(`if (S.raising) {\n${failed};\n`);
    e.goto(h);
    e.put("}\n");
    e.leave(e.save());
  }
  e.put(`}\n${e.x(0)} = ${t};\n`);
  e.fall();
}

/**
 * A call of a fun whose value the function returns as it is becomes a tail call: compilers have no instruction for that.
 * OTP: i_call_fun_last in ops.tab.
 */
function callFun(e: Emitter, call: (tail: boolean) => string): void {
  const { instrs } = e.flow.checked;
  const tail = e.handler() < 0 && instrs[e.i + 1]?.op === Op.deallocate && instrs[e.i + 2]?.op === Op.return;
  if (tail) e.returnCall(call(true));
  else called(e, call(false));
}

function funCall(e: Emitter, f: string, n: number, sure: boolean, tail: boolean): string {
  const args = e.xargs(n);
  const call = `${f}.code.entry(${n === 0 ? f : `${args}, ${f}`})`;
  if (sure) return call;
  const values = n === 0 ? f : `${f}, ${args}`;
  const bad = tail ? `S.badFunLast(${e.place()}, ${values})` : `S.badFun(${values})`;
  const test = `${f} instanceof ${e.helper("Fun")} && ${f}.code.arity === ${n} ? ${call} : ${bad}`;
  return tail ? `(${test})` : test;
}

function callFun2(e: Emitter, tag: Operand, n: number, f: string, tail: boolean): string {
  if (tag.kind !== Kind.Unsigned) return funCall(e, f, n, tag.term === SAFE.safe, tail);
  const lambda = e.flow.file.lambdas[tag.n]!;
  const fn = e.flow.file.labelFunction[lambda.label] as number;
  const k = e.links.add({ t: "local", fn }, `local${fn}`);
  const env = Array.from({ length: lambda.numFree }, (_, i) => (i < 3 ? `${f}.e${i}` : `${f}.more[${i - 3}]`));
  return `${k}.f(${[...argNames(e, n), ...env].join(", ")})`;
}
const SAFE = atoms("safe");

// -- Receive.

function emitReceive(e: Emitter): boolean {
  const { op, args } = e.ins;
  const box = "S.process.mailbox";
  switch (op) {
    case Op.send:
      bifCall(e, A.erlang, A["!"], argNames(e, 2), false);
      return true;
    case Op.loop_rec: {
      // The message goes through a temporary: at the fail label the register keeps its value.
      const t = e.temp();
      e.put(`if ((${t} = ${box}.peek()) === undefined) {\n`);
      e.gotoLabel(args[0]!.n);
      e.put(`}\n${e.reg(args[1]!)} = ${t};\n`);
      e.fall();
      return true;
    }
    case Op.loop_rec_end:
      e.put(`${box}.skip();\nif ((S.reds -= 1) < 0) return ${e.left(e.save("pause"))};\n`);
      e.gotoLabel(args[0]!.n);
      return true;
    case Op.remove_message:
      e.put("S.removeMessage();\n");
      return true;
    case Op.timeout:
      e.put("S.timeout();\n");
      return true;
    case Op.wait:
      e.leave(e.save("park"));
      return true;
    case Op.wait_timeout: {
      // 1: the time is up; 0: wait; below: not a time.
      const t = e.temp();
      e.put(
        `if ((${t} = S.waitTimeout(${e.src(args[1]!)})) !== 1) {\nif (${t} === 0) return ${e.left(e.save("park"))};\n`,
      );
      e.raise(`S.raiseAt(${e.place()}, ${e.atom(A.timeout_value)})`);
      e.put("}\n");
      e.fall();
      return true;
    }
    case Op.recv_marker_reserve:
      e.put(`${e.reg(args[0]!)} = ${box}.reserveMarker();\n`);
      return true;
    case Op.recv_marker_bind:
      e.put(`${box}.bindMarker(${e.src(args[0]!)}, ${e.src(args[1]!)});\n`);
      return true;
    case Op.recv_marker_use:
      e.put(`${box}.useMarker(${e.src(args[0]!)});\n`);
      return true;
    case Op.recv_marker_clear:
      e.put(`${box}.clearMarker(${e.src(args[0]!)});\n`);
      return true;
    default:
      return false;
  }
}

/** What a continuation does with the resume value `r` before it goes on behind instruction `i`. */
export function emitResume(e: Emitter): void {
  const { op, args } = e.ins;
  if (e.handler() >= 0) {
    e.put(`if (r === ${e.helper("SIGNAL")}) {\nS.caught(${e.point()});\n`);
    e.goto(e.handler());
    e.put("}\n");
  }
  switch (op) {
    case Op.wait:
    case Op.loop_rec_end:
      e.gotoLabel(args[0]!.n);
      return;
    case Op.wait_timeout:
      e.put(`if (r !== ${e.helper("TRUE")}) {\n`);
      e.goto(e.target(args[0]!.n));
      e.put("}\n");
      e.goto(e.next);
      return;
    default:
      e.put(`${e.x(0)} = r;\n`);
      e.fall();
  }
}
