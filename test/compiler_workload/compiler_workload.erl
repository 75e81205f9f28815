%% The real compiler as a workload: takes the abstract code of OTP's own modules out of their .beam files and compiles
%% it again; prints for each module the size and MD5 of the result, which must not depend on the VM that made it.
-module(compiler_workload).
-export([main/1]).

%% Paths of .beam files.
main(Paths) ->
    lists:foreach(fun recompile/1, Paths),
    io:put_chars("done\n").

recompile(Path) ->
    {ok, Bin} = prim_file:read_file(Path),
    {ok, {Module, [{abstract_code, {raw_abstract_v1, Forms}}]}} = beam_lib:chunks(Bin, [abstract_code]),
    T0 = erlang:monotonic_time(millisecond),
    Options = [deterministic, binary, debug_info, return_errors, nowarn_deprecated_function],
    Text =
        try compile:forms(Forms, Options) of
            {ok, Module, Beam} -> [integer_to_list(byte_size(Beam)), $\s, hex(erlang:md5(Beam))];
            {ok, Module, Beam, _Warnings} -> [integer_to_list(byte_size(Beam)), $\s, hex(erlang:md5(Beam))];
            Other -> io_lib:format("~0p", [Other])
        catch
            Class:Reason:Stack -> io_lib:format("~0p", [{Class, Reason, Stack}])
        end,
    T = erlang:monotonic_time(millisecond) - T0,
    io:put_chars([atom_to_list(Module), $\s, Text, " (", integer_to_list(T), " ms)\n"]).

hex(Bin) -> [integer_to_list(D, 16) || <<D:4>> <= Bin].
