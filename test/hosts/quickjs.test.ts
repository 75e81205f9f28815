/** The core on QuickJS within 5 MB. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { BOARD_CALLS, startBoard } from "./quickjs.ts";

const LIMIT_BYTES = 5_000_000;

test("a ring of 100 processes and lists:sort on QuickJS, within 5 MB", async (t) => {
  const board = await startBoard(LIMIT_BYTES);
  for (const [call, result] of BOARD_CALLS) assert.equal(board.run(call), result);
  assert.equal(board.run(`call("quickjs_ring", "nothing")`), "error: undef");
  t.diagnostic(`${board.usedBytes()} bytes used`);
  assert.ok(board.usedBytes() < LIMIT_BYTES);
  board.dispose();
});
