/**
 * A host of one's own: time moves when the program says so. A day of timers passes in a moment, the same each time.
 * Run: node examples/custom_host/run.mjs
 */
import { createVm } from "gluon";
import { otpModules } from "gluon/node";
import { compiled } from "../compiled.mjs";

/** A host whose clock stands still between two calls of `advance`. */
function steppedHost() {
  let now_us = 0;
  const turns = [];
  let timers = [];
  /** Gives the VM its turns until it has nothing more to do at this moment. */
  const settle = () => {
    for (let run = turns.shift(); run !== undefined; run = turns.shift()) run();
  };
  const host = {
    monotonicTime_us: () => now_us,
    systemTime_us: () => now_us,
    localOffset_min: () => 0,
    // The same numbers in each run: a VM that guards no secret.
    randomBytes: (n) => new Uint8Array(n).map((_, i) => i * 37),
    soon: (run) => void turns.push(run),
    after(delay_ms, run) {
      const timer = { at_us: now_us + delay_ms * 1000, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((t) => t !== timer);
      };
    },
    compile: (params, body) => new Function(...params, body),
    stackBudget: 2000,
    write: (_fd, bytes) => process.stderr.write(bytes),
  };
  const advance = (duration_ms) => {
    const end_us = now_us + duration_ms * 1000;
    settle();
    for (;;) {
      timers.sort((a, b) => a.at_us - b.at_us);
      const next = timers[0];
      if (next === undefined || next.at_us > end_us) break;
      timers.shift();
      now_us = next.at_us;
      next.run();
      settle();
    }
    now_us = end_us;
  };
  return { host, advance };
}

const { host, advance } = steppedHost();
const clock = compiled(new URL("clock.erl", import.meta.url));
const vm = await createVm({ host, modules: [clock], findModule: otpModules() });
const box = vm.mailbox();
vm.spawn("clock", "start", [box.pid]);

advance(25 * 3600 * 1000);
for (let i = 0; i < 26; i++) {
  const [kind, count, hour, minute] = await box.receive();
  if (String(kind) === "day") console.log("a day is over");
  else if (count % 6 === 0) console.log(`${count} hours: it is ${hour}:${String(minute).padStart(2, "0")}`);
}
vm.stop();
