import assert from "node:assert/strict";
import { test } from "node:test";
import { atoms } from "../../src/term/atom.ts";
import { binary } from "../../src/term/bits.ts";
import { Cons, list, NIL } from "../../src/term/list.ts";
import type { Term } from "../../src/term/term.ts";
import { tuple2 } from "../../src/term/tuple.ts";
import { Dictionary } from "../../src/runtime/dictionary.ts";
import type { Process } from "../../src/runtime/process.ts";
import { allProcessesBytes, measure } from "../../src/runtime/process_memory.ts";
import { Settings } from "../../src/runtime/settings.ts";
import { receive, start, testVm } from "../support/native_process.ts";

const A = atoms("killed", "off_heap", "ok", "a", "b");

function holding(...terms: Term[]): Process {
  const p = testVm().processes.create(undefined) as Process;
  for (const t of terms) p.mailbox.push(t);
  return p;
}

test("words as OTP counts them, shared terms once", () => {
  assert.equal(measure(holding(1, A.a, NIL)).heap, 0);
  assert.equal(measure(holding(list(1, 2, 3))).heap, 6);
  const t = tuple2(1, 2);
  assert.equal(measure(holding(t)).heap, 3);
  assert.equal(measure(holding(list(t, t), t)).heap, 7);
  assert.equal(measure(holding(2n ** 64n)).heap, 3);
  assert.equal(measure(holding(binary(new Uint8Array(1000)))).binaries.size, 1);
});

test("a long list and lists that share it take linear time", () => {
  const lists: Term[] = [];
  let l: Term = NIL;
  for (let i = 0; i < 100000; i++) {
    l = new Cons(i, l);
    lists.push(l);
  }
  const { heap } = measure(holding(...lists));
  assert.ok(heap >= 200000 && heap < 4000000, String(heap));
});

test("deep terms", () => {
  let t: Term = NIL;
  for (let i = 0; i < 1000000; i++) t = tuple2(t, i);
  assert.equal(measure(holding(t)).heap, 3000000);
});

test("messages off the heap count for memory, not for the heap", () => {
  const p = holding(list(1, 2));
  p.settings = new Settings();
  p.settings.messageQueueData = A.off_heap;
  assert.deepEqual([measure(p).heap, measure(p).messages], [0, 4]);
});

test("the dictionary counts, and all processes together count a shared term once", () => {
  const shared = list(1, 2, 3);
  const p = holding(shared);
  const q = holding(shared);
  q.dictionary = new Dictionary();
  q.dictionary.put(A.a, shared);
  assert.equal(measure(q).heap, 11);
  const bytes = allProcessesBytes([p, q]).processes;
  assert.equal(bytes - allProcessesBytes([p]).processes, (5 + 100) * 8);
});

test("max_heap_size kills a process that outgrows it, and reports it", () => {
  const vm = testVm();
  const grow = (limit: number): Process => {
    const p = start(vm, function* (self) {
      self.settings = new Settings();
      self.settings.maxHeap = { size: limit, kill: true, errorLogger: true, includeSharedBinaries: false };
      self.dictionary = new Dictionary();
      for (let i = 0; i < 1000; i++) {
        self.dictionary.put(i, list(i, i, i));
        yield receive(() => false, 1);
      }
      return A.ok;
    });
    return p;
  };
  const small = grow(5000);
  const large = grow(50000);
  vm.host.advance(2000);
  assert.equal(small.exitReason, A.killed);
  assert.notEqual(large.exitReason, A.killed);
  assert.match(vm.host.written.join(""), /Context: +maximum heap size reached/);
});
