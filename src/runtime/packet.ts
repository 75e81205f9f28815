/**
 * Packets in a stream of bytes: where the first one ends, and what HTTP and TLS ones say.
 * Used by `erlang:decode_packet/3` and by sockets in packet mode.
 * OTP: packet_parser.c.
 */
import { type Atom, atom, atoms } from "../term/atom.ts";
import { type Bits, binary, copyOfBytes } from "../term/bits.ts";
import { Cons, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { type Tuple, tuple, tuple2, tuple3, tuple4 } from "../term/tuple.ts";
import { latin1Decode } from "../util/utf8.ts";

export type PacketType =
  | "raw"
  | "1"
  | "2"
  | "4"
  | "asn1"
  | "sunrm"
  | "cdr"
  | "fcgi"
  | "line"
  | "tpkt"
  | "http"
  | "httph"
  | "http_bin"
  | "httph_bin"
  | "ssl_tls";

/** `packetLength`: more bytes are needed, how many is unknown. */
export const MORE = 0;
/** `packetLength`: these bytes begin no packet of the type. */
export const INVALID_PACKET = -1;

export interface PacketLimits {
  /** Longest packet accepted; 0: no limit. */
  readonly size: number;
  /** Lines are cut at this length; 0: no limit. */
  readonly line: number;
  /** The byte that ends a line. */
  readonly delimiter: number;
}

const LF = 10;
const CR = 13;
const MAX_INT = 0x7fffffff;

/**
 * Length of the packet at the beginning of `b`, with its header, which may be more than there is; or MORE or INVALID_PACKET.
 * `header`: an HTTP header is expected, not a first line.
 */
export function packetLength(type: PacketType, b: Uint8Array, limits: PacketLimits, header: boolean): number {
  const n = b.length;
  switch (type) {
    case "raw":
      return n;
    case "1":
      return n < 1 ? MORE : whole(1, b[0] as number, limits);
    case "2":
      return n < 2 ? MORE : whole(2, int16(b, 0), limits);
    case "4":
      return n < 4 ? MORE : whole(4, int32(b, 0), limits);
    case "sunrm":
      // The highest bit marks the last fragment of a record.
      return n < 4 ? MORE : whole(4, int32(b, 0) % 0x80000000, limits);
    case "asn1":
      return asn1Length(b, limits);
    case "cdr":
      return cdrLength(b, limits);
    case "fcgi":
      if (n < 8) return MORE;
      return b[0] === 1 ? whole(8, int16(b, 4) + (b[6] as number), limits) : INVALID_PACKET;
    case "tpkt":
      if (n < 4) return MORE;
      return b[0] === 3 ? whole(4, int16(b, 2) - 4, limits) : INVALID_PACKET;
    case "ssl_tls":
      if (n < 5) return MORE;
      return whole(5, isSsl2Hello(b) ? (int16(b, 0) & 0x7fff) - 3 : int16(b, 3), limits);
    case "line":
      return lineLength(b, limits);
    default:
      return httpLength(b, limits, header || type === "httph" || type === "httph_bin");
  }
}

function whole(header: number, body: number, limits: PacketLimits): number {
  // OTP compares without signs: the largest limit there is lets a length of -1 pass.
  const tooLong = limits.size === 0 ? body < 0 : (body < 0 ? body + 0x100000000 : body) > limits.size;
  if (tooLong || header + body > MAX_INT) return INVALID_PACKET;
  return header + body;
}

function int16(b: Uint8Array, i: number): number {
  return ((b[i] as number) << 8) | (b[i + 1] as number);
}
function int32(b: Uint8Array, i: number): number {
  return int16(b, i) * 0x10000 + int16(b, i + 2);
}

/** Tag and length of a BER value: low and high tag numbers, definite lengths of up to four bytes. */
function asn1Length(b: Uint8Array, limits: PacketLimits): number {
  let left = b.length;
  if (left < 2) return MORE;
  let i = 1;
  left--;
  if (((b[0] as number) & 0x1f) === 0x1f) {
    while (left > 0 && ((b[i] as number) & 0x80) !== 0) {
      i++;
      left--;
    }
    if (left < 2) return MORE;
    i++;
    left--;
  }
  const first = b[i++] as number;
  left--;
  if ((first & 0x80) === 0) return whole(i, first, limits);
  const bytes = first & 0x7f;
  if (left < bytes) return MORE;
  if (bytes > 4) return INVALID_PACKET;
  let length = 0;
  for (let k = 0; k < bytes; k++) length = length * 256 + (b[i++] as number);
  return whole(i, length, limits);
}

/** A CORBA message: "GIOP", versions, flags, type and the size in the byte order that the flags say. */
function cdrLength(b: Uint8Array, limits: PacketLimits): number {
  if (b.length < 12) return MORE;
  if (latin1Decode(b, 0, 4) !== "GIOP") return INVALID_PACKET;
  if (((b[6] as number) & 1) === 0) return whole(12, int32(b, 8), limits);
  const little = Uint8Array.of(b[11] as number, b[10] as number, b[9] as number, b[8] as number);
  return whole(12, int32(little, 0), limits);
}

function isSsl2Hello(b: Uint8Array): boolean {
  return ((b[0] as number) & 0x80) !== 0 && b[2] === 1;
}

function lineLength(b: Uint8Array, { size, line, delimiter }: PacketLimits): number {
  const length = b.indexOf(delimiter) + 1;
  if (length === 0) {
    if (size !== 0 && b.length > size) return INVALID_PACKET;
    return line !== 0 && b.length >= line ? line : MORE;
  }
  if (size !== 0 && length > size) return INVALID_PACKET;
  return line !== 0 && length > line ? line : length;
}

function httpLength(b: Uint8Array, limits: PacketLimits, header: boolean): number {
  const n = b.length;
  if ((n === 1 && b[0] === LF) || (n === 2 && b[0] === CR && b[1] === LF)) return n;
  // The length of lines was once the way to limit HTTP packets, so it still counts where no size is given.
  const limit = limits.size === 0 ? limits.line : limits.size;
  let from = 0;
  for (;;) {
    const end = b.indexOf(LF, from);
    if (end < 0) return limit !== 0 && n >= limit ? INVALID_PACKET : MORE;
    const length = end + 1;
    if (header && length < n && length > 2 && isBlank(b[length] as number)) {
      // The value of a header goes on in the next line.
      from = length;
      continue;
    }
    if (limit !== 0 && length > limit) return INVALID_PACKET;
    return header && length === n ? MORE : length;
  }
}

function isBlank(c: number): boolean {
  return c === 32 || c === 9;
}
function isDigit(c: number | undefined): boolean {
  return c !== undefined && c >= 48 && c <= 57;
}

/** Where the body of a packet of `length` bytes lies: `[from, to]`. Only counted headers are taken off. */
export function packetBody(type: PacketType, b: Uint8Array, length: number): readonly [number, number] {
  if (type === "1" || type === "2" || type === "4") return [Number(type), length];
  return [0, type === "fcgi" ? length - (b[6] as number) : length];
}

// -- HTTP.

const A = atoms(
  "http_response",
  "http_request",
  "http_header",
  "http_eoh",
  "http_error",
  "abs_path",
  "absoluteURI",
  "scheme",
  "http",
  "https",
  "undefined",
  "ssl_tls",
  "*",
);

const METHODS: ReadonlyMap<string, Atom> = new Map(
  ["OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE"].map((m) => [m, atom(m)]),
);

/** Headers in the order of their numbers, from 1. */
const HEADERS: ReadonlyMap<string, { readonly number: number; readonly name: Atom }> = new Map(
  `Cache-Control Connection Date Pragma Transfer-Encoding Upgrade Via Accept Accept-Charset Accept-Encoding Accept-Language
   Authorization From Host If-Modified-Since If-Match If-None-Match If-Range If-Unmodified-Since Max-Forwards
   Proxy-Authorization Range Referer User-Agent Age Location Proxy-Authenticate Public Retry-After Server Vary Warning
   Www-Authenticate Allow Content-Base Content-Encoding Content-Language Content-Length Content-Location Content-Md5
   Content-Range Content-Type Etag Expires Last-Modified Accept-Ranges Set-Cookie Set-Cookie2 X-Forwarded-For Cookie
   Keep-Alive Proxy-Connection`
    .split(/\s+/)
    .map((name, i) => [name, { number: i + 1, name: atom(name) }]),
);
/** Longer header names are left as they are. */
const MAX_NAME = 50;

const SPECIALS = new Set([...'()<>@,;:\\"/[]?={} \t'].map((c) => c.charCodeAt(0)));
function isTokenByte(c: number | undefined): boolean {
  return c !== undefined && c > 32 && c < 128 && !SPECIALS.has(c);
}

/** Reads one HTTP packet: its lines' text as binaries or as lists. */
class HttpReader {
  private readonly b: Uint8Array;
  private readonly asBinary: boolean;
  private i = 0;
  private readonly end: number;

  constructor(b: Uint8Array, length: number, asBinary: boolean) {
    this.b = b;
    this.asBinary = asBinary;
    let end = length;
    if (end >= 2 && b[end - 2] === CR) end -= 2;
    else if (end >= 1 && b[end - 1] === LF) end -= 1;
    this.end = end;
  }

  /** Bytes `from` to `to` as the packet type wants text. */
  text(from: number, to: number): Term {
    if (this.asBinary) return copyOfBytes(this.b, from, to);
    let l: Term = NIL;
    for (let i = to - 1; i >= from; i--) l = new Cons(this.b[i] as number, l);
    return l;
  }
  private textOf(s: string): Term {
    const bytes = Uint8Array.from(s, (c) => c.charCodeAt(0));
    return new HttpReader(bytes, 0, this.asBinary).text(0, bytes.length);
  }

  private blanks(): void {
    while (this.i < this.end && isBlank(this.b[this.i] as number)) this.i++;
  }
  private startsWith(s: string): boolean {
    return latin1Decode(this.b, this.i, this.i + s.length) === s;
  }
  /** Digits up to `end`, with C's 32 bit overflow; -1 when there are none. */
  private number(): number {
    const from = this.i;
    let v = 0;
    while (this.i < this.end && isDigit(this.b[this.i])) v = (Math.imul(10, v) + (this.b[this.i++] as number) - 48) | 0;
    return this.i === from ? Number.NaN : v;
  }
  /** `Major.Minor`; undefined when it is none. */
  private version(): Tuple | undefined {
    const major = this.number();
    if (Number.isNaN(major) || this.i >= this.end || this.b[this.i] !== 46) return undefined;
    this.i++;
    const minor = this.number();
    return Number.isNaN(minor) ? undefined : tuple2(major, minor);
  }

  /** A status or request line; undefined when it is neither. */
  firstLine(): Term | undefined {
    return this.end >= 5 && this.startsWith("HTTP/") ? this.response() : this.request();
  }

  private response(): Term | undefined {
    this.i = 5;
    const version = this.version();
    if (version === undefined) return undefined;
    let before = this.i;
    this.blanks();
    if (this.i === before) return undefined;
    const status = this.number();
    before = this.i;
    this.blanks();
    if (this.i === before && this.i < this.end) return undefined;
    return tuple4(A.http_response, version, Number.isNaN(status) ? 0 : status, this.text(this.i, this.end));
  }

  private request(): Term | undefined {
    while (this.i < this.end && isTokenByte(this.b[this.i])) this.i++;
    const length = this.i;
    if (length === 0 || this.i >= this.end || !isBlank(this.b[this.i] as number)) return undefined;
    const method = METHODS.get(latin1Decode(this.b, 0, length)) ?? this.text(0, length);
    this.blanks();
    const from = this.i;
    while (this.i < this.end && !isBlank(this.b[this.i] as number)) this.i++;
    const to = this.i;
    if (to === from) return undefined;
    this.blanks();
    let version: Tuple | undefined = tuple2(0, 9);
    if (this.i < this.end) {
      if (this.end - this.i < 8 || !this.startsWith("HTTP/")) return undefined;
      this.i += 5;
      version = this.version();
      if (version === undefined) return undefined;
    }
    return tuple4(A.http_request, method, this.uri(from, to), version);
  }

  private uri(from: number, to: number): Term {
    const s = latin1Decode(this.b, from, to);
    if (s === "*") return A["*"];
    if (s.length <= 1 || s.startsWith("/")) return tuple2(A.abs_path, this.text(from, to));
    const lower = s.slice(0, 8).toLowerCase();
    if (lower.startsWith("http://")) return this.absolute(A.http, s.slice(7));
    if (lower === "https://") return this.absolute(A.https, s.slice(8));
    const colon = s.indexOf(":");
    if (colon < 0) return this.text(from, to);
    return tuple3(A.scheme, this.text(from, from + colon), this.text(from + colon + 1, to));
  }

  private absolute(scheme: Atom, s: string): Term {
    const slash = s.indexOf("/");
    const path = slash < 0 ? "/" : s.slice(slash);
    const authority = slash < 0 ? s : s.slice(0, slash);
    let host = authority;
    let port = 0;
    const colon = authority.indexOf(":");
    if (colon >= 0) {
      const bracket = authority.startsWith("[") ? authority.indexOf("]") : -1;
      if (bracket >= 0) {
        host = authority.slice(0, bracket + 1);
        if (authority.lastIndexOf(":") === bracket + 1) port = portOf(authority.slice(bracket + 2));
      } else {
        host = authority.slice(0, colon);
        port = portOf(authority.slice(colon + 1));
      }
    }
    return tuple(A.absoluteURI, scheme, this.textOf(host), port === 0 ? A.undefined : port, this.textOf(path));
  }

  /** A header line or the end of headers; undefined when it is neither. */
  header(): Term | undefined {
    if (this.end <= 0) return A.http_eoh;
    let name = "";
    let up = true;
    while (isTokenByte(this.b[this.i])) {
      const c = String.fromCharCode(this.b[this.i] as number);
      name += up ? c.toUpperCase() : c.toLowerCase();
      up = !up && c === "-";
      if (++this.i >= this.end) return undefined;
    }
    const length = this.i;
    if (this.b[length] !== 58) return undefined;
    const known = length <= MAX_NAME ? HEADERS.get(name) : undefined;
    const original = this.text(0, length);
    const shown = known !== undefined ? known.name : length <= MAX_NAME ? this.textOf(name) : original;
    this.i++;
    this.blanks();
    return tuple(A.http_header, known?.number ?? 0, shown, original, this.text(this.i, this.end));
  }
}

/** The number of a port that is nothing but digits, else 0. */
function portOf(s: string): number {
  let port = 0;
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (!isDigit(c)) return 0;
    port = (Math.imul(10, port) + c - 48) | 0;
  }
  return port;
}

