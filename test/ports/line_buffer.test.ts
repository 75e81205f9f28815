/** Lines and packets out of a stream that comes in pieces of any size. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PacketReader, packetHeader } from "../../src/ports/framing.ts";
import { LineBuffer } from "../../src/ports/line_buffer.ts";

/** The lines of `text`, given to the buffer in pieces of `step` bytes; a line that did not end is followed by `...`. */
function lines(text: string, limit: number, step: number): string[] {
  const buffer = new LineBuffer(limit);
  const out: string[] = [];
  const sink = (line: Uint8Array, eol: boolean) =>
    out.push(`${Buffer.from(line).toString("latin1")}${eol ? "" : "..."}`);
  for (let i = 0; i < text.length; i += step) buffer.add(Buffer.from(text.slice(i, i + step)), sink);
  buffer.flush(sink);
  return out;
}

test("lines are the same however the bytes come", () => {
  const text = "abc\r\nabcdefghij\nx\ry\nabcde\r\nabcde\rf\r\r\n\n\nabcd\r";
  const expected = ["abc", "abcde...", "fghij", "x\ry", "abcde", "abcde...", "\rf\r", "", "", "abcd\r..."];
  for (let step = 1; step <= text.length; step++) assert.deepEqual(lines(text, 5, step), expected, `step ${step}`);
});

test("a CR behind a full line at the end is a line of its own", () => {
  assert.deepEqual(lines("abcde\r", 5, 6), ["abcde...", "\r..."]);
  assert.deepEqual(lines("", 5, 1), []);
});

test("packets are the same however the bytes come", () => {
  for (const bytes of [1, 2, 4] as const) {
    const packets = ["", "a", "x".repeat(200), "", "end"];
    const stream = Buffer.concat(packets.flatMap((p) => [packetHeader(bytes, p.length) as Uint8Array, Buffer.from(p)]));
    for (const step of [1, 2, 3, 7, stream.length]) {
      const reader = new PacketReader(bytes);
      const got: string[] = [];
      for (let i = 0; i < stream.length; i += step)
        reader.add(stream.subarray(i, i + step), (p) => got.push(Buffer.from(p).toString()));
      assert.deepEqual(got, packets);
    }
  }
});

test("a header holds no more than it can", () => {
  assert.deepEqual(packetHeader(2, 65535), Uint8Array.of(255, 255));
  assert.equal(packetHeader(2, 65536), undefined);
  assert.equal(packetHeader(1, 256), undefined);
  assert.deepEqual(packetHeader(4, 0x01020304), Uint8Array.of(1, 2, 3, 4));
});
