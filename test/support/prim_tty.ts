/** Real OTP's `prim_tty`, whose NIFs nobody outside may call: compiled anew from its own debug information, all exported. */
import { type OtpRelease, runErl } from "./otp.ts";

const LOAD = `
  {ok, {_, [{abstract_code, {_, Forms}}]}} = beam_lib:chunks(code:which(prim_tty), [abstract_code]),
  {ok, prim_tty, Code} = compile:forms(Forms, [export_all, nowarn_export_all]),
  code:unstick_mod(prim_tty), code:purge(prim_tty),
  {module, _} = code:load_binary(prim_tty, "prim_tty", Code),
  case erlang:function_exported(prim_tty, load, 0) of true -> prim_tty:load(); false -> ok end,
  {ok, TTY} = case erlang:function_exported(prim_tty, tty_create, 1) of
    true -> prim_tty:tty_create(stdout);
    false -> prim_tty:tty_create()
  end,
  prim_tty:setlocale(TTY),
  io:setopts([{encoding, latin1}]), `;

/** Evaluates `expressions` with `prim_tty`'s functions at hand and its terminal in `TTY`, in a UTF-8 locale. */
export async function runPrimTty(release: OtpRelease, expressions: string): Promise<string> {
  const before = process.env["LC_ALL"];
  process.env["LC_ALL"] = "C.UTF-8";
  try {
    return await runErl(release, LOAD + expressions, { timeout_ms: 120_000 });
  } finally {
    if (before === undefined) delete process.env["LC_ALL"];
    else process.env["LC_ALL"] = before;
  }
}
