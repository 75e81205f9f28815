/**
 * Numbers for people: short, and with a unit.
 */
const UNITS = ["", " k", " M", " G", " T"];

/** `1234567` is `1.2 M`. */
export function short(value: number): string {
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)}${UNITS[unit]}`;
}

export function bytes(value: number): string {
  return `${short(value)}B`.replace(/(\d)B/, "$1 B");
}

/** `<0.88.0>` is 88: which colour a process has, as long as it is there. */
export function pidNumber(pid: string): number {
  return Number(/\.(\d+)\./.exec(pid)?.[1] ?? 0);
}
