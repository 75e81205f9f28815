/**
 * Tuples: a class for each arity up to MAX_SMALL, `TupleN` over an array above.
 *
 * Measured on V8 against plain arrays: a pair takes 40 bytes in one object instead of 64 in two, matching does not
 * depend on the elements kind, and an update of one element costs a third. Elements are named `e0`, `e1`, ...
 * from zero in every class, so that code which knows the index but not the arity can read them:
 * `TupleN` answers to the same names. Runtime code goes through the functions at the end.
 * Invariant: `TupleN` is used exactly for arities above MAX_SMALL.
 */
import { type Sameness, sameItems } from "./sameness.ts";
import type { Term } from "./term.ts";

export const MAX_SMALL = 10;
/** OTP: MAX_ARITYVAL. */
export const MAX_ARITY = 16777215;

export abstract class Tuple {
  /** Keeps TypeScript from taking every object for a tuple. */
  declare protected readonly brand: never;
  /** True if `b` has the same elements. */
  abstract sameElements(b: Tuple, c: Sameness, nesting: number): boolean;
}
Object.setPrototypeOf(Tuple.prototype, null);

export class Tuple0 extends Tuple {
  override sameElements(b: Tuple): boolean {
    return b === this;
  }
}
export const EMPTY_TUPLE = new Tuple0();

export class Tuple1 extends Tuple {
  e0: Term;
  constructor(e0: Term) {
    super();
    this.e0 = e0;
  }
  override sameElements(b: Tuple, c: Sameness, n: number): boolean {
    if (!(b instanceof Tuple1)) return false;
    const { opaque } = c;
    if (!(this.e0 === b.e0 || c.same(this.e0, b.e0, n))) return false;
    if (c.opaque !== opaque || !c.shares) return true;
    if (b.e0 !== this.e0) b.e0 = this.e0;
    return true;
  }
}

export class Tuple2 extends Tuple {
  e0: Term;
  e1: Term;
  constructor(e0: Term, e1: Term) {
    super();
    this.e0 = e0;
    this.e1 = e1;
  }
  override sameElements(b: Tuple, c: Sameness, n: number): boolean {
    // Equality goes along pairs by itself (`equalNested`), three times as fast, and leaves them as they are.
    if (!(b instanceof Tuple2)) return false;
    return (this.e0 === b.e0 || c.same(this.e0, b.e0, n)) && (this.e1 === b.e1 || c.same(this.e1, b.e1, n));
  }
}

export class Tuple3 extends Tuple {
  e0: Term;
  e1: Term;
  e2: Term;
  constructor(e0: Term, e1: Term, e2: Term) {
    super();
    this.e0 = e0;
    this.e1 = e1;
    this.e2 = e2;
  }
  override sameElements(b: Tuple, c: Sameness, n: number): boolean {
    if (!(b instanceof Tuple3)) return false;
    const { opaque } = c;
    if (
      !(
        (this.e0 === b.e0 || c.same(this.e0, b.e0, n)) &&
        (this.e1 === b.e1 || c.same(this.e1, b.e1, n)) &&
        (this.e2 === b.e2 || c.same(this.e2, b.e2, n))
      )
    )
      return false;
    if (c.opaque !== opaque || !c.shares) return true;
    if (b.e0 !== this.e0) b.e0 = this.e0;
    if (b.e1 !== this.e1) b.e1 = this.e1;
    if (b.e2 !== this.e2) b.e2 = this.e2;
    return true;
  }
}

