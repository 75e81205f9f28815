/**
 * The line at a terminal's cursor, as the driver `tty_sl` of OTP 25 keeps it: text is put, inserted, deleted, and the cursor
 * moved, by characters; what comes out are the bytes that do the same on the screen, over the ends of its lines.
 *
 * A cell is a character; or a control character or one that the terminal does not have, with a tag, followed by cells
 * with the tag alone for what it takes more on the screen.
 * OTP: ttsl_drv.c.
 */
import { withoutPadding } from "../../../nifs/prim_tty/tparm.ts";
import { wcwidth } from "../../../nifs/prim_tty/wcwidth.ts";

const CONTROL = 0x10000000;
const ESCAPED = 0x01000000;
const TAGS = 0xff000000;
const TAB = 9;
const ESC = 27;

/** What the line needs to know of the terminal. */
export interface Screen {
  readonly up: string;
  readonly down: string;
  readonly left: string;
  readonly right: string;
  /** The cursor stays in the last column until something follows. */
  readonly wrapsLate: boolean;
  columns: number;
}

export class LineBuffer {
  utf8: boolean;
  private readonly screen: Screen;
  private cells: number[] = [];
  private at = 0;
  private out: number[] = [];

  constructor(screen: Screen, utf8: boolean) {
    this.screen = screen;
    this.utf8 = utf8;
  }

  /** How much lies before the cursor. */
  get position(): number {
    return this.at;
  }

  /** The bytes that have come up since the last call. */
  take(): Uint8Array {
    const bytes = Uint8Array.from(this.out);
    this.out = [];
    return bytes;
  }

  beep(): void {
    this.out.push(7);
  }

  /** Overwrites from the cursor on. */
  put(text: Uint8Array): void {
    const n = this.enter(text, (cells) => this.cells.splice(this.at, cells.length, ...cells));
    if (n > 0) this.write(this.at - n, this.at, false);
  }

  /** Inserts before the cursor. */
  insert(text: Uint8Array): void {
    const n = this.enter(text, (cells) => this.cells.splice(this.at, 0, ...cells));
    this.write(this.at - n, this.cells.length, false);
    this.moveCursor(this.cells.length, this.at);
  }

  /** Moves by `n` characters, back if it is negative. */
  move(n: number): void {
    const to = this.step(n);
    this.moveCursor(this.at, to);
    this.at = to;
  }

  /** Deletes `n` characters after the cursor, before it if `n` is negative. */
  delete(n: number): void {
    const to = this.step(n);
    if (to === this.at) return;
    const from = Math.min(to, this.at);
    const columns = Math.abs(this.column(to) - this.column(this.at));
    if (to < this.at) this.moveCursor(this.at, to);
    this.cells.splice(from, Math.abs(to - this.at));
    this.at = from;
    this.write(this.at, this.cells.length, false);
    for (let i = 0; i < columns; i++) this.out.push(0x20);
    const end = this.cells.length + columns;
    if (this.screen.wrapsLate && this.column(end) % this.screen.columns === 0) {
      this.out.push(0x20);
      this.send(this.screen.left);
    }
    this.moveCursor(end, this.at);
  }

  /** Puts the cells of `text` where `place` says, line by line. Returns how many belong to the last line. */
  private enter(text: Uint8Array, place: (cells: number[]) => void): number {
    let cells: number[] = [];
    const done = () => {
      place(cells);
      this.at += cells.length;
      const n = cells.length;
      cells = [];
      return n;
    };
    for (const c of characters(text)) {
      const printable = c >= 0x20 && c < 0x7f;
      if (printable || (this.utf8 && c >= 0x80)) cells.push(c);
      else if (c >= 0x80) cells.push(c | ESCAPED, ...Array<number>(escaped(c).length - 1).fill(ESCAPED));
      else if (c === TAB) {
        cells.push(CONTROL | TAB);
        while ((this.at + cells.length) % 8 !== 0) cells.push(CONTROL);
      } else if (c === ESC) cells.push(CONTROL | ESC);
      else if (c === 10 || c === 13) {
        const n = done();
        this.write(this.at - n, this.at, true);
        this.out.push(13);
        if (c === 10) this.out.push(10);
        this.cells.splice(0, this.at);
        this.at = 0;
      } else cells.push(c | CONTROL, CONTROL);
    }
    return done();
  }

  /** The position `n` characters from the cursor, in the line. */
  private step(n: number): number {
    let to = this.at;
    const pad = (i: number) => this.cells[i] === CONTROL || this.cells[i] === ESCAPED;
    for (let i = n; i > 0 && to < this.cells.length; i--) {
      to++;
      while (to < this.cells.length && pad(to)) to++;
    }
    for (let i = n; i < 0 && to > 0; i++) {
      to--;
      while (to > 0 && pad(to)) to--;
    }
    return to;
  }

