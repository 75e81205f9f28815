/**
 * Time: monotonic and system time, their units, unique integers, references, calendar conversions.
 * The native unit is the microsecond. Local time comes from the host's time zone.
 * OTP: erl_time_sup.c, erl_bif_unique.c.
 */
import { atoms, FALSE, TRUE } from "../../term/atom.ts";
import { Cons, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple2, Tuple3, tuple3 } from "../../term/tuple.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Result } from "../../runtime/signal.ts";

const U = atoms("native", "second", "millisecond", "microsecond", "nanosecond", "perf_counter");
/** The names of units before OTP 20. */
const D = atoms("seconds", "milli_seconds", "micro_seconds", "nano_seconds");
const A = atoms("monotonic", "positive", "undefined");

const NATIVE_PER_S = 1000000;

/** Parts of a second a unit stands for; undefined: no unit. */
function partsPerSecond(unit: Term): number | bigint | undefined {
  if (typeof unit === "number" || typeof unit === "bigint") return unit > 0 ? unit : undefined;
  switch (unit) {
    case U.second:
    case D.seconds:
      return 1;
    case U.millisecond:
    case D.milli_seconds:
      return 1000;
    case U.microsecond:
    case D.micro_seconds:
    case U.native:
    case U.perf_counter:
      return NATIVE_PER_S;
    case U.nanosecond:
    case D.nano_seconds:
      return 1000000000;
    default:
      return undefined;
  }
}

function normal(n: bigint): number | bigint {
  const s = Number(n);
  return Number.isSafeInteger(s) ? s : n;
}

/** `time_us` in parts of a second, rounded down. */
function convert(time_us: number, parts: number | bigint): Term {
  if (parts === NATIVE_PER_S) return time_us;
  if (typeof parts === "number" && parts < NATIVE_PER_S) {
    const divisor = NATIVE_PER_S / parts;
    if (Number.isInteger(divisor)) return Math.floor(time_us / divisor);
  }
  const product = BigInt(time_us) * BigInt(parts);
  const unit = BigInt(NATIVE_PER_S);
  const q = product / unit;
  return normal(product < 0n && q * unit !== product ? q - 1n : q);
}

function inUnit(x: Exec, time_us: number, unit: Term): Result {
  const parts = partsPerSecond(unit);
  return parts === undefined ? x.badarg() : convert(time_us, parts);
}

function monotonic_time_0(x: Exec): Result {
  return x.vm.clock.monotonic_us();
}
function monotonic_time_1(x: Exec, unit: Term): Result {
  return inUnit(x, x.vm.clock.monotonic_us(), unit);
}
function system_time_0(x: Exec): Result {
  return x.vm.clock.system_us();
}
function system_time_1(x: Exec, unit: Term): Result {
  return inUnit(x, x.vm.clock.system_us(), unit);
}
function time_offset_0(x: Exec): Result {
  return x.vm.clock.offset;
}
function time_offset_1(x: Exec, unit: Term): Result {
  return inUnit(x, x.vm.clock.offset, unit);
}
function os_system_time_0(x: Exec): Result {
  return x.vm.clock.osSystem_us();
}
function os_system_time_1(x: Exec, unit: Term): Result {
  return inUnit(x, x.vm.clock.osSystem_us(), unit);
}
function time_unit_0(_x: Exec): Result {
  return NATIVE_PER_S;
}

/** `{MegaSecs, Secs, MicroSecs}`. */
function timestampTuple(us: number): Term {
  const s = Math.floor(us / 1000000);
  return tuple3(Math.floor(s / 1000000), s % 1000000, us - s * 1000000);
}
function timestamp_0(x: Exec): Result {
  return timestampTuple(x.vm.clock.system_us());
}
function os_timestamp_0(x: Exec): Result {
  return timestampTuple(x.vm.clock.osSystem_us());
}
function now_0(x: Exec): Result {
  return timestampTuple(x.vm.clock.uniqueNow_us());
}

// -- Unique things.

function make_ref_0(x: Exec): Result {
  return x.vm.references.make();
}

function unique_integer_0(x: Exec): Result {
  return x.vm.references.uniqueMonotonic();
}
function unique_integer_1(x: Exec, options: Term): Result {
  let positive = false;
  let o = options;
  for (; o instanceof Cons && o !== NIL; o = o.tail) {
    if (o.head === A.positive) positive = true;
    else if (o.head !== A.monotonic) return x.badarg();
  }
  if (o !== NIL) return x.badarg();
  return positive ? x.vm.references.uniquePositive() : x.vm.references.uniqueMonotonic();
}