export class Tuple4 extends Tuple {
  e0: Term;
  e1: Term;
  e2: Term;
  e3: Term;
  constructor(e0: Term, e1: Term, e2: Term, e3: Term) {
    super();
    this.e0 = e0;
    this.e1 = e1;
    this.e2 = e2;
    this.e3 = e3;
  }
  override sameElements(b: Tuple, c: Sameness, n: number): boolean {
    if (!(b instanceof Tuple4)) return false;
    const { opaque } = c;
    if (
      !(
        (this.e0 === b.e0 || c.same(this.e0, b.e0, n)) &&
        (this.e1 === b.e1 || c.same(this.e1, b.e1, n)) &&
        (this.e2 === b.e2 || c.same(this.e2, b.e2, n)) &&
        (this.e3 === b.e3 || c.same(this.e3, b.e3, n))
      )
    )
      return false;
    if (c.opaque !== opaque || !c.shares) return true;
    if (b.e0 !== this.e0) b.e0 = this.e0;
    if (b.e1 !== this.e1) b.e1 = this.e1;
    if (b.e2 !== this.e2) b.e2 = this.e2;
    if (b.e3 !== this.e3) b.e3 = this.e3;
    return true;
  }
}

export class Tuple5 extends Tuple {
  e0: Term;
  e1: Term;
  e2: Term;
  e3: Term;
  e4: Term;
  constructor(e0: Term, e1: Term, e2: Term, e3: Term, e4: Term) {
    super();
    this.e0 = e0;
    this.e1 = e1;
    this.e2 = e2;
    this.e3 = e3;
    this.e4 = e4;
  }
  override sameElements(b: Tuple, c: Sameness, n: number): boolean {
    if (!(b instanceof Tuple5)) return false;
    const { opaque } = c;
    if (
      !(
        (this.e0 === b.e0 || c.same(this.e0, b.e0, n)) &&
        (this.e1 === b.e1 || c.same(this.e1, b.e1, n)) &&
        (this.e2 === b.e2 || c.same(this.e2, b.e2, n)) &&
        (this.e3 === b.e3 || c.same(this.e3, b.e3, n)) &&
        (this.e4 === b.e4 || c.same(this.e4, b.e4, n))
      )
    )
      return false;
    if (c.opaque !== opaque || !c.shares) return true;
    if (b.e0 !== this.e0) b.e0 = this.e0;
    if (b.e1 !== this.e1) b.e1 = this.e1;
    if (b.e2 !== this.e2) b.e2 = this.e2;
    if (b.e3 !== this.e3) b.e3 = this.e3;
    if (b.e4 !== this.e4) b.e4 = this.e4;
    return true;
  }
}

export class Tuple6 extends Tuple {
  e0: Term;
  e1: Term;
  e2: Term;
  e3: Term;
  e4: Term;
  e5: Term;
  constructor(e0: Term, e1: Term, e2: Term, e3: Term, e4: Term, e5: Term) {
    super();
    this.e0 = e0;
    this.e1 = e1;
    this.e2 = e2;
    this.e3 = e3;
    this.e4 = e4;
    this.e5 = e5;
  }
  override sameElements(b: Tuple, c: Sameness, n: number): boolean {
    if (!(b instanceof Tuple6)) return false;
    const { opaque } = c;
    if (
      !(
        (this.e0 === b.e0 || c.same(this.e0, b.e0, n)) &&
        (this.e1 === b.e1 || c.same(this.e1, b.e1, n)) &&
        (this.e2 === b.e2 || c.same(this.e2, b.e2, n)) &&
        (this.e3 === b.e3 || c.same(this.e3, b.e3, n)) &&
        (this.e4 === b.e4 || c.same(this.e4, b.e4, n)) &&
        (this.e5 === b.e5 || c.same(this.e5, b.e5, n))
      )
    )
      return false;
    if (c.opaque !== opaque || !c.shares) return true;
    if (b.e0 !== this.e0) b.e0 = this.e0;
    if (b.e1 !== this.e1) b.e1 = this.e1;
    if (b.e2 !== this.e2) b.e2 = this.e2;
    if (b.e3 !== this.e3) b.e3 = this.e3;
    if (b.e4 !== this.e4) b.e4 = this.e4;
    if (b.e5 !== this.e5) b.e5 = this.e5;
    return true;
  }
}

