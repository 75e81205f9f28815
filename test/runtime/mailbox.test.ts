import assert from "node:assert/strict";
import { test } from "node:test";
import { Mailbox } from "../../src/runtime/mailbox.ts";
import { References } from "../../src/runtime/references.ts";

test("messages come out in order", () => {
  const box = new Mailbox();
  assert.equal(box.peek(), undefined);
  for (let i = 0; i < 5; i++) box.push(i);
  for (let i = 0; i < 5; i++) {
    assert.equal(box.peek(), i);
    box.remove();
  }
  assert.equal(box.length, 0);
  assert.equal(box.peek(), undefined);
});

test("a selective receive takes from the middle and starts over at the front", () => {
  const box = new Mailbox();
  for (const m of [1, 2, 3]) box.push(m);
  box.skip();
  assert.equal(box.peek(), 2);
  box.remove();
  assert.equal(box.peek(), 1);
  box.skip();
  assert.equal(box.peek(), 3);
  box.remove();
  assert.equal(box.peek(), 1);
  box.push(4);
  assert.deepEqual(box.toArray(), [1, 4]);
});

test("a waiting receive sees new messages only, a timeout goes back to the front", () => {
  const box = new Mailbox();
  box.push(1);
  box.skip();
  assert.equal(box.peek(), undefined);
  box.push(2);
  assert.equal(box.peek(), 2);
  box.timeout();
  assert.equal(box.peek(), 1);
});

test("a marker passes over older messages, also when they go away", () => {
  const refs = new References(0);
  const box = new Mailbox();
  assert.equal(box.reserveMarker(), undefined);
  for (const m of [1, 2, 3]) box.push(m);
  const marker = box.reserveMarker();
  const ref = refs.make();
  box.bindMarker(marker, ref);
  box.push(4);
  // 3 is the message the marker stands behind.
  box.skip();
  box.skip();
  assert.equal(box.peek(), 3);
  box.remove();
  box.useMarker(ref);
  assert.equal(box.peek(), 4);
  box.useMarker(refs.make());
  assert.equal(box.peek(), 4, "an unknown reference changes nothing");
  box.timeout();
  box.clearMarker(ref);
  box.useMarker(ref);
  assert.equal(box.peek(), 1);
});

test("markers are bounded; all messages may go away below them", () => {
  const refs = new References(0);
  const box = new Mailbox();
  box.push(0);
  const first = refs.make();
  box.bindMarker(box.reserveMarker(), first);
  for (let i = 0; i < 20; i++) box.bindMarker(box.reserveMarker(), refs.make());
  box.push(1);
  box.useMarker(first);
  assert.equal(box.peek(), 0, "the oldest gave way");
  const last = refs.make();
  box.bindMarker(box.reserveMarker(), last);
  box.remove();
  box.remove();
  box.push(2);
  box.useMarker(last);
  assert.equal(box.peek(), 2);
});

test("priority messages stand before the others, in their own order", () => {
  const box = new Mailbox();
  box.push(1);
  box.skip();
  box.pushUrgent(10);
  box.pushUrgent(11);
  box.push(2);
  assert.deepEqual(box.toArray(), [10, 11, 1, 2]);
  assert.equal(box.peek(), 10);
  box.skip();
  box.remove();
  box.pushUrgent(12);
  assert.deepEqual(box.toArray(), [10, 12, 1, 2]);
  for (let i = 0; i < 4; i++) box.remove();
  box.pushUrgent(13);
  box.push(3);
  assert.deepEqual(box.toArray(), [13, 3]);
});

test("taking one message out of the whole queue", () => {
  const box = new Mailbox();
  for (const m of [1, 2, 3]) box.push(m);
  assert.equal(
    box.take((m) => m === 3),
    3,
  );
  assert.equal(
    box.take((m) => m === 3),
    undefined,
  );
  box.push(4);
  assert.deepEqual(box.toArray(), [1, 2, 4]);
});
