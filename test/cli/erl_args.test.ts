/** Gluon's reading of the command line next to that of real `erl`, on all three releases. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { EMULATOR, planErl } from "../../cli/erl_args.ts";
import { readEmulatorFlags } from "../../cli/emulator_flags.ts";
import { erlcArguments } from "../../cli/erlc.ts";
import { ErlEnd, splitWords } from "../../cli/erl_words.ts";
import { escriptArguments } from "../../cli/escript.ts";
import { otpIn, type Otp } from "../../src/hosts/node/otp.ts";
import { otp, RELEASES } from "../support/otp.ts";

interface Line {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
}

let folder = "";
before(() => {
  folder = mkdtempSync(join(tmpdir(), "gluon-args-"));
  writeFileSync(
    join(folder, "one.args"),
    `-foo a # a comment\n-args_file two.args "q w" 'x"y' b\\ c +A 3 -extra z1 z2\n`,
  );
  writeFileSync(join(folder, "two.args"), "-bar b\n-two\n");
  writeFileSync(join(folder, "empty.args"), "");
});
after(() => rmSync(folder, { recursive: true }));

const line = (text: string, env?: Line["env"]): Line => ({
  args: splitWords(text, false),
  ...(env === undefined ? {} : { env }),
});

/** Shown with -emu_args_exit: the words. */
const SHOWN: readonly Line[] = [
  line(""),
  line("-noshell -eval 'halt().'"),
  line("+S 1 -noshell -pa X Y -s ba m -foo a -- p q -foo c -extra z +P 5 -- -S"),
  line("-noinput -s x"),
  line("-detached -x"),
  line("-configfd 0 -configfd 3"),
  line("-compile a b +debug_info"),
  line("-make x y +z"),
  line("-version -x"),
  line("-env A b -env C d -x"),
  line("-keep_window -x"),
  line("-emu_args -x"),
  line("-smp auto -smp enable -smpenable -smpauto -x"),
  line("-emu_type opt -emu_flavor smp"),
  line("-start_epmd false -epmd x -proto_dist inet_tls -no_epmd"),
  line("+A 3 +a 20 +C no_time_warp +e 5 +i m +n s +P 5000 +Q 5000 +t 9000 +T 3 +R 27 +W w +K true"),
  line("+A3 +a20 +P5000 +Wi"),
  line("+B +B i +B c x +Bi +Bc +Bd +B"),
  line("+c +c true +c false +c x +ctrue"),
  line("+hms 5 +hmbs 6 +hpds 7 +hmqd off_heap +hmax 9 +hmaxk true +hmaxel false +h 3 +hxyz a"),
  line("+hmaxib true"),
  line(
    "+sbt u +sbwt none +scl true +sct x +secio true +sfwi 1 +stbt u +swct lazy +swt low +sws legacy +sss 30 +spp true +sub false",
  ),
  line("+sbwtdcpu none +sbwtdio none +swtdcpu low +swtdio low +sssdcpu 30 +sssdio 30 +ssrct +sxx y"),
  line("+zdbbl 1 +zdntgc 1 +zebwt none +zosrl 4 +zxx y"),
  line("+zhft 1"),
  line("+MBas aoffcbf +Mea min +MMmcs 5 +MYtt 4 +Mlpm no +MHe true +Mxx y"),
  line("+IOt 2 +IOp 2 +IOPt 50 +IOPp 50"),
  line("+S 2:2 +SP 50 +SDcpu 1 +SDPcpu 50 +SDio 4 +S2 +SP50"),
  line("+JPperf true +JDdump false"),
  line("+r +rg 4 +rxx +L +d +dcg 4 +V +v"),
  line("+pc unicode +fnu +fnl +pcx"),
  line("+pad true"),
  line("++ +++ ++x x"),
  line("-S m f a -- b -extra c"),
  line("-args_file one.args -last"),
  line("-args_file empty.args -last"),
  line("'' 'a b' '' -extra '' 'c d'"),
  line("-x", { ERL_AFLAGS: "+A 3 a", ERL_FLAGS: "-kernel a b", ERL_ZFLAGS: `-z'a b'"c"\\ d # e` }),
  line("-x -extra 1 2", { ERL_FLAGS: "-kernel a", ERL_ZFLAGS: "b" }),
  line("-x", { ERL_FLAGS: "-kernel -extra a b" }),
  line("-x -extra y", { ERL_AFLAGS: "-extra a b", ERL_ZFLAGS: "-extra c" }),
  line("-x", { ERL_FLAGS: "", ERL_ZFLAGS: "  " }),
  line("-x", { ERL_FLAGS: "-args_file one.args q" }),
  line("-x", { ERL_OTP25_FLAGS: "-otp 25", ERL_OTP27_FLAGS: "-otp 27", ERL_OTP29_FLAGS: "-otp 29" }),
  line("-x", { HOME: undefined }),
  line("-x", { HOME: "", ERL_EPMD_PORT: "5000" }),
  line("-emu_qouted_cmd_exit a 'b c'"),
  line("-emu_name_exit"),
];