export class Tuple7 extends Tuple {
  e0: Term;
  e1: Term;
  e2: Term;
  e3: Term;
  e4: Term;
  e5: Term;
  e6: Term;
  constructor(e0: Term, e1: Term, e2: Term, e3: Term, e4: Term, e5: Term, e6: Term) {
    super();
    this.e0 = e0;
    this.e1 = e1;
    this.e2 = e2;
    this.e3 = e3;
    this.e4 = e4;
    this.e5 = e5;
    this.e6 = e6;
  }
  override sameElements(b: Tuple, c: Sameness, n: number): boolean {
    if (!(b instanceof Tuple7)) return false;
    const { opaque } = c;
    if (
      !(
        (this.e0 === b.e0 || c.same(this.e0, b.e0, n)) &&
        (this.e1 === b.e1 || c.same(this.e1, b.e1, n)) &&
        (this.e2 === b.e2 || c.same(this.e2, b.e2, n)) &&
        (this.e3 === b.e3 || c.same(this.e3, b.e3, n)) &&
        (this.e4 === b.e4 || c.same(this.e4, b.e4, n)) &&
        (this.e5 === b.e5 || c.same(this.e5, b.e5, n)) &&
        (this.e6 === b.e6 || c.same(this.e6, b.e6, n))
      )
    )
      return false;
    if (c.opaque !== opaque || !c.shares) return true;
    if (b.e0 !== this.e0) b.e0 = this.e0;
    if (b.e1 !== this.e1) b.e1 = this.e1;
    if (b.e2 !== this.e2) b.e2 = this.e2;
    if (b.e3 !== this.e3) b.e3 = this.e3;
    if (b.e4 !== this.e4) b.e4 = this.e4;
    if (b.e5 !== this.e5) b.e5 = this.e5;
    if (b.e6 !== this.e6) b.e6 = this.e6;
    return true;
  }
}

export class Tuple8 extends Tuple {
  e0: Term;
  e1: Term;
  e2: Term;
  e3: Term;
  e4: Term;
  e5: Term;
  e6: Term;
  e7: Term;
  constructor(e0: Term, e1: Term, e2: Term, e3: Term, e4: Term, e5: Term, e6: Term, e7: Term) {
    super();
    this.e0 = e0;
    this.e1 = e1;
    this.e2 = e2;
    this.e3 = e3;
    this.e4 = e4;
    this.e5 = e5;
    this.e6 = e6;
    this.e7 = e7;
  }
  override sameElements(b: Tuple, c: Sameness, n: number): boolean {
    if (!(b instanceof Tuple8)) return false;
    const { opaque } = c;
    if (
      !(
        (this.e0 === b.e0 || c.same(this.e0, b.e0, n)) &&
        (this.e1 === b.e1 || c.same(this.e1, b.e1, n)) &&
        (this.e2 === b.e2 || c.same(this.e2, b.e2, n)) &&
        (this.e3 === b.e3 || c.same(this.e3, b.e3, n)) &&
        (this.e4 === b.e4 || c.same(this.e4, b.e4, n)) &&
        (this.e5 === b.e5 || c.same(this.e5, b.e5, n)) &&
        (this.e6 === b.e6 || c.same(this.e6, b.e6, n)) &&
        (this.e7 === b.e7 || c.same(this.e7, b.e7, n))
      )
    )
      return false;
    if (c.opaque !== opaque || !c.shares) return true;
    if (b.e0 !== this.e0) b.e0 = this.e0;
    if (b.e1 !== this.e1) b.e1 = this.e1;
    if (b.e2 !== this.e2) b.e2 = this.e2;
    if (b.e3 !== this.e3) b.e3 = this.e3;
    if (b.e4 !== this.e4) b.e4 = this.e4;
    if (b.e5 !== this.e5) b.e5 = this.e5;
    if (b.e6 !== this.e6) b.e6 = this.e6;
    if (b.e7 !== this.e7) b.e7 = this.e7;
    return true;
  }
}

