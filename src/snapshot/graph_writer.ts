/**
 * Values as a stream of nodes, each after those it is made of, so that reading is one loop and no recursion.
 *
 * A value is an operand (a small integer, an atom, a constant) or a node with a number. An object is written once and named by its
 * number from then on, so what was shared stays shared. Cells of a list are numbered each, the last one first: any tail
 * may be shared.
 * Invariant: only references and processes can be part of themselves; what they lead to is not part of their nodes, but is set
 * when all nodes are there.
 */
import { MatchContext } from "../runtime/bs_match.ts";
import { RawTrace } from "../runtime/exception.ts";
import { ReceiveMarker } from "../runtime/mailbox.ts";
import { Export, FunEntry } from "../runtime/module.ts";
import { NATIVE_POINTS, Point } from "../runtime/point.ts";
import { Process } from "../runtime/process.ts";
import { SIGNAL } from "../runtime/signal.ts";
import { LoadedFunction, LoadedModule } from "../loader/loaded.ts";
import { Atom } from "../term/atom.ts";
import { Bits } from "../term/bits.ts";
import { Float } from "../term/float.ts";
import { Fun, funEnv } from "../term/fun.ts";
import { Pid, Port, Ref } from "../term/identifier.ts";
import { Cons, NIL } from "../term/list.ts";
import { EMPTY_MAP, FlatMap, flatValues } from "../term/map_flat.ts";
import { HashMap } from "../term/map_hash.ts";
import { NativeRecord } from "../term/native_record.ts";
import { EMPTY_TUPLE, Tuple, tupleToArray } from "../term/tuple.ts";
import { bigToBytes } from "../util/bigbits.ts";
import { zigzag } from "../util/varint.ts";
import type { AtomWriter } from "./atoms.ts";
import type { BufferWriter } from "./buffers.ts";
import { Op, Operand, Out, SMALL, SnapshotError } from "./format.ts";

/** Values that are operands. */
export const CONSTANTS: readonly unknown[] = [undefined, null, true, false, NIL, EMPTY_TUPLE, EMPTY_MAP, SIGNAL];
const CONSTANT = new Map(CONSTANTS.map((c, i) => [c, i * 4 + Operand.Constant]));

/** What the writer asks of the VM's parts. */
export interface Surroundings {
  processId(p: Process): number;
  moduleId(m: LoadedModule): number;
  /** Is the code of `m` there for programs? Funs of other code are lost. */
  isKnown(m: LoadedModule): boolean;
  /** A reference that leads somewhere. Throws if that cannot be saved. */
  target(ref: Ref): void;
}

/** A node: its numbers, then the values it is made of, the same each time that they are asked for. */
interface Shape {
  readonly op: Op;
  readonly numbers: readonly number[];
  readonly values: readonly unknown[];
}

export class GraphWriter {
  private readonly out = new Out();
  private readonly ids = new Map<unknown, number>();
  private count = 0;
  private readonly atoms: AtomWriter;
  private readonly buffers: BufferWriter;
  private readonly around: Surroundings;
  /** Whose state is being written, for messages. */
  private owner = "";

  constructor(atoms: AtomWriter, buffers: BufferWriter, around: Surroundings) {
    this.atoms = atoms;
    this.buffers = buffers;
    this.around = around;
  }

  /** Writes what `value` is made of. Throws a SnapshotError that names `owner` and what cannot be saved. */
  add(owner: string, value: unknown): void {
    this.owner = owner;
    // Done when it is met with all its parts there.
    const todo = [value];
    while (todo.length > 0) {
      const v = todo[todo.length - 1];
      if (this.known(v) || this.write(v, todo)) todo.pop();
    }
  }

  /** The graph of `value`, which has been added. */
  section(value: unknown): Uint8Array {
    const end = new Out();
    end.n(this.count);
    end.n(this.operand(value));
    end.raw(this.out.result);
    return end.result;
  }

  private known(v: unknown): boolean {
    return v instanceof Atom || isSmall(v) || CONSTANT.has(v) || this.ids.has(v);
  }