/** `erl` complains about these, on standard error, with status 1; +V and -version say the version. */
const REFUSED: readonly Line[] = [
  ..."+P 5|+P x|+P 999999999|+P|+Q 5|+Q x|+t 5|+t 3000000000|+e -1|+A 99999|+a 1|+a 99999|+B x|+Bx|+n x|+nxy".split(
    "|",
  ),
  ..."+C x|+cx|+W x|+T 99|+T -1|+R 3|+hms 0|+hms x|+hmbs 0|+h 0|+hx 4|+hmqd x|+hmax -1|+hmaxk x|+hmaxel x".split("|"),
  ..."+pc x|+px|+fn|+fnx|+fnux|+fx|+sbt x|+sbwt x|+sbwtdcpu x|+sbwtdio x|+scl x|+spp x|+stbt x|+sub x".split("|"),
  ..."+swct x|+swtdcpu x|+swtdio x|+swt x|+sws x|+sss 1|+sssdcpu 1|+sssdio 1|+sfwi -1|+sx".split("|"),
  ..."+zdbbl 0|+zdntgc x|+zebwt x|+zosrl 0|+zx|+S x|+S 9999|+S 1:2|+SP x|+SDcpu x|+SDio 0|+SDx 1|+SDPcpu x|+SD".split(
    "|",
  ),
  ..."+IOt x|+IOp x|+IOPt x|+IOPp 0|+IOx 1|+Mx|+Mea x|+MBas x|+Mlpm x|+MYtt x|+MMx|+MMlp x|+MBxx|+MHe x".split("|"),
  ..."+dcg x|+dcg -1|+rg x|+rg -1|+X|+Z 5|+k|+J|+JPperf x|+V|-version|-env A|-env|-sname|-name|-args_file".split("|"),
  ..."-args_file none|-args_file .|-smp disable|-smpdisable|-start_epmd x|-no_epmd|-emu_flavor x|-configfd".split("|"),
].map((text) => line(text));

function environment(more: Line["env"] = {}): Record<string, string | undefined> {
  const env: Record<string, string | undefined> = { ...process.env, ...more };
  for (const name of Object.keys(env)) if (env[name] === undefined) delete env[name];
  return env;
}

