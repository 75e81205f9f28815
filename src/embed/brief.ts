/** Terms as text for people who look on: as `~tp` would print them, on one line, and cut where it gets long or deep. */
import { Bits, bytesOf, isBinary } from "../term/bits.ts";
import { Cons, NIL } from "../term/list.ts";
import { ErlMap, mapForEach } from "../term/map_ops.ts";
import { printTerm } from "../term/print.ts";
import type { Term } from "../term/term.ts";
import { Tuple, tupleToArray } from "../term/tuple.ts";
import { utf8Decode } from "../util/utf8.ts";

const MAX_DEPTH = 12;
const CUT = "...";

/** Of a string or binary no more than this is looked at. */
const MAX_TEXT = 400;

/** `t` in about `limit` characters. */
export function brief(t: Term, limit = 1000): string {
  const b = new Brief(limit);
  b.put(t, 0);
  return b.text;
}

class Brief {
  text = "";
  private readonly limit: number;
  constructor(limit: number) {
    this.limit = limit;
  }

  put(t: Term, depth: number): void {
    if (this.full || depth > MAX_DEPTH) this.text += CUT;
    else if (t instanceof Cons) this.list(t, depth);
    else if (t instanceof Tuple) this.all("{", tupleToArray(t), "}", depth);
    else if (t instanceof ErlMap) this.map(t, depth);
    else if (t instanceof Bits) this.text += isBinary(t) ? binaryText(t) : printTerm(t).slice(0, MAX_TEXT);
    else this.text += printTerm(t);
  }

  private get full(): boolean {
    return this.text.length >= this.limit;
  }

  private all(open: string, items: readonly Term[], close: string, depth: number): void {
    this.text += open;
    for (let i = 0; i < items.length && !this.cut(i); i++) this.put(items[i] as Term, depth + 1);
    this.text += close;
  }

  /** What goes before item `i`. True: no more. */
  private cut(i: number): boolean {
    if (i > 0) this.text += ",";
    if (this.full) this.text += CUT;
    return this.full;
  }

  private list(l: Cons, depth: number): void {
    const text = characters(l);
    if (text !== undefined) {
      this.text += text;
      return;
    }
    this.text += "[";
    let t: Term = l;
    for (let i = 0; t instanceof Cons && t !== NIL && !this.cut(i); i++) {
      this.put(t.head, depth + 1);
      t = t.tail;
    }
    if (!(t instanceof Cons)) {
      this.text += "|";
      this.put(t, depth + 1);
    }
    this.text += "]";
  }

  private map(m: ErlMap, depth: number): void {
    let i = 0;
    this.text += "#{";
    mapForEach(m, (key, value) => {
      if (this.full) return;
      if (i++ > 0) this.text += ",";
      this.put(key, depth + 1);
      this.text += " => ";
      this.put(value, depth + 1);
    });
    this.text += this.full ? `,${CUT}}` : "}";
  }
}

const isPrintable = (c: number) => (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c < 0xd800) || (c > 0xdfff && c < 0x110000);
const isText = (c: Term) => typeof c === "number" && (isPrintable(c) || c === 9 || c === 10 || c === 13);

/** A list of characters as a string; undefined: it is none. */
function characters(l: Term): string | undefined {
  let text = "";
  let t = l;
  for (let n = 0; t instanceof Cons && t !== NIL; t = t.tail) {
    if (!isText(t.head)) return undefined;
    if (++n > MAX_TEXT) return `${JSON.stringify(text).slice(0, -1)}${CUT}"`;
    text += String.fromCodePoint(t.head as number);
  }
  return t === NIL && text !== "" ? JSON.stringify(text) : undefined;
}

function binaryText(b: Bits): string {
  const bytes = bytesOf(b).subarray(0, MAX_TEXT);
  const more = bytesOf(b).length > bytes.length ? CUT : "";
  const text = utf8Decode(bytes);
  if (text !== undefined && [...text].every((c) => isText(c.codePointAt(0) as number)))
    return `<<${JSON.stringify(text)}${more}>>`;
  return `<<${bytes.join(",")}${more}>>`;
}
