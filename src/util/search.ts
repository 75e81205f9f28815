/**
 * Searching bytes for one pattern or for several at once.
 *
 * One pattern: a scan for its first byte while pattern or text is short, else Horspool's jumps, and Knuth-Morris-Pratt
 * from where Horspool has done more work than the text is long: never more than linear.
 * Several: the automaton of Aho and Corasick; the match that begins first, of those the longest.
 * Invariant: a searcher is immutable but for tables made on demand; it holds its own copy of the patterns.
 * OTP: erl_bif_binary.c uses Boyer-Moore and Aho-Corasick.
 */

/** A place found: `at` and `length` of the last successful `find`. */
export interface Searcher {
  readonly kind: "bm" | "ac";
  /** First match in bytes `from` to `to`: its position, or -1. Its length is `length`. */
  find(text: Uint8Array, from: number, to: number): number;
  /** Length of the last match found. */
  readonly length: number;
  /** Length of the longest pattern. */
  readonly longest: number;
}

/** Patterns up to this length and texts up to this length are searched by their first byte. */
const SHORT_PATTERN = 4;
const SHORT_TEXT = 128;

export class OnePattern implements Searcher {
  readonly kind = "bm";
  readonly pattern: Uint8Array;
  readonly length: number;
  readonly longest: number;
  /** How far to move when this byte stands under the pattern's last one. */
  private jumps: Int32Array | undefined;
  /** Length of the longest border of each prefix. */
  private borders: Int32Array | undefined;

  constructor(pattern: Uint8Array) {
    this.pattern = pattern;
    this.length = pattern.length;
    this.longest = pattern.length;
  }

  find(text: Uint8Array, from: number, to: number): number {
    const m = this.length;
    if (m === 1) {
      const c = this.pattern[0] as number;
      for (let i = from; i < to; i++) if (text[i] === c) return i;
      return -1;
    }
    if (m <= SHORT_PATTERN || to - from <= SHORT_TEXT) return this.findShort(text, from, to);
    return this.horspool(text, from, to);
  }

  private findShort(text: Uint8Array, from: number, to: number): number {
    const p = this.pattern;
    const m = p.length;
    const c = p[0] as number;
    const last = to - m;
    for (let i = from; i <= last; i++) {
      if (text[i] !== c) continue;
      let k = 1;
      while (k < m && text[i + k] === p[k]) k++;
      if (k === m) return i;
    }
    return -1;
  }

  private horspool(text: Uint8Array, from: number, to: number): number {
    const p = this.pattern;
    const m = p.length;
    const end = m - 1;
    if (this.jumps === undefined) {
      this.jumps = new Int32Array(256).fill(m);
      for (let k = 0; k < end; k++) this.jumps[p[k] as number] = end - k;
    }
    const jumps = this.jumps;
    const lastByte = p[end] as number;
    let work = to - from;
    let i = from + end;
    while (i < to) {
      const c = text[i] as number;
      if (c === lastByte) {
        let k = 1;
        while (k < m && text[i - k] === p[end - k]) k++;
        if (k === m) return i - end;
        work -= k;
        if (work < 0) return this.kmp(text, i - end + 1, to);
      }
      i += jumps[c] as number;
    }
    return -1;
  }

  private kmp(text: Uint8Array, from: number, to: number): number {
    const p = this.pattern;
    const m = p.length;
    if (this.borders === undefined) {
      const b = new Int32Array(m + 1);
      b[0] = -1;
      let k = -1;
      for (let i = 0; i < m; i++) {
        while (k >= 0 && p[k] !== p[i]) k = b[k] as number;
        b[i + 1] = ++k;
      }
      this.borders = b;
    }
    const b = this.borders;
    let k = 0;
    for (let i = from; i < to; i++) {
      const c = text[i] as number;
      while (k >= 0 && p[k] !== c) k = b[k] as number;
      if (++k === m) return i - m + 1;
    }
    return -1;
  }
}

export class ManyPatterns implements Searcher {
  readonly kind = "ac";
  readonly patterns: readonly Uint8Array[];
  length = 0;
  longest = 0;
  /** Children of node `n`: a map from byte to node. Node 0 is the root. */
  private readonly next: (Map<number, number> | undefined)[] = [undefined];
  private readonly depth: number[] = [0];
  /** The node of the longest proper suffix that is a node. */
  private readonly fail: number[] = [0];
  /** Length of the longest pattern that ends at the node, 0 for none: its own depth, or that of a suffix. */
  private readonly out: number[] = [0];
  /** The root's children by byte, 0 for none: most bytes of a text stay there. */
  private readonly first = new Int32Array(256);

  constructor(patterns: readonly Uint8Array[]) {
    this.patterns = patterns;
    for (const p of patterns) this.add(p);
    this.link();
  }

  private add(p: Uint8Array): void {
    if (p.length > this.longest) this.longest = p.length;
    let node = 0;
    for (let i = 0; i < p.length; i++) {
      let map = this.next[node];
      if (map === undefined) {
        map = new Map();
        this.next[node] = map;
      }
      const c = p[i] as number;
      let child = map.get(c);
      if (child === undefined) {
        child = this.next.length;
        this.next.push(undefined);
        this.depth.push((this.depth[node] as number) + 1);
        this.fail.push(0);
        this.out.push(0);
        map.set(c, child);
        if (node === 0) this.first[c] = child;
      }
      node = child;
    }
    this.out[node] = p.length;
  }

  private link(): void {
    const queue: number[] = [0];
    for (let q = 0; q < queue.length; q++) {
      const node = queue[q] as number;
      const map = this.next[node];
      if (map === undefined) continue;
      for (const [c, child] of map) {
        queue.push(child);
        if (node !== 0) this.fail[child] = this.step(this.fail[node] as number, c);
        if (this.out[child] === 0) this.out[child] = this.out[this.fail[child] as number] as number;
      }
    }
  }

  /** The node after byte `c` in `node`. */
  private step(node: number, c: number): number {
    let n = node;
    for (;;) {
      if (n === 0) return this.first[c] as number;
      const child = this.next[n]?.get(c);
      if (child !== undefined) return child;
      n = this.fail[n] as number;
    }
  }

  find(text: Uint8Array, from: number, to: number): number {
    const first = this.first;
    let node = 0;
    let start = -1;
    for (let i = from; i < to; i++) {
      if (node === 0) {
        node = first[text[i] as number] as number;
        if (node === 0) continue;
      } else node = this.step(node, text[i] as number);
      const depth = this.depth[node] as number;
      // Whatever is found from here on begins at or after this place.
      if (start >= 0 && i + 1 - depth > start) return start;
      const n = this.out[node] as number;
      if (n === 0) continue;
      const s = i + 1 - n;
      if (start < 0 || s < start || (s === start && n > this.length)) {
        start = s;
        this.length = n;
      }
    }
    return start;
  }
}
