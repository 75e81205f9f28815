/**
 * The first pass over a file's instructions: where functions and labels are, without decoding operands.
 * Invariant: afterwards every byte of the code belongs to exactly one function (or is `int_code_end`), instructions
 * end where the next begins, and each label is in one function. What operands mean is not looked at.
 * This runs when a module is loaded, over all of its code; functions are decoded one by one when they are first called.
 */
import { Op } from "./op.ts";
import type { Atom } from "../term/atom.ts";
import { BadBeam } from "./bad_beam.ts";
import { CompactReader, Ext, Tag } from "./compact.ts";
import { ARITY, MAX_OPCODE } from "./opcodes.ts";
import { MAX_ARITY } from "./tables.ts";
import { FunctionRow } from "./types.ts";

export interface Scan {
  readonly functions: readonly FunctionRow[];
  readonly labelFunction: Int32Array;
  readonly onLoad: number;
}

export class Scanner {
  private readonly fileName: string;
  private readonly code: Uint8Array;
  private readonly base: number;
  private readonly atoms: readonly Atom[];
  private readonly labelFunction: Int32Array;
  private readonly functions: FunctionRow[] = [];
  private readonly reader: CompactReader;
  private onLoad = -1;

  /** `base` is where `code` begins in the file, `labels` the number of labels its header announces. */
  constructor(fileName: string, code: Uint8Array, base: number, labels: number, atoms: readonly Atom[]) {
    this.fileName = fileName;
    this.code = code;
    this.base = base;
    this.atoms = atoms;
    // A label takes two bytes at least.
    if (labels > code.length) this.bad(`${labels} labels announced, more than the code can hold`, 0);
    this.labelFunction = new Int32Array(labels).fill(-1);
    this.reader = new CompactReader(fileName, "Code", code, base);
  }

  /** Finds all functions; there must be `count` of them. */
  run(count: number): Scan {
    const { code, labelFunction } = this;
    const end = code.length;
    // Labels and lines directly in front of a func_info belong to the function it begins: `pending` is where they start.
    let pending = -1;
    let pendingLabel = 0;
    let current = -1;
    let open: { name: Atom; arity: number; infoLabel: number; entryLabel: number; start: number } | undefined;
    let at = 0;
    for (;;) {
      if (at >= end) this.bad("the code does not end with int_code_end", at);
      const op = code[at]!;
      const start = at;
      if (op === 0 || op > MAX_OPCODE) this.bad(`opcode ${op} does not exist`, at);
      if (op === Op.label) {
        const label = this.label(at + 1);
        at = this.reader.at;
        labelFunction[label] = current;
        if (pending < 0) pending = start;
        pendingLabel = label;
        continue;
      }
      if (op === Op.func_info) {
        if (pendingLabel === 0) this.bad("func_info without a label in front of it", at);
        if (open !== undefined) this.close(open, pending);
        open = this.open(at, pending, pendingLabel);
        at = this.reader.at;
        current = this.functions.length;
        this.own(pending, start, current);
        labelFunction[open.entryLabel] = current;
        pending = -1;
        pendingLabel = 0;
        continue;
      }
      if (op === Op.int_code_end) {
        if (open !== undefined) this.close(open, start);
        break;
      }
      at = this.skip(at);
      if (op === Op.line && pending >= 0) continue;
      if (current < 0) this.bad("an instruction outside of any function", start);
      if (op === Op.on_load) this.onLoad = current;
      pending = -1;
      pendingLabel = 0;
    }
    if (this.functions.length !== count) {
      this.bad(`${count} functions announced, ${this.functions.length} there`, at);
    }
    return { functions: this.functions, labelFunction, onLoad: this.onLoad };
  }

  private bad(reason: string, at: number): never {
    throw new BadBeam(this.fileName, "Code", this.base + at, reason);
  }

  /** Labels between `from` and `to` belong to function `index`: there may be several in front of a func_info. */
  private own(from: number, to: number, index: number): void {
    for (let at = from; at < to; ) {
      if (this.code[at] === Op.label) {
        this.reader.at = at + 1;
        this.labelFunction[this.reader.unsigned("a label")] = index;
        at = this.reader.at;
      } else at = this.skip(at);
    }
  }

  private label(at: number): number {
    const r: CompactReader = this.reader;
    r.at = at;
    const label = r.unsigned("a label");
    if (label === 0 || label >= this.labelFunction.length) r.bad(`label ${label} is out of range`, at);
    if (this.labelFunction[label] !== -1) r.bad(`label ${label} is defined twice`, at);
    // Taken; the function follows.
    this.labelFunction[label] = -2;
    return label;
  }

  private open(at: number, start: number, infoLabel: number) {
    const r: CompactReader = this.reader;
    r.at = at + 1;
    this.atom("the module of func_info");
    const name = this.atom("the name of a function");
    const arity = r.unsigned("the arity of a function");
    if (arity > MAX_ARITY) r.bad(`arity ${arity} is above ${MAX_ARITY}`, at);
    if (this.code[r.at] !== Op.label) r.bad("func_info without a label behind it");
    return { name, arity, infoLabel, entryLabel: this.label(r.at + 1), start };
  }

  private close(
    f: { name: Atom; arity: number; infoLabel: number; entryLabel: number; start: number },
    end: number,
  ): void {
    const index = this.functions.length;
    this.functions.push(new FunctionRow(index, f.name, f.arity, f.infoLabel, f.entryLabel, f.start, end));
  }

  private atom(what: string): Atom {
    const r: CompactReader = this.reader;
    const at = r.at;
    r.next();
    if (r.tag !== Tag.A || r.value <= 0 || r.value >= this.atoms.length) r.bad(`${what} is not an atom`, at);
    return this.atoms[r.value]!;
  }

  /** The offset behind the instruction at `at`. */
  private skip(at: number): number {
    const code = this.code;
    const end = code.length;
    let n = ARITY[code[at]!]!;
    let p = at + 1;
    while (n > 0) {
      n--;
      const b = code[p++]!;
      if ((b & 7) === Tag.Z) {
        p = this.skipExtended(p - 1);
        n += this.more;
        if (n > end - p) this.bad("the code ends inside an instruction", at);
      } else if ((b & 8) !== 0) {
        if ((b & 16) === 0) p++;
        else if (b < 0xe0) p += (b >> 5) + 2;
        else {
          this.reader.at = p;
          const size = this.reader.unsigned("the size of an operand") + 9;
          p = this.reader.at + size;
        }
      }
    }
    if (p > end) this.bad("the code ends inside an instruction", at);
    return p;
  }

  /** Operands that an extended operand puts behind itself. */
  private more = 0;

  private skipExtended(at: number): number {
    const r: CompactReader = this.reader;
    r.at = at;
    r.next();
    switch (r.value) {
      case Ext.List:
        this.more = r.unsigned("the length of a list");
        break;
      case Ext.AllocList:
        this.more = 2 * r.unsigned("the length of an allocation list");
        break;
      case Ext.FloatRegister:
      case Ext.Literal:
        this.more = 1;
        break;
      case Ext.TypedRegister:
        this.more = 2;
        break;
      default:
        r.bad(`extended operand ${r.value} does not exist`, at);
    }
    return r.at;
  }
}
