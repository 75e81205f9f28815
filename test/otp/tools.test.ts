/** The tools of every day: erlc, escript, elixir, iex, rebar3, on Gluon and on `erl`. */
import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { escriptArguments } from "../../cli/escript.ts";
import { LONG, MAIN_RELEASES, type OtpRelease } from "../support/otp.ts";
import { compareCompiled, sources } from "./support/compile_all.ts";
import { Lab } from "./support/lab.ts";

/** Few, of different styles; test/otp/erlc_run.ts takes all. */
const SAMPLE = ["application_starter", "erl_signal_handler", "orddict", "gen_event", "queue", "proplists"];

async function inLab(release: OtpRelease, run: (lab: Lab) => Promise<void>): Promise<void> {
  const lab = new Lab(release);
  try {
    await run(lab);
  } finally {
    lab.remove();
  }
}

for (const release of MAIN_RELEASES) {
  test(`OTP ${release}: erlc`, () =>
    inLab(release, async (lab) => {
      lab.write("include/h.hrl", "-define(H, 42).\n");
      lab.write(
        "good.erl",
        '-module(good).\n-export([f/0]).\n-include("h.hrl").\n-ifdef(D).\nf() -> {?H, ?D}.\n-else.\nf() -> x.\n-endif.\n',
      );
      lab.write("warns.erl", "-module(warns).\n-export([f/1]).\nf(X) -> Y = 1.\ng() -> 2.\n");
      lab.write("bad.erl", "-module(bad).\n-export([f/0]).\nf() -> X.\n");
      lab.write(
        "p.yrl",
        "Nonterminals list.\nTerminals x.\nRootsymbol list.\nlist -> x : ['$1'].\nlist -> x list : ['$1' | '$2'].\n",
      );
      lab.write(
        "l.xrl",
        "Definitions.\nRules.\n[a-z]+ : {token, {word, TokenLine, TokenChars}}.\n[\\s\\n]+ : skip_token.\nErlang code.\n",
      );
      lab.write("A.asn1", "A DEFINITIONS AUTOMATIC TAGS ::= BEGIN T ::= SEQUENCE { a INTEGER, b BOOLEAN } END\n");
      lab.write("out/keep", "");
      const beam = (folder: string, name: string) => readFileSync(join(folder, name));
      const made = (name: string) => assert.deepEqual(beam(lab.gluonFolder, name), beam(lab.erlFolder, name), name);
      await lab.same("erlc", ["+deterministic", "-o", "out", "-I", "include", "-DD=7", "good.erl", "warns.erl"]);
      for (const name of ["out/good.beam", "out/warns.beam"]) made(name);
      await lab.same("erlc", ["-Werror", "-I", "include", "warns.erl"]);
      await lab.same("erlc", ["bad.erl", "good.erl"]);
      await lab.same("erlc", ["none.erl"]);
      await lab.same("erlc", ["none.strange"]);
      await lab.same("erlc", ["+{d,'D',8}", "+deterministic", "-Iinclude", "-W0", "good.erl"]);
      made("good.beam");
      await lab.same("erlc", ["-S", "-I", "include", "good.erl"]);
      await lab.same("erlc", ["p.yrl", "l.xrl"]);
      for (const name of ["p.erl", "l.erl"]) made(name);
      await lab.same("erlc", ["-bber", "A.asn1"]);
      await lab.same("erlc", ["-pa"]);
      await lab.same("erlc", ["-v", "-help"]);
    }));

  test(`OTP ${release}: escript`, () =>
    inLab(release, async (lab) => {
      lab.write(
        "one",
        "#!/usr/bin/env escript\n%% -*- erlang -*-\n%%! -own flag +A 2\n" +
          'main(["status", N]) -> halt(list_to_integer(N));\nmain(["error"]) -> error(oops);\nmain(["exit"]) -> exit(x);\n' +
          'main(["read"]) -> io:format("~p~n", [io:get_line("")]);\nmain(["name"]) -> io:format("~s ~s~n", [escript:script_name(), os:getenv("ESCRIPT_NAME")]);\n' +
          'main(A) -> io:format("~p ~p~n", [A, init:get_argument(own)]).\n',
      );
      lab.write("broken", "#!/usr/bin/env escript\nmain(_) -> X.\n");
      lab.write("wrong", "#!/usr/bin/env escript\nfoo() -> 1.\n");
      lab.write(
        "arch.erl",
        '-module(arch).\n-export([main/1]).\nmain(A) -> io:format("arch ~p ~p~n", [A, helper:help()]).\n',
      );
      lab.write("helper.erl", "-module(helper).\n-export([help/0]).\nhelp() -> helped.\n");
      lab.write(
        "make.escript",
        'main(_) ->\n [{ok, _} = compile:file(M) || M <- ["arch", "helper"]],\n' +
          ' Fs = [begin {ok, B} = file:read_file(F), {F, B} end || F <- ["arch.beam", "helper.beam"]],\n' +
          ' {ok, {_, Z}} = zip:create("a.zip", Fs, [memory]),\n' +
          ' ok = escript:create("archive", [shebang, {emu_args, "-escript main arch"}, {archive, Z}]),\n' +
          ' ok = escript:create("compiled", [shebang, {beam, element(2, hd(Fs))}]).\n',
      );
      // Modules of interpreted scripts have names of the moment.
      const view = (text: string) => text.replaceAll(/one__escript__[0-9_]+/g, "MODULE");
      for (const args of [
        ["one", "a", "ü"],
        ["one", "status", "9"],
        ["one", "error"],
        ["one", "exit"],
        ["one", "name"],
      ])
        await lab.same("escript", args, { view });
      await lab.same("escript", ["one", "read"], { input: "a line\n" });
      for (const option of ["-c", "-i", "-s"]) await lab.same("escript", [option, "one", "x"], { view });
      for (const args of [["broken"], ["wrong", "x"], ["none_such"], [], ["-s", "broken"]])
        await lab.same("escript", args, { view });
      await lab.same("escript", ["make.escript"]);
      await lab.same("escript", ["archive", "x"]);
      await lab.same("escript", ["compiled", "x"], { view: (text) => text.replaceAll(/\n[\s\S]*/g, "") });
      assert.equal(
        escriptArguments([], release, () => []),
        "Missing filename\n",
      );
    }));

  test(`OTP ${release}: erlc makes OTP's own modules`, async () => {
    for (const application of ["kernel", "stdlib"]) {
      const files = sources(release, application).filter((f) => SAMPLE.some((m) => f.endsWith(`/${m}.erl`)));
      const { compared, said } = await compareCompiled(release, application, files);
      assert.deepEqual(
        compared.filter(({ result }) => result !== "same"),
        [],
      );
      assert.equal(said[1], said[0]);
    }
  });

  test(`OTP ${release}: elixir and iex`, () =>
    inLab(release, async (lab) => {
      cpSync(new URL("./src/servers.exs", import.meta.url), join(lab.erlFolder, "servers.exs"));
      cpSync(new URL("./src/servers.exs", import.meta.url), join(lab.gluonFolder, "servers.exs"));
      await lab.same("elixir", ["-e", "IO.puts System.version"]);
      await lab.same("elixir", ["servers.exs", "a", "b"]);
      await lab.same("elixir", ["-e", 'raise "no"']);
      await lab.same("elixir", ["-e", "System.halt(6)"]);
      // The banner tells of the machine that runs.
      // The last prompt may or may not come out before the halt.
      const view = (text: string) => text.replace(/^Erlang\/OTP .*$/m, "BANNER").replace(/\niex\(\d+\)> $/, "\n");
      await lab.same("iex", [], { input: "1 + 2\nx = [1, 2]\nEnum.map(x, & &1 * 2)\n1 / 0\nSystem.halt(3)\n", view });
    }));
}