  /** Sends the cells from `from` to `to`; `newline`: a new line follows. */
  private write(from: number, to: number, newline: boolean): void {
    let last: readonly number[] = [0x20];
    for (let i = from; i < to; i++) {
      const cell = this.cells[i] as number;
      if ((cell & TAGS) === 0) last = this.utf8 ? [...Buffer.from(String.fromCodePoint(cell))] : [cell & 0xff];
      else if (cell === (CONTROL | TAB)) {
        last = [0x20];
        while (i + 1 < to && this.cells[i + 1] === CONTROL) {
          this.out.push(0x20);
          i++;
        }
      } else if (cell === (CONTROL | ESC)) last = [ESC];
      else if ((cell & CONTROL) !== 0) {
        this.out.push(0x5e);
        last = [(cell | 0x40) & 0xff];
        i++;
      } else {
        const text = escaped(cell & ~TAGS);
        this.out.push(...Buffer.from(text.slice(0, -1)));
        last = [text.charCodeAt(text.length - 1)];
        i += text.length - 1;
      }
      this.out.push(...last);
    }
    // The line has just filled the screen's last column: something has to be written for the cursor to go on.
    const { wrapsLate, columns, left } = this.screen;
    if (newline || !wrapsLate || to === 0 || this.column(to) % columns !== 0) return;
    this.out.push(...(to >= this.cells.length ? [0x20] : last));
    this.send(left);
  }

  private moveCursor(from: number, to: number): void {
    const { columns, up, down, left, right } = this.screen;
    const a = this.column(from);
    const b = this.column(to);
    const lines = Math.trunc(b / columns) - Math.trunc(a / columns);
    for (let i = 0; i < Math.abs(lines); i++) this.send(lines > 0 ? down : up);
    const sideways = (b % columns) - (a % columns);
    for (let i = 0; i < Math.abs(sideways); i++) this.send(sideways > 0 ? right : left);
  }

  /** The column that the cell at `position` begins at, were the screen's lines endless. */
  private column(position: number): number {
    let columns = Math.max(0, position - this.cells.length);
    const end = Math.min(position, this.cells.length);
    for (let i = 0; i < end; ) {
      const sequence = this.sequence(i);
      if (sequence === 0) columns += Math.max(0, wcwidth(this.cells[i] as number));
      i += Math.max(1, sequence);
    }
    return columns;
  }

  /** How many cells the control sequence at `i` has that sets a colour; 0: there is none. */
  private sequence(i: number): number {
    if (this.cells[i] !== (CONTROL | ESC)) return 0;
    if (i + 1 >= this.cells.length) return 1;
    if (this.cells[i + 1] !== 0x5b) return 2;
    let end = i + 2;
    for (let c = this.cells[end]; c !== undefined && (c === 0x3b || (c >= 0x30 && c <= 0x39)); ) c = this.cells[++end];
    return end - i + 1;
  }

  private send(sequence: string): void {
    this.out.push(...Buffer.from(withoutPadding(sequence), "latin1"));
  }
}

/** How a terminal without UTF-8 shows a character that it does not have: `\344`, `\x{3A9}`. */
function escaped(c: number): string {
  return c <= 0o777 ? `\\${c.toString(8).padStart(3, "0")}` : `\\x{${c.toString(16).toUpperCase()}}`;
}

/** Code points of UTF-8; bytes that are none stand for themselves. */
function* characters(text: Uint8Array): Generator<number> {
  for (let i = 0; i < text.length; ) {
    const size = utf8Size(text, i);
    if (size > 0)
      yield Buffer.from(text.buffer, text.byteOffset + i, size)
        .toString("utf8")
        .codePointAt(0) as number;
    else yield text[i] as number;
    i += Math.max(1, size);
  }
}

/** Bytes of the UTF-8 character at `i`; 0: it is none; -1: its end is missing. */
export function utf8Size(text: Uint8Array, i: number): number {
  const first = text[i] as number;
  if (first < 0x80) return 1;
  const size =
    first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
  if (size === 0) return 0;
  if (i + size > text.length) return -1;
  for (let k = 1; k < size; k++) if (((text[i + k] as number) & 0xc0) !== 0x80) return 0;
  const c = Buffer.from(text.buffer, text.byteOffset + i, size)
    .toString("utf8")
    .codePointAt(0);
  // The decoder answers with this one for surrogates and overlong forms.
  if (c === 0xfffd && !(first === 0xef && text[i + 1] === 0xbf && text[i + 2] === 0xbd)) return 0;
  return c === 0xfffe || c === 0xffff ? 0 : size;
}