  private operand(v: unknown): number {
    if (v instanceof Atom) return this.atoms.id(v) * 4 + Operand.Atom;
    if (isSmall(v)) return zigzag(v) * 4 + Operand.Integer;
    return CONSTANT.get(v) ?? (this.count - (this.ids.get(v) as number)) * 4 + Operand.Node;
  }

  /** Writes `v` if all its parts are known, else adds those to `todo`: false. */
  private write(v: unknown, todo: unknown[]): boolean {
    if (v instanceof Cons) return this.writeList(v, todo);
    const { op, numbers, values } = this.shape(v);
    const before = todo.length;
    for (const part of values) if (!this.known(part)) todo.push(part);
    if (todo.length > before) return false;
    this.out.n(op);
    for (const n of numbers) this.out.n(n);
    for (const part of values) this.out.n(this.operand(part));
    if (op === Op.Number || op === Op.Float) this.out.float(typeof v === "number" ? v : (v as Float).value);
    else if (op === Op.BigInt) this.out.bytes(magnitude(v as bigint));
    else if (op === Op.Text) this.out.text(v as string);
    this.ids.set(v, this.count++);
    return true;
  }

  /** All cells up to one that is known already. */
  private writeList(first: Cons, todo: unknown[]): boolean {
    const before = todo.length;
    const cells: Cons[] = [];
    let bytes = true;
    let t: unknown = first;
    for (; t instanceof Cons && !this.known(t); t = t.tail) {
      const { head } = t;
      cells.push(t);
      if (typeof head === "number" && (head & 255) === head) continue;
      bytes = false;
      if (!this.known(head)) todo.push(head);
    }
    if (!this.known(t)) todo.push(t);
    if (todo.length > before) return false;
    this.out.n(bytes ? Op.ByteList : Op.List);
    this.out.n(cells.length);
    this.out.n(this.operand(t));
    for (let cell = cells.pop(); cell !== undefined; cell = cells.pop()) {
      this.out.n(bytes ? (cell.head as number) : this.operand(cell.head));
      this.ids.set(cell, this.count++);
    }
    return true;
  }

  private shape(v: unknown): Shape {
    switch (typeof v) {
      case "number":
        return shape(Op.Number);
      case "bigint":
        return shape(Op.BigInt, [v < 0n ? 1 : 0]);
      case "string":
        return shape(Op.Text);
    }
    return this.termShape(v) ?? this.codeShape(v) ?? this.refuse(v);
  }

  private termShape(v: unknown): Shape | undefined {
    if (v instanceof Tuple) return counted(Op.Tuple, tupleToArray(v));
    if (v instanceof Float) return shape(Op.Float);
    if (v instanceof FlatMap) return counted(Op.FlatMap, [v.keys, ...flatValues(v)]);
    if (v instanceof HashMap) return shape(Op.HashMap, [v.size], [v.root]);
    if (v instanceof Bits) {
      const id = this.buffers.use(v.bytes, v.offset >>> 3, v.size === 0 ? 0 : (v.offset + v.size + 7) >>> 3);
      return shape(Op.Bits, [id, v.offset, v.size]);
    }
    if (v instanceof Pid) {
      if (v.process !== null) return shape(Op.LivePid, [this.around.processId(v.process as Process)]);
      return shape(Op.Pid, [v.creation, v.id, v.serial], [v.node]);
    }
    if (v instanceof Port) return shape(Op.Port, [v.creation], [v.node, v.id]);
    if (v instanceof Ref) {
      if (v.target !== undefined) this.explained(() => this.around.target(v));
      return shape(Op.Ref, [v.creation, v.n0, v.n1, v.n2, v.words], [v.node, v.more]);
    }
    if (v instanceof Fun) {
      const { code } = v;
      if (code.external) return shape(Op.ExportFun, [code.arity], [code.module, code.name]);
      return counted(Op.Fun, [code, ...funEnv(v)]);
    }
    if (v instanceof NativeRecord) return counted(Op.Record, [v.definition, ...v.values]);
    if (Array.isArray(v)) return counted(Op.Array, v);
    return undefined;
  }