export class Tuple9 extends Tuple {
  e0: Term;
  e1: Term;
  e2: Term;
  e3: Term;
  e4: Term;
  e5: Term;
  e6: Term;
  e7: Term;
  e8: Term;
  constructor(e0: Term, e1: Term, e2: Term, e3: Term, e4: Term, e5: Term, e6: Term, e7: Term, e8: Term) {
    super();
    this.e0 = e0;
    this.e1 = e1;
    this.e2 = e2;
    this.e3 = e3;
    this.e4 = e4;
    this.e5 = e5;
    this.e6 = e6;
    this.e7 = e7;
    this.e8 = e8;
  }
  override sameElements(b: Tuple, c: Sameness, n: number): boolean {
    if (!(b instanceof Tuple9)) return false;
    const { opaque } = c;
    if (
      !(
        (this.e0 === b.e0 || c.same(this.e0, b.e0, n)) &&
        (this.e1 === b.e1 || c.same(this.e1, b.e1, n)) &&
        (this.e2 === b.e2 || c.same(this.e2, b.e2, n)) &&
        (this.e3 === b.e3 || c.same(this.e3, b.e3, n)) &&
        (this.e4 === b.e4 || c.same(this.e4, b.e4, n)) &&
        (this.e5 === b.e5 || c.same(this.e5, b.e5, n)) &&
        (this.e6 === b.e6 || c.same(this.e6, b.e6, n)) &&
        (this.e7 === b.e7 || c.same(this.e7, b.e7, n)) &&
        (this.e8 === b.e8 || c.same(this.e8, b.e8, n))
      )
    )
      return false;
    if (c.opaque !== opaque || !c.shares) return true;
    if (b.e0 !== this.e0) b.e0 = this.e0;
    if (b.e1 !== this.e1) b.e1 = this.e1;
    if (b.e2 !== this.e2) b.e2 = this.e2;
    if (b.e3 !== this.e3) b.e3 = this.e3;
    if (b.e4 !== this.e4) b.e4 = this.e4;
    if (b.e5 !== this.e5) b.e5 = this.e5;
    if (b.e6 !== this.e6) b.e6 = this.e6;
    if (b.e7 !== this.e7) b.e7 = this.e7;
    if (b.e8 !== this.e8) b.e8 = this.e8;
    return true;
  }
}

export class Tuple10 extends Tuple {
  e0: Term;
  e1: Term;
  e2: Term;
  e3: Term;
  e4: Term;
  e5: Term;
  e6: Term;
  e7: Term;
  e8: Term;
  e9: Term;
  constructor(e0: Term, e1: Term, e2: Term, e3: Term, e4: Term, e5: Term, e6: Term, e7: Term, e8: Term, e9: Term) {
    super();
    this.e0 = e0;
    this.e1 = e1;
    this.e2 = e2;
    this.e3 = e3;
    this.e4 = e4;
    this.e5 = e5;
    this.e6 = e6;
    this.e7 = e7;
    this.e8 = e8;
    this.e9 = e9;
  }
  override sameElements(b: Tuple, c: Sameness, n: number): boolean {
    if (!(b instanceof Tuple10)) return false;
    const { opaque } = c;
    if (
      !(
        (this.e0 === b.e0 || c.same(this.e0, b.e0, n)) &&
        (this.e1 === b.e1 || c.same(this.e1, b.e1, n)) &&
        (this.e2 === b.e2 || c.same(this.e2, b.e2, n)) &&
        (this.e3 === b.e3 || c.same(this.e3, b.e3, n)) &&
        (this.e4 === b.e4 || c.same(this.e4, b.e4, n)) &&
        (this.e5 === b.e5 || c.same(this.e5, b.e5, n)) &&
        (this.e6 === b.e6 || c.same(this.e6, b.e6, n)) &&
        (this.e7 === b.e7 || c.same(this.e7, b.e7, n)) &&
        (this.e8 === b.e8 || c.same(this.e8, b.e8, n)) &&
        (this.e9 === b.e9 || c.same(this.e9, b.e9, n))
      )
    )
      return false;
    if (c.opaque !== opaque || !c.shares) return true;
    if (b.e0 !== this.e0) b.e0 = this.e0;
    if (b.e1 !== this.e1) b.e1 = this.e1;
    if (b.e2 !== this.e2) b.e2 = this.e2;
    if (b.e3 !== this.e3) b.e3 = this.e3;
    if (b.e4 !== this.e4) b.e4 = this.e4;
    if (b.e5 !== this.e5) b.e5 = this.e5;
    if (b.e6 !== this.e6) b.e6 = this.e6;
    if (b.e7 !== this.e7) b.e7 = this.e7;
    if (b.e8 !== this.e8) b.e8 = this.e8;
    if (b.e9 !== this.e9) b.e9 = this.e9;
    return true;
  }
}

