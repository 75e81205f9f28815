%% which functions are BIFs and which NIFs; names that are too long for an atom
%% release-dependent: max/2 and min/2 are BIFs since OTP 26
-module(info_builtins).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    [show(nifs, fun() -> lists:sort(M:module_info(nifs)) end) || M <- [erl_tracer, prim_buffer, lists, ?MODULE]],
    Functions = [{prim_file, open_nif, 2}, {erl_tracer, trace, 5}, {lists, reverse, 2}, {lists, map, 2}, {erlang, yield, 0},
        {erlang, apply, 3}, {erlang, '!', 2}, {erlang, max, 2}, {erlang, hibernate, 3}, {erlang, hibernate, 0}],
    [show(M, fun() -> erlang:is_builtin(M, F, A) end) || {M, F, A} <- Functions],
    Bifs = erlang:system_info(snifs),
    show(snifs, fun() -> [lists:member(X, Bifs) || X <- Functions] end),
    Long = <<0:(255 * 8)>>,
    Names = [<<Long/binary, 255>>, <<0:(254 * 8), 255>>, <<Long/binary, 16#c3, 255>>, <<255, Long/binary, Long/binary>>,
        <<0:(1021 * 8)>>, <<255, 0:(1021 * 8)>>, <<Long/binary, "x">>],
    [show(byte_size(N), fun() -> binary_to_atom(id(N), utf8) end) || N <- Names],
    [show(byte_size(N), fun() -> binary_to_existing_atom(id(N), utf8) end) || N <- Names].