/**
 * What a whole packet of `length` bytes at the beginning of `b` means: a term for HTTP and TLS, undefined for types without
 * a meaning here, whose body is `packetBody`.
 */
export function parsePacket(type: PacketType, b: Uint8Array, length: number, header: boolean): Term | undefined {
  if (type === "ssl_tls") return tlsRecord(b, length);
  if (!type.startsWith("http")) return undefined;
  const http = new HttpReader(b, length, type.endsWith("_bin"));
  const t = header || type.startsWith("httph") ? http.header() : http.firstLine();
  return t ?? tuple2(A.http_error, http.text(0, length));
}

/** `{ssl_tls, [], ContentType, {Major, Minor}, Data}`; a version 2 hello is shown as a handshake message. */
function tlsRecord(b: Uint8Array, length: number): Term {
  if (!isSsl2Hello(b)) {
    const data: Bits = copyOfBytes(b, 5, length);
    return tuple(A.ssl_tls, NIL, b[0] as number, tuple2(b[1] as number, b[2] as number), data);
  }
  const n = length - 3;
  const data = new Uint8Array(n + 4);
  data.set([1, n >> 16, n >> 8, n]);
  data.set(b.subarray(3, length), 4);
  return tuple(A.ssl_tls, NIL, 22, tuple2(b[3] as number, b[4] as number), binary(data));
}