// -- Calendar. `Fields` are year, month, day, hour, minute, second.

type Fields = [number, number, number, number, number, number];

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const FIRST_LOCAL_YEAR = 1902;
const FIRST_GREGORIAN_YEAR = 1600;
const LAST_YEAR = 2147483646;
const DAY_s = 86400;
/** 400 years. */
const CYCLE_s = 146097 * DAY_s;
/** JavaScript's dates end at 8.64e12 seconds. */
const HOST_LIMIT_s = 8e12;

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days from 1970-01-01 to a date. */
function daysOf(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const inEra = y - era * 400;
  const inYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146097 + inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100) + inYear - 719468;
}

/** The date of a day; for years before Christ it is wrong as OTP's is, whose divisions round to zero. */
function dateOf(days: number): [number, number, number] {
  const d = days + 719468;
  let y =
    Math.abs(d) < 1e11 ? Math.trunc((10000 * d + 14780) / 3652425) : Number((10000n * BigInt(d) + 14780n) / 3652425n);
  let rest = d - daysBefore(y);
  if (rest < 0) {
    y--;
    rest = d - daysBefore(y);
  }
  const m = Math.trunc((100 * rest + 52) / 3060);
  return [y + Math.trunc((m + 2) / 12), ((m + 2) % 12) + 1, rest - Math.trunc((m * 306 + 5) / 10) + 1];
}

/** Days of the years up to `y`, which begin in March. */
function daysBefore(y: number): number {
  return 365 * y + Math.trunc(y / 4) - Math.trunc(y / 100) + Math.trunc(y / 400);
}

function secondsOf(f: Fields): number {
  return daysOf(f[0], f[1], f[2]) * 86400 + f[3] * 3600 + f[4] * 60 + f[5];
}

function dateTimeOf(s: number): Term {
  const days = Math.floor(s / 86400);
  const rest = s - days * 86400;
  const [y, m, d] = dateOf(days);
  return tuple2(tuple3(y, m, d), tuple3(Math.floor(rest / 3600), Math.floor((rest % 3600) / 60), rest % 60));
}

/** `{{Y, M, D}, {H, M, S}}` with a real date and time from `firstYear` on; undefined for everything else. */
function fieldsOf(t: Term, firstYear: number): Fields | undefined {
  if (!(t instanceof Tuple2) || !(t.e0 instanceof Tuple3) || !(t.e1 instanceof Tuple3)) return undefined;
  const f = [t.e0.e0, t.e0.e1, t.e0.e2, t.e1.e0, t.e1.e1, t.e1.e2];
  if (!f.every((n) => typeof n === "number")) return undefined;
  const [year, month, day, hour, minute, second] = f as Fields;
  if (year < firstYear || year > LAST_YEAR || month < 1 || month > 12) return undefined;
  const days = (MONTH_DAYS[month - 1] as number) + (month === 2 && isLeap(year) ? 1 : 0);
  const ok = day >= 1 && day <= days && hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
  return ok && second >= 0 && second < 60 ? (f as Fields) : undefined;
}

/** Seconds of local time ahead of UTC. Time zones repeat every 400 years beyond what the host can compute. */
function offsetAt(x: Exec, unix_s: number): number {
  const s = Math.abs(unix_s) < HOST_LIMIT_s ? unix_s : unix_s % CYCLE_s;
  return x.vm.host.localOffset_min(s) * 60;
}

function localSeconds(x: Exec, unix_s: number): number {
  return unix_s + offsetAt(x, unix_s);
}

function localNow(x: Exec): number {
  return localSeconds(x, Math.floor(x.vm.clock.osSystem_us() / 1000000));
}

function date_0(x: Exec): Result {
  return (dateTimeOf(localNow(x)) as Tuple2).e0;
}
function time_0(x: Exec): Result {
  return (dateTimeOf(localNow(x)) as Tuple2).e1;
}
function localtime_0(x: Exec): Result {
  return dateTimeOf(localNow(x));
}
function universaltime_0(x: Exec): Result {
  return dateTimeOf(Math.floor(x.vm.clock.osSystem_us() / 1000000));
}

function universaltime_to_localtime_1(x: Exec, t: Term): Result {
  const f = fieldsOf(t, FIRST_LOCAL_YEAR);
  return f === undefined ? x.badarg() : dateTimeOf(localSeconds(x, secondsOf(f)));
}