test("mix makes a project", () =>
  inLab(27, async (lab) => {
    await lab.same("mix", ["new", "demo"]);
  }));

test("rebar3 makes a project and tests it", { skip: !LONG && "takes minutes: GLUON_TEST_LONG=1 runs it" }, () =>
  inLab(27, async (lab) => {
    const view = (text: string) => text.replace(/Finished in [0-9.]+ seconds/, "Finished");
    await lab.same("rebar3", ["version"]);
    const home = { HOME: lab.home };
    await lab.same("rebar3", ["new", "app", "myapp"], { env: home });
    const unit = '-include_lib("eunit/include/eunit.hrl").\nf(X) -> X + 1.\nf_test() -> ?assertEqual(2, f(1)).\n';
    lab.write(
      "myapp/src/m.erl",
      `-module(m).\n-export([f/1]).\n${unit}g_test_() -> [?_assert(f(N) > N) || N <- [1,2,3]].\n`,
    );
    await lab.same("rebar3", ["eunit"], { env: home, folder: "myapp", view });
    lab.write("myapp/src/n.erl", `-module(n).\n-export([f/1]).\n${unit}h_test() -> ?assertEqual(3, f(1)).\n`);
    await lab.same("rebar3", ["eunit"], { env: home, folder: "myapp", view });
  }),
);
