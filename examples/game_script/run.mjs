/**
 * A game loop scripted in Erlang at 60 frames a second: a thousand balls, each a process.
 * Run: node examples/game_script/run.mjs [SECONDS]
 */
import { atom, createVm, tuple } from "gluon";
import { otpModules } from "gluon/node";
import { compiled } from "../compiled.mjs";

const BALLS = 1000;
const FRAME_MS = 1000 / 60;
const frames = Math.round(Number(process.argv[2] ?? 2) * 60);

const vm = await createVm({ modules: [compiled(new URL("game.erl", import.meta.url))], findModule: otpModules() });
const box = vm.mailbox();
const game = vm.spawn("game", "start", [box.pid, BALLS]);

/** What a canvas would draw. */
let drawn = [];
const times_ms = [];
const began = performance.now();
for (let i = 0; i < frames; i++) {
  const at = performance.now();
  vm.send(game, tuple(atom("tick"), FRAME_MS));
  if (i === frames / 2) vm.send(game, tuple(atom("kick"), 1));
  const [, balls] = await box.receive();
  drawn = balls;
  times_ms.push(performance.now() - at);
  const wait = began + (i + 1) * FRAME_MS - performance.now();
  if (wait > 0) await new Promise((done) => setTimeout(done, wait));
}
const seconds = (performance.now() - began) / 1000;
vm.stop();

times_ms.sort((a, b) => a - b);
const [median, worst] = [times_ms[times_ms.length >> 1], times_ms[Math.floor(times_ms.length * 0.99)]];
console.log(`${frames} frames, ${(frames / seconds).toFixed(1)} a second`);
console.log(`${drawn.length} balls in the last one`);
console.log(`a frame takes ${median.toFixed(2)} ms (median), ${worst.toFixed(2)} ms (99 %) of ${FRAME_MS.toFixed(1)}`);
