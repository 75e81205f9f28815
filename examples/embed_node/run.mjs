/**
 * Erlang as the scripting language of a Node program: rules that may be wrong, and can't do harm.
 * Run: node examples/embed_node/run.mjs
 */
import { atom, createVm, tuple } from "gluon";
import { otpModules } from "gluon/node";
import { compiled } from "../compiled.mjs";

const beam = compiled(new URL("rules.erl", import.meta.url));
const vm = await createVm({ modules: [beam], findModule: otpModules(), limits: { processBytes: 4_000_000 } });

const order = (coupon) => ({
  items: [
    { count: 3, price: 20 },
    { count: 1, price: 60 },
  ],
  ...(coupon === undefined ? {} : { coupon }),
});

async function price(wanted) {
  try {
    const [, sum] = await vm.call("rules", "price", [wanted], { signal: AbortSignal.timeout(100) });
    return `costs ${sum}`;
  } catch (error) {
    return `has no price: ${error.message}`;
  }
}

console.log(`without a coupon: ${await price(order())}`);
console.log(`TENTH: ${await price(order("TENTH"))}`);
console.log(`no order at all: ${(await price({})).split(",")[0]}`);
console.log(`LOOP: ${(await price(order("LOOP"))).replace(/: .*/, ", the rule ran too long")}`);

const box = vm.mailbox();
const audit = vm.spawn("rules", "audit", [box.pid]);
vm.send(audit, tuple(atom("order"), order("TENTH")));
const [, fields] = await box.receive();
console.log(`the audit saw an order of ${fields} fields`);

vm.stop();
