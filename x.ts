import { otpInMemory, runInMemory } from "./test/support/memory_otp.ts";
const rel = Number(process.argv[2] ?? 27) as 27;
const t=Date.now();
const files = otpInMemory(rel);
console.log("files", Date.now()-t);
const r = await runInMemory(rel, files, ["-noshell", "-nouser", "-eval", process.argv[3] ?? 'erlang:display(init:get_status()), timer:sleep(100), erlang:display({init:get_status(), file:list_dir("/otp/lib")}), halt(3).']);
console.log(Date.now()-t, r.status, r.output);
