/** Reads what `graph_writer.ts` has written. */
import { MatchContext } from "../runtime/bs_match.ts";
import { RawTrace } from "../runtime/exception.ts";
import { lose } from "../runtime/lost_fun.ts";
import { ReceiveMarker } from "../runtime/mailbox.ts";
import { FunEntry } from "../runtime/module.ts";
import { NATIVE_POINTS, type Point } from "../runtime/point.ts";
import type { Process } from "../runtime/process.ts";
import type { LoadedFunction, LoadedModule } from "../loader/loaded.ts";
import type { Atom } from "../term/atom.ts";
import { Bits } from "../term/bits.ts";
import { Float } from "../term/float.ts";
import { Fun, type FunCode, funFromArray } from "../term/fun.ts";
import { Pid, Port, Ref } from "../term/identifier.ts";
import { Cons, NIL } from "../term/list.ts";
import { flatFromArrays } from "../term/map_flat.ts";
import { HashMap } from "../term/map_hash.ts";
import { NativeRecord, type RecordDefinition } from "../term/native_record.ts";
import type { Term } from "../term/term.ts";
import { tupleFromArray } from "../term/tuple.ts";
import { bigFromBytes } from "../util/bigbits.ts";
import { unzigzag } from "../util/varint.ts";
import type { VirtualMachine } from "../vm.ts";
import type { Piece } from "./buffers.ts";
import { In, Op, Operand, SnapshotError } from "./format.ts";
import { CONSTANTS, ROLES } from "./graph_writer.ts";

/** What nodes lead to. */
export interface Parts {
  readonly atoms: readonly Atom[];
  readonly buffer: (id: number, from: number, to: number) => Piece;
  process(id: number): Process;
  module(id: number): LoadedModule;
}

const VALUE = [Op.Number, Op.BigInt, Op.Float, Op.Text];

/** The value that the section is the graph of. */
export function readGraph(vm: VirtualMachine, section: Uint8Array, parts: Parts): unknown {
  const r = new In(section);
  const count = r.n();
  const root = r.n();
  const reader = new GraphReader(vm, r, parts);
  while (reader.nodes.length < count) reader.node();
  return reader.value(root);
}

class GraphReader {
  readonly nodes: unknown[] = [];
  private readonly vm: VirtualMachine;
  private readonly r: In;
  private readonly parts: Parts;

  constructor(vm: VirtualMachine, r: In, parts: Parts) {
    this.vm = vm;
    this.r = r;
    this.parts = parts;
  }

  value(operand: number): unknown {
    const n = Math.floor(operand / 4);
    switch (operand % 4) {
      case Operand.Node:
        return this.nodes[this.nodes.length - n];
      case Operand.Atom:
        return this.parts.atoms[n];
      case Operand.Integer:
        return unzigzag(n);
      default:
        return CONSTANTS[n];
    }
  }
  private next(): unknown {
    return this.value(this.r.n());
  }
  private term(): Term {
    return this.next() as Term;
  }
  private atom(): Atom {
    return this.next() as Atom;
  }
  /** An array whose elements are general from the start, as terms want them. */
  private array(n: number): Term[] {
    const a: Term[] = new Array(n);
    if (n > 0) a[0] = NIL;
    for (let i = 0; i < n; i++) a[i] = this.next() as Term;
    return a;
  }

  node(): void {
    const op = this.r.n() as Op;
    if (op === Op.List || op === Op.ByteList) this.list(op === Op.ByteList);
    else this.nodes.push(VALUE.includes(op) ? this.literal(op) : (this.termNode(op) ?? this.codeNode(op)));
  }

  private list(bytes: boolean): void {
    const { r, nodes } = this;
    const n = r.n();
    let t = this.term();
    for (let i = 0; i < n; i++) {
      const head = r.n();
      t = new Cons(bytes ? head : (this.value(head) as Term), t);
      nodes.push(t);
    }
  }

  private literal(op: Op): unknown {
    const { r } = this;
    switch (op) {
      case Op.Number:
        return r.float();
      case Op.Float:
        return new Float(r.float());
      case Op.Text:
        return r.text();
      default: {
        const negative = r.n() === 1;
        const bytes = r.bytes();
        const v = bigFromBytes(bytes, 0, bytes.length);
        return negative ? -v : v;
      }
    }
  }

