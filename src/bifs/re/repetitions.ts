/**
 * Repetitions of single items and of back references, and the way back of a lookbehind: what they match at once, and the choices that
 * they leave behind.
 * OTP: the repeat cases of match() in pcre_exec.c and pcre2_match.c.
 */
import { ChoiceStack, F } from "./choice_stack.ts";
import { Op } from "./program.ts";

export abstract class Repetitions extends ChoiceStack {
  protected pc = 0;
  protected pos = 0;
  /** PCRE's calls of match() so far. */
  protected count = 0;
  /** Steps that long scans have cost, not yet charged. */
  protected work = 0;

  /** Executes the Repeat at `pc`: the position to go on from, or -1. */
  protected repeat(pc: number, pos: number): number {
    const { code } = this.program;
    const greed = code[pc + 1] as number;
    const kind = code[pc + 2] as Op;
    const operand = code[pc + 3] as number;
    const min = code[pc + 4] as number;
    const max = code[pc + 5] as number;
    let least = pos;
    if (min > 0) {
      if (kind === Op.Byte) {
        least = this.many(kind, operand, pos, min);
        if (least - pos < min) return -1;
      } else {
        for (let i = 0; i < min; i++) {
          least = this.one(kind, operand, least);
          if (least < 0) return -1;
        }
      }
      if (max === min) return least;
    }
    if (greed === 1) {
      this.push4(pc, least, min, F.Lazy);
      return least;
    }
    const p = this.many(kind, operand, least, max < 0 ? -1 : max - min);
    if (p > least && greed === 0) {
      if (kind === Op.Grapheme || kind === Op.AnyNewline) this.push5(pc + 6, least, p, kind, F.GreedyOdd);
      else this.push4(pc + 6, least, p, this.utf && kind !== Op.AnyByte && kind !== Op.Byte ? F.GreedyWide : F.Greedy);
    }
    return p;
  }

  /** One more item of the lazy repetition whose record is at `at`; false: it is over. */
  protected lazyMore(at: number): boolean {
    const { stack } = this;
    const { code } = this.program;
    const pc = stack[at] as number;
    let p = stack[at + 1] as number;
    let n = stack[at + 2] as number;
    const max = code[pc + 5] as number;
    const kind = code[pc + 2] as Op;
    const operand = code[pc + 3] as number;
    const next = pc + 6;
    const wanted = code[next] === Op.Literal ? (code[next + 2] as number) : -1;
    do {
      if (n === max) return false;
      p = this.one(kind, operand, p);
      if (p < 0) return false;
      n++;
      this.count++;
      this.work++;
    } while (wanted >= 0 && this.s[p] !== wanted);
    stack[at + 1] = p;
    stack[at + 2] = n;
    this.sp = at + 4;
    this.pc = next;
    this.pos = p;
    return true;
  }

  protected repeatRef(pc: number, pos: number): number {
    const { code } = this.program;
    const greed = code[pc + 1] as number;
    const min = code[pc + 2] as number;
    const max = code[pc + 3] as number;
    const caseless = code[pc + 4] as number;
    const n = code[pc + 5] as number;
    const g = this.setGroup(pc + 6, n);
    if (g < 0) return min === 0 ? pos : -1;
    const length = (this.v[g * 2 + 1] as number) - (this.v[g * 2] as number);
    if (length === 0) return pos;
    let p = pos;
    for (let i = 0; i < min; i++) {
      p = this.sameText(g, p, caseless);
      if (p < 0) return -1;
    }
    if (min === max) return p;
    if (greed === 1) {
      this.push5(pc, p, min, g, F.LazyRef);
      return p;
    }
    const least = p;
    const places: number[] = [];
    for (let i = min; i !== max; i++) {
      const next = this.sameText(g, p, caseless);
      if (next < 0) break;
      places.push(p);
      p = next;
    }
    if (p === least || greed !== 0) return p;
    const step = (places[1] ?? p) - least;
    const even = places.every((place, i) => place === least + i * step) && p === least + places.length * step;
    if (even) this.push5(pc + 6 + n, least, p, step, F.GreedyRef);
    else for (const place of places) this.push3(pc + 6 + n, place, F.Choice);
    return p;
  }

  protected lazyRefMore(at: number): boolean {
    const { stack } = this;
    const { code } = this.program;
    const pc = stack[at] as number;
    const n = stack[at + 2] as number;
    if (n === code[pc + 3]) return false;
    const p = this.sameText(stack[at + 3] as number, stack[at + 1] as number, code[pc + 4] as number);
    if (p < 0) return false;
    stack[at + 1] = p;
    stack[at + 2] = n + 1;
    this.count++;
    this.sp = at + 5;
    this.pc = pc + 6 + (code[pc + 5] as number);
    this.pos = p;
    return true;
  }

  protected goBack(pos: number, min: number, max: number, pc: number): number {
    const { s } = this;
    let p = pos;
    for (let i = 0; i < min; i++) {
      if (p <= 0) return -1;
      p--;
      if (this.utf) while (p > 0 && ((s[p] as number) & 0xc0) === 0x80) p--;
    }
    if (max <= min) return p;
    // From as far back as possible; nearer ones are the other choices.
    const places = [p];
    for (let i = min; i < max && p > 0; i++) {
      p--;
      if (this.utf) while (p > 0 && ((s[p] as number) & 0xc0) === 0x80) p--;
      places.push(p);
    }
    for (let i = 0; i < places.length - 1; i++) this.push3(pc + 3, places[i] as number, F.Choice);
    return places[places.length - 1] as number;
  }
}
