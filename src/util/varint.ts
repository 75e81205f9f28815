/** Numbers of variable length: seven bits a byte, the lowest first, the top bit says that more follow. Below 2^53. */
import type { BytesOut } from "./bytes_out.ts";

export function putVarint(out: BytesOut, n: number): void {
  for (; n >= 128; n = Math.floor(n / 128)) out.put((n % 128) + 128);
  out.put(n);
}

/** 0, -1, 1, -2, 2, ... as 0, 1, 2, 3, 4, ...: small either side of 0 is short. */
export function zigzag(n: number): number {
  return n >= 0 ? 2 * n : -2 * n - 1;
}

export function unzigzag(n: number): number {
  return n % 2 === 0 ? n / 2 : -(n + 1) / 2;
}
