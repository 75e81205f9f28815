/**
 * The bytes of a file in memory. Given contents stay as they came until they are first changed; from then on they are pages,
 * and a page that nobody wrote takes no room, so that files may be sparse.
 */
import { PosixError } from "../../runtime/posix.ts";

const PAGE = 1 << 16;

/** The largest file whose size is exact as a number. */
const MAX_SIZE = Number.MAX_SAFE_INTEGER;

const NOTHING = new Uint8Array(0);

/** Contents that are fetched when somebody first looks at them. */
export interface LaterBytes {
  readonly size: number;
  bytes(): Uint8Array;
}

export class Contents {
  size: number;
  private later: LaterBytes | undefined;
  /** undefined: the contents are in pages, or come later. */
  private given: Uint8Array | undefined;
  private readonly pages = new Map<number, Uint8Array>();

  constructor(bytes: Uint8Array | LaterBytes = NOTHING) {
    if (bytes instanceof Uint8Array) {
      this.given = bytes;
      this.size = bytes.length;
    } else {
      this.later = bytes;
      this.size = bytes.size;
    }
  }

  /** The contents in one piece; undefined: they are in pages. */
  private whole(): Uint8Array | undefined {
    if (this.later !== undefined) {
      this.given = this.later.bytes();
      this.later = undefined;
    }
    return this.given;
  }

  /** All bytes; they never change afterwards. */
  all(): Uint8Array {
    const whole = this.whole();
    if (whole !== undefined) return whole;
    if (this.size > 0xffff_ffff) throw new PosixError("ENOMEM");
    const out = new Uint8Array(this.size);
    this.read(out, 0, 0);
    return out;
  }

  /** Copies from position `at` on to `into` from `from` on; returns how many bytes. */
  read(into: Uint8Array, from: number, at: number): number {
    const n = Math.max(0, Math.min(into.length - from, this.size - at));
    const whole = this.whole();
    if (whole !== undefined) {
      into.set(whole.subarray(at, at + n), from);
      return n;
    }
    for (let done = 0; done < n; ) {
      const [page, offset] = place(at + done);
      const some = Math.min(n - done, PAGE - offset);
      const bytes = this.pages.get(page)?.subarray(offset, offset + some) ?? NOTHING;
      const to = from + done;
      into.set(bytes, to);
      // A page may be shorter than what the file has of it.
      into.fill(0, to + bytes.length, to + some);
      done += some;
    }
    return n;
  }

  write(bytes: Uint8Array, at: number): void {
    if (at + bytes.length > MAX_SIZE) throw new PosixError("EFBIG");
    this.toPages();
    for (let done = 0; done < bytes.length; ) {
      const [page, offset] = place(at + done);
      const some = Math.min(bytes.length - done, PAGE - offset);
      this.page(page, offset + some).set(bytes.subarray(done, done + some), offset);
      done += some;
    }
    this.size = Math.max(this.size, at + bytes.length);
  }

  /** What is cut off is zeros when the file grows again. */
  truncate(size: number): void {
    if (size > MAX_SIZE) throw new PosixError("EFBIG");
    this.toPages();
    if (size < this.size) {
      const [last, offset] = place(size);
      for (const page of [...this.pages.keys()]) if (page > last) this.pages.delete(page);
      this.pages.get(last)?.fill(0, offset);
    }
    this.size = size;
  }

  private toPages(): void {
    const given = this.whole();
    if (given === undefined) return;
    this.given = undefined;
    for (let at = 0; at < given.length; at += PAGE) this.pages.set(at / PAGE, given.slice(at, at + PAGE));
  }

  /** A page with room for `used` bytes: small files take little more than their size. */
  private page(number: number, used: number): Uint8Array {
    const page = this.pages.get(number);
    if (page !== undefined && page.length >= used) return page;
    const larger = new Uint8Array(Math.min(PAGE, Math.max(used, (page?.length ?? 0) * 2)));
    if (page !== undefined) larger.set(page);
    this.pages.set(number, larger);
    return larger;
  }
}

function place(at: number): [page: number, offset: number] {
  const offset = at % PAGE;
  return [(at - offset) / PAGE, offset];
}