/**
 * As `mktime` does it: `isDst` insists on summer or winter time, also where that does not hold; without it, a time that
 * comes twice is the second one, and one that the clock leaves out is read with the offset before the change.
 */
function localtime_to_universaltime_2(x: Exec, t: Term, isDst: Term): Result {
  const f = fieldsOf(t, FIRST_LOCAL_YEAR);
  if (f === undefined || (isDst !== TRUE && isDst !== FALSE && isDst !== A.undefined)) return x.badarg();
  const local = secondsOf(f);
  if (isDst === A.undefined) {
    const after = offsetAt(x, local + DAY_s);
    const late = local - after;
    return dateTimeOf(offsetAt(x, late) === after ? late : local - offsetAt(x, local - DAY_s));
  }
  const january = offsetAt(x, daysOf(f[0], 1, 1) * DAY_s);
  const july = offsetAt(x, daysOf(f[0], 7, 1) * DAY_s);
  const winter = Math.min(january, july);
  const summer = january === july ? winter + 3600 : Math.max(january, july);
  return dateTimeOf(local - (isDst === TRUE ? summer : winter));
}

function universaltime_to_posixtime_1(x: Exec, t: Term): Result {
  const f = fieldsOf(t, FIRST_GREGORIAN_YEAR);
  return f === undefined ? x.badarg() : secondsOf(f);
}

function posixtime_to_universaltime_1(x: Exec, s: Term): Result {
  if (typeof s === "number") return dateTimeOf(s);
  if (typeof s !== "bigint" || s !== BigInt.asIntN(64, s)) return x.badarg();
  // Beyond the safe integers: the days still are.
  const day = 86400n;
  const rest = ((s % day) + day) % day;
  const [y, m, d] = dateOf(Number((s - rest) / day));
  const r = Number(rest);
  return tuple2(tuple3(y, m, d), tuple3(Math.floor(r / 3600), Math.floor((r % 3600) / 60), r % 60));
}

export const TIME: readonly Bif[] = [
  ...bifTable("erlang", {
    "monotonic_time/0": { doc: "Monotonic time in microseconds.", fn: monotonic_time_0 },
    "monotonic_time/1": { doc: "Monotonic time in a unit.", fn: monotonic_time_1 },
    "system_time/0": { doc: "System time in microseconds.", fn: system_time_0 },
    "system_time/1": { doc: "System time in a unit.", fn: system_time_1 },
    "time_offset/0": { doc: "System minus monotonic time.", fn: time_offset_0 },
    "time_offset/1": { doc: "The same in a unit.", fn: time_offset_1 },
    "timestamp/0": { doc: "System time as {MegaSecs, Secs, MicroSecs}.", fn: timestamp_0 },
    "now/0": { doc: "As `timestamp/0`, but strictly increasing.", fn: now_0 },
    "make_ref/0": { doc: "A fresh reference.", fn: make_ref_0 },
    "unique_integer/0": { doc: "A fresh integer.", fn: unique_integer_0 },
    "unique_integer/1": { doc: "With options `positive`, `monotonic`.", fn: unique_integer_1 },
    "date/0": { doc: "The local date.", fn: date_0 },
    "time/0": { doc: "The local time of day.", fn: time_0 },
    "localtime/0": { doc: "The local date and time.", fn: localtime_0 },
    "universaltime/0": { doc: "Date and time in UTC.", fn: universaltime_0 },
    "universaltime_to_localtime/1": { doc: "UTC to local time.", fn: universaltime_to_localtime_1 },
    "localtime_to_universaltime/2": { doc: "Local time to UTC.", fn: localtime_to_universaltime_2 },
    "universaltime_to_posixtime/1": { doc: "Seconds since 1970.", fn: universaltime_to_posixtime_1 },
    "posixtime_to_universaltime/1": { doc: "The inverse.", fn: posixtime_to_universaltime_1 },
  }),
  ...bifTable("erts_internal", {
    "time_unit/0": { doc: "Native units in a second.", fn: time_unit_0 },
  }),
  ...bifTable("os", {
    "system_time/0": { doc: "The operating system's time in microseconds.", fn: os_system_time_0 },
    "system_time/1": { doc: "The same in a unit.", fn: os_system_time_1 },
    "timestamp/0": { doc: "The same as {MegaSecs, Secs, MicroSecs}.", fn: os_timestamp_0 },
  }),
];