  /** What frames hold beside terms. */
  private codeShape(v: unknown): Shape | undefined {
    if (v instanceof Point) return this.pointShape(v);
    if (v instanceof Process) return shape(Op.Process, [this.around.processId(v)]);
    if (v instanceof Export) return shape(Op.Export, [v.arity], [v.module, v.name]);
    if (v instanceof LoadedFunction) return shape(Op.Function, [this.around.moduleId(v.owner), v.row.index]);
    if (v instanceof FunEntry) {
      const m = v.owner;
      if (m instanceof LoadedModule && !v.lost && this.around.isKnown(m) && m.lambdas[v.index] === v)
        return shape(Op.FunEntry, [this.around.moduleId(m), v.index]);
      return shape(Op.LostFun, [v.arity, v.numFree, v.index, v.oldIndex, v.oldUniq], [v.module, v.name, v.uniq]);
    }
    if (v instanceof MatchContext) {
      const id = this.buffers.use(v.bytes, v.start >>> 3, (v.end + 7) >>> 3);
      return shape(Op.MatchContext, [id, v.start, v.end, v.pos]);
    }
    if (v instanceof ReceiveMarker) return shape(Op.Marker);
    if (v instanceof RawTrace) {
      const { top } = v;
      const flags = (v.twice ? 1 : 0) + (v.bare ? 2 : 0) + (v.complete ? 4 : 0);
      return shape(
        Op.Trace,
        [flags, v.depth],
        [v.cls, top?.module, top?.name, top?.args, top?.info, v.args, v.info, v.points, v.last, v.given],
      );
    }
    if (v instanceof Uint8Array) return shape(Op.Bytes, [this.buffers.use(v, 0, v.length), 0, v.length]);
    if (isDefinition(v)) {
      const { module, name, exported, fields, defaults } = v;
      return shape(Op.Definition, [exported ? 1 : 0], [module, name, fields, defaults]);
    }
    return undefined;
  }

  private pointShape(p: Point): Shape {
    const { location } = p;
    if (location instanceof LoadedFunction) {
      for (const { point, spec } of location.points.values()) {
        if (point !== p) continue;
        const { owner, row } = location;
        const numbers = [this.around.moduleId(owner), row.index, spec.instr + 1, spec.line];
        return shape(Op.Point, [...numbers, spec.handled ? 1 : 0, ROLES.indexOf(spec.role)], [spec.live]);
      }
      throw new SnapshotError(`${this.owner}: it is in code that is being traced`);
    }
    if (NATIVE_POINTS.get(p.label as string) === p) return shape(Op.NativePoint, [], [p.label]);
    throw new SnapshotError(`${this.owner}: it is in ${p.label}, which cannot be saved`);
  }

  private refuse(v: unknown): never {
    throw new SnapshotError(`${this.owner}: ${described(v)} cannot be saved`);
  }
  /** An error of what somebody else says gets the owner's name. */
  private explained(run: () => void): void {
    try {
      run();
    } catch (e) {
      throw e instanceof SnapshotError ? new SnapshotError(`${this.owner}: ${e.message}`) : e;
    }
  }
}

export const ROLES = ["frame", "cells", "pass", "loop"] as const;

function shape(op: Op, numbers: readonly number[] = [], values: readonly unknown[] = []): Shape {
  return { op, numbers, values };
}
function counted(op: Op, values: readonly unknown[]): Shape {
  return { op, numbers: [values.length], values };
}

function isSmall(v: unknown): v is number {
  return typeof v === "number" && Number.isInteger(v) && v < SMALL && v > -SMALL && !Object.is(v, -0);
}

function magnitude(v: bigint): Uint8Array {
  const size = v < 0n ? -v : v;
  const bytes = new Uint8Array(Math.ceil(size.toString(16).length / 2));
  bigToBytes(size, bytes, 0, bytes.length);
  return bytes;
}

/** Definitions of native records have no class of their own. */
function isDefinition(v: unknown): v is NativeRecord["definition"] {
  return typeof v === "object" && v !== null && "defaults" in v && "fields" in v;
}

/** An object that is no term, for a message. */
export function described(v: unknown): string {
  if (typeof v !== "object" || v === null) return `a JavaScript ${typeof v}`;
  return `a JavaScript object (${(v as { constructor?: { name?: string } }).constructor?.name ?? "Object"})`;
}