  private termNode(op: Op): unknown {
    const { r } = this;
    switch (op) {
      case Op.Array:
        return this.array(r.n());
      case Op.Tuple:
        return tupleFromArray(this.array(r.n()));
      case Op.FlatMap: {
        const n = r.n();
        const keys = this.next() as readonly Term[];
        return flatFromArrays(keys, this.array(n - 1));
      }
      case Op.HashMap:
        return new HashMap(r.n(), this.next() as HashMap["root"]);
      case Op.Bits: {
        const [id, offset, size] = [r.n(), r.n(), r.n()];
        const { from, bytes } = this.parts.buffer(id, offset >>> 3, size === 0 ? 0 : (offset + size + 7) >>> 3);
        return new Bits(bytes, size === 0 ? 0 : offset - from * 8, size, null);
      }
      case Op.LivePid:
        return this.parts.process(r.n()).pid;
      case Op.Pid: {
        const [creation, id, serial] = [r.n(), r.n(), r.n()];
        return new Pid(this.next() as Atom | undefined, creation, id, serial);
      }
      case Op.Port:
        return port(r.n(), this.next(), this.next());
      case Op.Ref: {
        const [creation, n0, n1, n2, words] = [r.n(), r.n(), r.n(), r.n(), r.n()];
        return new Ref(
          this.next() as Atom | undefined,
          creation,
          n0,
          n1,
          n2,
          this.next() as number[] | undefined,
          words,
        );
      }
      case Op.Fun:
        return this.fun(r.n());
      case Op.ExportFun:
        return this.export(r.n()).fun;
      case Op.Record: {
        const n = r.n();
        return new NativeRecord(this.next() as RecordDefinition, this.array(n - 1));
      }
      default:
        return undefined;
    }
  }

  private codeNode(op: Op): unknown {
    const { r } = this;
    switch (op) {
      case Op.Process:
        return this.parts.process(r.n());
      case Op.Export:
        return this.export(r.n());
      case Op.Function:
        return this.function();
      case Op.FunEntry:
        return this.parts.module(r.n()).lambdas[r.n()];
      case Op.LostFun:
        return this.lostFun();
      case Op.Point:
        return this.point();
      case Op.NativePoint:
        return nativePointOf(this.next() as string);
      case Op.MatchContext: {
        const [id, start, end, pos] = [r.n(), r.n(), r.n(), r.n()];
        const { from, bytes } = this.parts.buffer(id, start >>> 3, (end + 7) >>> 3);
        const context = new MatchContext(bytes, start - from * 8, end - from * 8);
        context.pos = pos - from * 8;
        return context;
      }
      case Op.Bytes: {
        const [id, from, to] = [r.n(), r.n(), r.n()];
        const piece = this.parts.buffer(id, from, to);
        return piece.bytes.subarray(from - piece.from, to - piece.from);
      }
      case Op.Marker:
        return new ReceiveMarker(null);
      case Op.Trace:
        return this.trace();
      case Op.Definition: {
        const exported = r.n() === 1;
        const [module, name] = [this.atom(), this.atom()];
        return { module, name, exported, fields: this.next(), defaults: this.next() };
      }
      default:
        throw new SnapshotError(`the snapshot is damaged: there are no nodes of kind ${op}`);
    }
  }

  private export(arity: number) {
    const module = this.atom();
    return this.vm.export(module, this.atom(), arity);
  }

  private function(): LoadedFunction {
    return this.parts.module(this.r.n()).functions[this.r.n()] as LoadedFunction;
  }

  private fun(n: number): Fun {
    const code = this.next() as FunCode;
    if (n > 1 || !(code instanceof FunEntry)) return funFromArray(code, this.array(n - 1));
    code.constant ??= new Fun(code, undefined, undefined, undefined, undefined);
    return code.constant;
  }

  private lostFun(): FunEntry {
    const { r } = this;
    const [arity, numFree, index, oldIndex, oldUniq] = [r.n(), r.n(), r.n(), r.n(), r.n()];
    const [module, name] = [this.atom(), this.atom()];
    const owner = { md5: this.next() as Uint8Array };
    const f = new FunEntry(false, module, name, arity, numFree, index, oldIndex, oldUniq, owner, () => undefined);
    lose(this.vm, f);
    return f;
  }

  private point(): Point {
    const { r } = this;
    const fn = this.function();
    const [instr, line, handled, role] = [r.n() - 1, r.n(), r.n() === 1, ROLES[r.n()] as (typeof ROLES)[number]];
    return fn.point({ instr, line, handled, role, live: this.next() as unknown as number[] });
  }

  private trace(): RawTrace {
    const { r } = this;
    const [flags, depth] = [r.n(), r.n()];
    const t = new RawTrace(this.atom(), depth);
    const top = { module: this.atom(), name: this.atom(), args: this.term(), info: this.term() };
    if (top.module !== undefined) t.top = top;
    t.args = this.term();
    t.info = this.term();
    t.points.push(...(this.next() as Point[]));
    t.last = this.next() as Point | undefined;
    t.given = this.term();
    t.twice = (flags & 1) !== 0;
    t.bare = (flags & 2) !== 0;
    t.complete = (flags & 4) !== 0;
    return t;
  }
}

function port(creation: number, node: unknown, id: unknown): Port {
  return new Port(node as Atom | undefined, creation, id as number | bigint);
}

function nativePointOf(label: string): Point {
  const p = NATIVE_POINTS.get(label);
  if (p === undefined) throw new SnapshotError(`the snapshot stands in ${label}, which is not loaded here`);
  return p;
}
