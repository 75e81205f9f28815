/**
 * The bytes of a snapshot: numbers of variable length, the kinds of nodes, what is checked before anything is believed.
 *
 * A snapshot is a head, which names the build and the VM's functions, and sections: atoms, buffers, and two graphs (`graph_writer.ts`).
 */
import { BytesOut } from "../util/bytes_out.ts";
import { crc32 } from "../util/checksum.ts";
import { utf8Decode, utf8Encode } from "../util/utf8.ts";
import { putVarint } from "../util/varint.ts";
import type { VirtualMachine } from "../vm.ts";

/** Set when Gluon is built: the digest of its sources. What a snapshot says of code belongs to the build that made it. */
declare const GLUON_BUILD: string | undefined;
const BUILD = typeof GLUON_BUILD === "string" ? GLUON_BUILD : "sources";

/** A VM that cannot be saved, or bytes that no VM can be made of. */
export class SnapshotError extends Error {
  override readonly name = "SnapshotError";
}

/** How an operand is encoded, in the two low bits of its number. */
export const enum Operand {
  /** A node, counted back from the present one. */
  Node = 0,
  Atom = 1,
  /** Zigzag. */
  Integer = 2,
  /** Index into `CONSTANTS`. */
  Constant = 3,
}

/** Integers below this, either side of 0, are operands. */
export const SMALL = 2 ** 50;

export const enum Op {
  Number = 1,
  BigInt,
  Float,
  Text,
  Array,
  List,
  /** A list of integers from 0 to 255. */
  ByteList,
  Tuple,
  FlatMap,
  HashMap,
  Bits,
  Bytes,
  MatchContext,
  LivePid,
  Pid,
  Port,
  Ref,
  Fun,
  FunEntry,
  LostFun,
  ExportFun,
  Export,
  Function,
  Point,
  NativePoint,
  Marker,
  Trace,
  Record,
  Definition,
  Process,
}

export class Out {
  private readonly out = new BytesOut(0x7fffffff, 1 << 16);
  private readonly double = new DataView(new ArrayBuffer(8));
  /** A count or index. */
  n(v: number): void {
    putVarint(this.out, v);
  }
  float(v: number): void {
    this.double.setFloat64(0, v);
    for (let i = 0; i < 8; i++) this.out.put(this.double.getUint8(i));
  }
  raw(bytes: Uint8Array): void {
    this.out.putBytes(bytes, 0, bytes.length);
  }
  bytes(bytes: Uint8Array): void {
    this.n(bytes.length);
    this.raw(bytes);
  }
  text(s: string): void {
    this.bytes(utf8Encode(s));
  }
  get result(): Uint8Array {
    return this.out.bytes.subarray(0, this.out.n);
  }
}

export class In {
  private readonly all: Uint8Array;
  at = 0;
  constructor(all: Uint8Array) {
    this.all = all;
  }
  get more(): boolean {
    return this.at < this.all.length;
  }
  n(): number {
    const { all } = this;
    let b = all[this.at++] as number;
    if (b < 128) return b;
    let v = b - 128;
    let scale = 128;
    do {
      b = all[this.at++] as number;
      v += (b & 127) * scale;
      scale *= 128;
    } while (b >= 128);
    return v;
  }
  float(): number {
    return new DataView(this.raw(8).slice().buffer).getFloat64(0);
  }
  raw(n: number): Uint8Array {
    if (!(n <= this.all.length - this.at)) throw new SnapshotError("the snapshot ends too early");
    this.at += n;
    return this.all.subarray(this.at - n, this.at);
  }
  bytes(): Uint8Array {
    return this.raw(this.n());
  }
  text(): string {
    return utf8Decode(this.bytes()) as string;
  }
}

const MAGIC = utf8Encode("GLUONVM1");

/** What a snapshot's numbers mean depends on: how code is generated, which functions are there. */
function key(vm: VirtualMachine): string {
  const names = [...vm.bifs.keys()].sort().join();
  return `${vm.release.otp} ${vm.release.erts} ${crc32(0, utf8Encode(names))}`;
}

export function sealed(vm: VirtualMachine, sections: readonly Uint8Array[]): Uint8Array {
  const body = new Out();
  body.text(BUILD);
  body.text(key(vm));
  for (const s of sections) body.bytes(s);
  const whole = new Out();
  whole.raw(MAGIC);
  const sum = crc32(0, body.result);
  for (let shift = 24; shift >= 0; shift -= 8) whole.raw(Uint8Array.of(sum >>> shift));
  whole.raw(body.result);
  return whole.result.slice();
}

/** The sections. Throws a SnapshotError unless the bytes are whole and meant for `vm`. */
export function unsealed(vm: VirtualMachine, bytes: Uint8Array): Uint8Array[] {
  const start = MAGIC.length + 4;
  if (bytes.length < start || !MAGIC.every((b, i) => b === bytes[i])) throw new SnapshotError("this is no snapshot");
  const body = bytes.subarray(start);
  let sum = 0;
  for (let i = MAGIC.length; i < start; i++) sum = sum * 256 + (bytes[i] as number);
  if (sum !== crc32(0, body)) throw new SnapshotError("the snapshot is damaged");
  const r = new In(body);
  if (r.text() !== BUILD) throw new SnapshotError("the snapshot was made by another build of Gluon");
  const [otp, erts, functions] = r.text().split(" ");
  const own = key(vm).split(" ");
  if (otp !== own[0] || erts !== own[1])
    throw new SnapshotError(`the snapshot is of OTP ${otp} (erts ${erts}), the VM behaves as ${own[0]} (${own[1]})`);
  if (functions !== own[2])
    throw new SnapshotError("the VM that was saved had other NIFs or extensions than the one it should become");
  const out: Uint8Array[] = [];
  while (r.more) out.push(r.bytes());
  return out;
}
