/**
 * The process dictionary.
 *
 * Atoms and integers, the keys nearly all programs use, are found by identity in one JavaScript map; keys of other
 * kinds live in buckets by their hash and are compared as terms.
 * Invariant: `size` counts the keys of both.
 * OTP: erl_process_dict.c.
 */
import { Atom } from "../term/atom.ts";
import { equalExact } from "../term/equal.ts";
import { hashTerm } from "../term/hash.ts";
import type { Term } from "../term/term.ts";

interface Entry {
  readonly key: Term;
  value: Term;
}

export class Dictionary {
  private readonly simple = new Map<Term, Term>();
  private buckets: Map<number, Entry[]> | null = null;
  private compound = 0;

  get size(): number {
    return this.simple.size + this.compound;
  }

  get(key: Term): Term | undefined {
    if (key instanceof Atom || typeof key === "number" || typeof key === "bigint") return this.simple.get(key);
    return this.entry(key)?.value;
  }

  /** Sets `key`; returns the old value. */
  put(key: Term, value: Term): Term | undefined {
    if (key instanceof Atom || typeof key === "number" || typeof key === "bigint") {
      const old = this.simple.get(key);
      this.simple.set(key, value);
      return old;
    }
    const e = this.entry(key);
    if (e !== undefined) {
      const old = e.value;
      e.value = value;
      return old;
    }
    const h = hashTerm(key);
    this.buckets ??= new Map();
    const bucket = this.buckets.get(h);
    if (bucket === undefined) this.buckets.set(h, [{ key, value }]);
    else bucket.push({ key, value });
    this.compound++;
    return undefined;
  }

  /** Removes `key`; returns its value. */
  erase(key: Term): Term | undefined {
    if (key instanceof Atom || typeof key === "number" || typeof key === "bigint") {
      const old = this.simple.get(key);
      if (old !== undefined) this.simple.delete(key);
      return old;
    }
    if (this.buckets === null) return undefined;
    const h = hashTerm(key);
    const bucket = this.buckets.get(h);
    const i = bucket === undefined ? -1 : bucket.findIndex((e) => equalExact(e.key, key));
    if (bucket === undefined || i < 0) return undefined;
    const old = (bucket[i] as Entry).value;
    if (bucket.length === 1) this.buckets.delete(h);
    else bucket.splice(i, 1);
    this.compound--;
    return old;
  }

  /** All pairs; simple keys first. */
  entries(): [Term, Term][] {
    const out: [Term, Term][] = [...this.simple];
    if (this.buckets !== null) for (const b of this.buckets.values()) for (const e of b) out.push([e.key, e.value]);
    return out;
  }

  private entry(key: Term): Entry | undefined {
    if (this.buckets === null) return undefined;
    const bucket = this.buckets.get(hashTerm(key));
    if (bucket === undefined) return undefined;
    for (const e of bucket) if (equalExact(e.key, key)) return e;
    return undefined;
  }
}
