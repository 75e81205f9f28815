/**
 * Terminal strings with parameters: terminfo's little stack language (`tparm`, `tgoto`), and the padding that real
 * terminals once needed (`tputs`).
 * OTP: the terminal library that prim_tty_nif.c calls; ncurses, and its terminfo(5) for the language.
 */

/** `text` with its parameters filled in; undefined: it wants a text where only numbers are given. */
export function tparm(text: string, given: readonly number[]): string | undefined {
  const params = Array.from({ length: 9 }, (_, i) => given[i] ?? 0);
  return new Machine(text, params).run();
}

class Machine {
  private readonly text: string;
  private readonly params: number[];
  private readonly stack: number[] = [];
  /** No `%p` says which parameter is meant. */
  private readonly implicit: boolean;
  private readonly variables = new Map<string, number>();
  private at = 0;
  private out = "";

  constructor(text: string, params: number[]) {
    this.text = text;
    this.params = params;
    this.implicit = !text.includes("%p");
    // A text of termcap's age names no parameters: it finds them on the stack.
    if (this.implicit) this.stack = params.slice(0, text.match(/%[^%]*?[doxXc]/g)?.length ?? 0).reverse();
  }

  run(): string | undefined {
    while (this.at < this.text.length) {
      const c = this.text[this.at++] as string;
      if (c !== "%") this.out += c;
      else if (!this.operation()) return undefined;
    }
    return this.out;
  }

  private pop(): number {
    return this.stack.pop() ?? 0;
  }

  /** What stands behind a `%`. */
  private operation(): boolean {
    const format = FORMAT.exec(this.text.slice(this.at));
    if (format !== null) {
      this.at += format[0].length;
      if (format[5] === "s") return false;
      this.out += formatted(format, this.pop());
      return true;
    }
    if (this.text[this.at] === ":") this.at++;
    const op = this.text[this.at++];
    switch (op) {
      case undefined:
        break;
      case "%":
        this.out += "%";
        break;
      case "c":
        // A NUL would end the string: terminals take 0x80 for it.
        this.out += String.fromCharCode(this.pop() & 0xff || 0x80);
        break;
      case "p":
        this.stack.push(this.params[Number(this.text[this.at++]) - 1] ?? 0);
        break;
      case "P":
        this.variables.set(this.text[this.at++] ?? "", this.pop());
        break;
      case "g":
        this.stack.push(this.variables.get(this.text[this.at++] ?? "") ?? 0);
        break;
      case "'":
        this.stack.push(this.text.charCodeAt(this.at));
        this.at += 2;
        break;
      case "{": {
        const end = this.text.indexOf("}", this.at);
        this.stack.push(Number.parseInt(this.text.slice(this.at, end), 10) || 0);
        this.at = end < 0 ? this.text.length : end + 1;
        break;
      }
      case "i":
        for (const n of [0, 1]) {
          this.params[n] = (this.params[n] as number) + 1;
          // As ncurses does it, which exchanges the two.
          if (this.implicit && n < this.stack.length) this.stack[n] = this.params[n] as number;
        }
        break;
      case "!":
        this.stack.push(this.pop() === 0 ? 1 : 0);
        break;
      case "~":
        this.stack.push(~this.pop());
        break;
      case "t":
        if (this.pop() === 0) this.skip(true);
        break;
      case "e":
        this.skip(false);
        break;
      default: {
        const binary = BINARY[op];
        if (binary === undefined) break;
        const b = this.pop();
        this.stack.push(binary(this.pop(), b) | 0);
      }
    }
    return true;
  }

  /** Goes on behind the `%e` (if it may stop there) or the `%;` that belongs to where it is. */
  private skip(stopAtElse: boolean): void {
    let level = 0;
    while (this.at < this.text.length) {
      if (this.text[this.at++] !== "%") continue;
      const op = this.text[this.at++];
      if (op === "?") level++;
      else if (op === ";" && level-- === 0) return;
      else if (op === "e" && stopAtElse && level === 0) return;
    }
  }
}

/** `%[:][flags][width][.precision]{d,o,x,X,s}`; the flag that is an operator as well needs the colon. */
const FORMAT = /^(:?)((?<=:)[-# ]+|[# ]*)(\d*)((?:\.\d+)?)([doxXs])/;

function formatted([, , flags = "", width = "", precision = "", kind = "d"]: RegExpExecArray, value: number): string {
  const base = kind === "o" ? 8 : kind === "d" ? 10 : 16;
  let digits = (kind === "d" ? Math.abs(value) : value >>> 0).toString(base);
  if (kind === "X") digits = digits.toUpperCase();
  if (precision !== "") digits = digits.padStart(Number(precision.slice(1)), "0");
  let sign = "";
  if (kind === "d") sign = value < 0 ? "-" : flags.includes(" ") ? " " : "";
  else if (flags.includes("#") && value !== 0) sign = kind === "o" ? "0" : `0${kind}`;
  const size = Number(width);
  if (flags.includes("-")) return (sign + digits).padEnd(size);
  if (width.startsWith("0") && precision === "") return sign + digits.padStart(size - sign.length, "0");
  return (sign + digits).padStart(size);
}

const BINARY: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => Math.imul(a, b),
  "/": (a, b) => (b === 0 ? 0 : a / b),
  m: (a, b) => (b === 0 ? 0 : a % b),
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
  "=": (a, b) => (a === b ? 1 : 0),
  "<": (a, b) => (a < b ? 1 : 0),
  ">": (a, b) => (a > b ? 1 : 0),
  A: (a, b) => (a !== 0 && b !== 0 ? 1 : 0),
  O: (a, b) => (a !== 0 || b !== 0 ? 1 : 0),
};

/** `tgoto`: `text` for column `x` and line `y`. */
export function tgoto(text: string, x: number, y: number): string | undefined {
  return tparm(text, [y, x]);
}

/** `tputs`: without the delays `$<5>`, `$<2*>`, `$<1.5/>`, which mean nothing where no line speed is known. */
export function withoutPadding(text: string): string {
  return text.replace(/\$<\d+(?:\.\d*)?[*/]*>/g, "");
}
