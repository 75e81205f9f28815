/**
 * Sets of characters: a table for those below 256, ranges and properties for the others.
 */
import { hasProperty, type Prop, type Unicode } from "./unicode.ts";

export abstract class CharSet {
  /** 1 for each member below 256. */
  readonly low: Uint8Array;
  constructor(low: Uint8Array) {
    this.low = low;
  }
  has(c: number): boolean {
    return c < 256 ? this.low[c] !== 0 : this.wide(c);
  }
  /** Whether a character from 256 on is a member. */
  abstract wide(c: number): boolean;
}

class RangeSet extends CharSet {
  /** Members from 256 on, before `negated`: pairs of first and last, in order. */
  private readonly ranges: Int32Array;
  private readonly props: readonly Prop[];
  private readonly negated: boolean;
  private readonly unicode: Unicode;
  constructor(low: Uint8Array, ranges: Int32Array, props: readonly Prop[], negated: boolean, unicode: Unicode) {
    super(low);
    this.ranges = ranges;
    this.props = props;
    this.negated = negated;
    this.unicode = unicode;
  }
  wide(c: number): boolean {
    return this.contains(c) !== this.negated;
  }
  private contains(c: number): boolean {
    const r = this.ranges;
    let lo = 0;
    let hi = r.length >> 1;
    while (lo < hi) {
      const mid = (lo + hi) >>> 1;
      if (c > (r[mid * 2 + 1] as number)) lo = mid + 1;
      else hi = mid;
    }
    if (lo < r.length >> 1 && c >= (r[lo * 2] as number)) return true;
    for (const p of this.props) if (hasProperty(this.unicode, c, p.type, p.value) !== p.negated) return true;
    return false;
  }
}

/** A set made of two others by a function of their memberships. */
export class CombinedSet extends CharSet {
  private readonly a: CharSet;
  private readonly b: CharSet;
  private readonly f: (a: boolean, b: boolean) => boolean;
  constructor(a: CharSet, b: CharSet, f: (a: boolean, b: boolean) => boolean) {
    super(a.low.map((x, c) => (f(x !== 0, b.low[c] !== 0) ? 1 : 0)));
    this.a = a;
    this.b = b;
    this.f = f;
  }
  wide(c: number): boolean {
    return this.f(this.a.wide(c), this.b.wide(c));
  }
}

/** What a class contains, while it is read. */
export class SetBuilder {
  readonly low = new Uint8Array(256);
  private readonly ranges: number[] = [];
  readonly props: Prop[] = [];
  private readonly unicode: Unicode;
  constructor(unicode: Unicode) {
    this.unicode = unicode;
  }
  add(first: number, last: number): void {
    for (let c = first; c <= last && c < 256; c++) this.low[c] = 1;
    if (last >= 256) this.ranges.push(Math.max(first, 256), last);
  }
  addTable(t: Uint8Array, negated: boolean): void {
    for (let c = 0; c < 256; c++) if ((t[c] !== 0) !== negated) this.low[c] = 1;
  }
  addProp(p: Prop): void {
    this.props.push(p);
  }
  get hasWide(): boolean {
    return this.ranges.length > 0 || this.props.length > 0;
  }
  /** The set; `negated`: all but its members. `wide` fixes what holds from 256 on, whatever was added. */
  build(negated: boolean, wide: boolean | undefined = undefined): CharSet {
    const low = new Uint8Array(256);
    for (let c = 0; c < 256; c++) {
      let has = this.low[c] !== 0;
      for (let i = 0; !has && i < this.props.length; i++) {
        const p = this.props[i] as Prop;
        has = hasProperty(this.unicode, c, p.type, p.value) !== p.negated;
      }
      low[c] = has !== negated ? 1 : 0;
    }
    if (wide !== undefined) return new RangeSet(low, NONE, [], wide, this.unicode);
    return new RangeSet(low, this.sorted(), this.props, negated, this.unicode);
  }
  private sorted(): Int32Array {
    const pairs: [number, number][] = [];
    for (let i = 0; i < this.ranges.length; i += 2)
      pairs.push([this.ranges[i] as number, this.ranges[i + 1] as number]);
    pairs.sort((a, b) => a[0] - b[0]);
    const out: number[] = [];
    for (const [a, b] of pairs) {
      const n = out.length;
      if (n > 0 && a <= (out[n - 1] as number) + 1) out[n - 1] = Math.max(out[n - 1] as number, b);
      else out.push(a, b);
    }
    return Int32Array.from(out);
  }
}
const NONE = new Int32Array(0);