interface Answer {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function real(release: (typeof RELEASES)[number], { args, env }: Line): Answer {
  const { erl } = otp(release);
  const done = spawnSync(erl, args, { cwd: folder, env: environment(env), encoding: "utf8", input: "" });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

function ours(release: (typeof RELEASES)[number], { args, env }: Line): Answer {
  const o = otpIn(otp(release).home) as Otp;
  try {
    const plan = planErl({
      args,
      env: environment(env),
      root: o.root,
      bindir: o.ertsBin,
      release,
      readFile: (name) => readFileSync(join(folder, name), "latin1"),
      cwd: folder,
    });
    const program = join(o.ertsBin, EMULATOR);
    readEmulatorFlags({ flags: plan.flags, program, release, erts: o.erts });
    return { status: 0, out: "started", err: "" };
  } catch (end) {
    if (!(end instanceof ErlEnd)) throw end;
    return { status: end.status, out: end.out, err: end.err };
  }
}

/** The list of the emulator's flags is Gluon's own: what comes before it counts. */
function beforeList(text: string): string {
  return text.split("The flags are:", 1)[0] as string;
}

function compare(release: (typeof RELEASES)[number], lines: readonly Line[], view: (a: Answer) => unknown): void {
  const differing: unknown[] = [];
  for (const l of lines) {
    const [mine, theirs] = [view(ours(release, l)), view(real(release, l))];
    if (JSON.stringify(mine) !== JSON.stringify(theirs)) differing.push({ ...l, mine, theirs });
  }
  assert.deepEqual(differing, []);
}

for (const release of RELEASES) {
  test(`OTP ${release}: words and flags`, () => {
    compare(
      release,
      SHOWN.map((l) => ({ ...l, args: ["-emu_args_exit", ...l.args] })),
      (a) => a,
    );
  });

  test(`OTP ${release}: complaints`, () => {
    // What `erl` accepts it starts; here only that it is accepted counts.
    compare(release, REFUSED, ({ status, out, err }) =>
      status === 0 && err === "" ? "started" : { status, out, err: beforeList(err) },
    );
  });

  test(`OTP ${release}: erlc and escript`, () => {
    const env = { ...process.env, ERLC_EMULATOR: "echo", ESCRIPT_EMULATOR: "echo" };
    const bin = join(otp(release).root, "bin");
    const run = (program: string, args: readonly string[]) =>
      spawnSync(join(bin, program), args, { cwd: folder, env, encoding: "utf8" });
    for (const text of ["a.erl", "-pa x -pzy -o d +debug_info -smp a.erl b.yrl", "-DA=b -W -v -I i -d -no-server a"]) {
      const args = splitWords(text, false);
      assert.equal(`${(erlcArguments(args, release) as string[]).join(" ")}\n`, run("erlc", args).stdout, text);
    }
    writeFileSync(join(folder, "script"), "#!/usr/bin/env escript\n%%! -sname  x +A 3 \nmain(_) -> ok.\n");
    writeFileSync(join(folder, "third"), "#!/usr/bin/env escript\n%% -*- x\n%%! -smp enable\n");
    for (const text of ["script a b", "-c -i third -x", "third"]) {
      const args = splitWords(text, false);
      const flags = (name: string) => (name === "script" ? ["-sname", "x", "+A", "3"] : ["-smp", "enable"]);
      const plan = escriptArguments(args, release, flags) as { args: readonly string[] };
      assert.equal(`${plan.args.join(" ")}\n`, run("escript", args).stdout, text);
    }
    assert.equal(
      escriptArguments([], release, () => []),
      run("escript", []).stderr.slice("escript: ".length, -1),
    );
  });
}

test("distribution is refused", () => {
  const { err, status } = ours(27, line("-sname x"));
  assert.deepEqual([err, status], ["erlexec: -sname: Gluon has no distribution yet.\n", 1]);
});

test("PATH leads to Gluon's programs first, and holds no folder twice", () => {
  const plan = (path: string | undefined) =>
    planErl({
      args: ["-emu_args"],
      env: { PATH: path },
      root: "/otp",
      bindir: "/otp/erts-1/bin",
      release: 27,
      readFile: () => "",
      cwd: "/",
      ownBin: "/gluon/bin",
    });
  assert.equal(plan(undefined).env["PATH"], "/gluon/bin:/otp/erts-1/bin:/otp/bin");
  assert.equal(plan("/usr/bin").env["PATH"], "/gluon/bin:/otp/erts-1/bin:/otp/bin:/usr/bin");
  const again = plan("/gluon/bin:/otp/erts-1/bin:/otp/bin:/usr/bin").env["PATH"];
  assert.equal(again, "/gluon/bin:/otp/erts-1/bin:/otp/bin:/usr/bin");
  assert.match(plan("").announce, /^Executing: \/otp\/erts-1\/bin\/beam.smp .* -- -root \/otp /);
});
