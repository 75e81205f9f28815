/** Runs the program of cards.erl in this page: its `js:global()` is the window. */
import { createVm } from "./gluon/gluon.js";

const log = document.getElementById("log");
const vm = await createVm({
  modules: [new URL("cards.gluon", import.meta.url)],
  js: { global: globalThis },
});
vm.on("log", ({ level, text }) => log.prepend(`${level}: ${text}\n\n`));
vm.spawn("cards", "start");