export class TupleN extends Tuple {
  readonly elements: Term[];
  constructor(elements: Term[]) {
    super();
    this.elements = elements;
  }
  override sameElements(b: Tuple, c: Sameness, n: number): boolean {
    const { elements } = this;
    if (!(b instanceof TupleN) || b.elements.length !== elements.length) return false;
    const { opaque } = c;
    if (!sameItems(elements, b.elements, c, n)) return false;
    if (c.opaque !== opaque || !c.shares) return true;
    for (let i = 0; i < elements.length; i++) b.elements[i] = elements[i] as Term;
    return true;
  }
  get e0(): Term {
    return this.elements[0] as Term;
  }
  get e1(): Term {
    return this.elements[1] as Term;
  }
  get e2(): Term {
    return this.elements[2] as Term;
  }
  get e3(): Term {
    return this.elements[3] as Term;
  }
  get e4(): Term {
    return this.elements[4] as Term;
  }
  get e5(): Term {
    return this.elements[5] as Term;
  }
  get e6(): Term {
    return this.elements[6] as Term;
  }
  get e7(): Term {
    return this.elements[7] as Term;
  }
  get e8(): Term {
    return this.elements[8] as Term;
  }
  get e9(): Term {
    return this.elements[9] as Term;
  }
}

/** Number of elements. */
export function arity(t: Tuple): number {
  if (t instanceof Tuple2) return 2;
  if (t instanceof Tuple3) return 3;
  if (t instanceof Tuple4) return 4;
  if (t instanceof Tuple1) return 1;
  if (t instanceof Tuple5) return 5;
  if (t instanceof Tuple6) return 6;
  if (t instanceof Tuple7) return 7;
  if (t instanceof Tuple8) return 8;
  if (t instanceof Tuple9) return 9;
  if (t instanceof Tuple10) return 10;
  return t instanceof TupleN ? t.elements.length : 0;
}

/** Any tuple, as code sees it that knows an index but no arity. */
type AnySmall = Tuple10;

/**
 * Element `i`, counted from 0; undefined beyond the end. A class without the field answers undefined by itself, so the arity is
 * not looked at.
 */
export function elementAt(t: Tuple, i: number): Term | undefined {
  switch (i) {
    case 0:
      return (t as AnySmall).e0;
    case 1:
      return (t as AnySmall).e1;
    case 2:
      return (t as AnySmall).e2;
    case 3:
      return (t as AnySmall).e3;
    case 4:
      return (t as AnySmall).e4;
    case 5:
      return (t as AnySmall).e5;
    case 6:
      return (t as AnySmall).e6;
    case 7:
      return (t as AnySmall).e7;
    case 8:
      return (t as AnySmall).e8;
    case 9:
      return (t as AnySmall).e9;
    default:
      return t instanceof TupleN ? t.elements[i] : undefined;
  }
}

/** Element `i`, counted from 0; the caller has checked the range. */
export function element(t: Tuple, i: number): Term {
  return elementAt(t, i) as Term;
}

/** A tuple of the elements of `a`. Takes `a` over: the caller does not use it again. */
export function tupleFromArray(a: Term[]): Tuple {
  switch (a.length) {
    case 0:
      return EMPTY_TUPLE;
    case 1:
      return new Tuple1(a[0] as Term);
    case 2:
      return new Tuple2(a[0] as Term, a[1] as Term);
    case 3:
      return new Tuple3(a[0] as Term, a[1] as Term, a[2] as Term);
    case 4:
      return new Tuple4(a[0] as Term, a[1] as Term, a[2] as Term, a[3] as Term);
    case 5:
      return new Tuple5(a[0] as Term, a[1] as Term, a[2] as Term, a[3] as Term, a[4] as Term);
    case 6:
      return new Tuple6(a[0] as Term, a[1] as Term, a[2] as Term, a[3] as Term, a[4] as Term, a[5] as Term);
    case 7:
      return new Tuple7(
        a[0] as Term,
        a[1] as Term,
        a[2] as Term,
        a[3] as Term,
        a[4] as Term,
        a[5] as Term,
        a[6] as Term,
      );
    case 8:
      return new Tuple8(
        a[0] as Term,
        a[1] as Term,
        a[2] as Term,
        a[3] as Term,
        a[4] as Term,
        a[5] as Term,
        a[6] as Term,
        a[7] as Term,
      );
    case 9:
      return new Tuple9(
        a[0] as Term,
        a[1] as Term,
        a[2] as Term,
        a[3] as Term,
        a[4] as Term,
        a[5] as Term,
        a[6] as Term,
        a[7] as Term,
        a[8] as Term,
      );
    case 10:
      return new Tuple10(
        a[0] as Term,
        a[1] as Term,
        a[2] as Term,
        a[3] as Term,
        a[4] as Term,
        a[5] as Term,
        a[6] as Term,
        a[7] as Term,
        a[8] as Term,
        a[9] as Term,
      );
    default:
      return new TupleN(a);
  }
}

/** A fresh array of the elements. */
export function tupleToArray(t: Tuple): Term[] {
  if (t instanceof Tuple2) return [t.e0, t.e1];
  if (t instanceof Tuple3) return [t.e0, t.e1, t.e2];
  if (t instanceof Tuple4) return [t.e0, t.e1, t.e2, t.e3];
  if (t instanceof Tuple1) return [t.e0];
  if (t instanceof Tuple5) return [t.e0, t.e1, t.e2, t.e3, t.e4];
  if (t instanceof Tuple6) return [t.e0, t.e1, t.e2, t.e3, t.e4, t.e5];
  if (t instanceof Tuple7) return [t.e0, t.e1, t.e2, t.e3, t.e4, t.e5, t.e6];
  if (t instanceof Tuple8) return [t.e0, t.e1, t.e2, t.e3, t.e4, t.e5, t.e6, t.e7];
  if (t instanceof Tuple9) return [t.e0, t.e1, t.e2, t.e3, t.e4, t.e5, t.e6, t.e7, t.e8];
  if (t instanceof Tuple10) return [t.e0, t.e1, t.e2, t.e3, t.e4, t.e5, t.e6, t.e7, t.e8, t.e9];
  return t instanceof TupleN ? t.elements.slice() : [];
}

/** A copy of `t` whose element `i` (from 0) is `v`; the caller has checked the range. */
export function withElement(t: Tuple, i: number, v: Term): Tuple {
  if (t instanceof Tuple2) return new Tuple2(i === 0 ? v : t.e0, i === 1 ? v : t.e1);
  if (t instanceof Tuple3) return new Tuple3(i === 0 ? v : t.e0, i === 1 ? v : t.e1, i === 2 ? v : t.e2);
  const a = tupleToArray(t);
  a[i] = v;
  return tupleFromArray(a);
}

export function tuple(...elements: Term[]): Tuple {
  return tupleFromArray(elements);
}
export function tuple2(a: Term, b: Term): Tuple2 {
  return new Tuple2(a, b);
}
export function tuple3(a: Term, b: Term, c: Term): Tuple3 {
  return new Tuple3(a, b, c);
}
export function tuple4(a: Term, b: Term, c: Term, d: Term): Tuple4 {
  return new Tuple4(a, b, c, d);
}
