%% functions of the module erlang that programs rarely use
-module(misc_erlang_bifs).
-export([main/0]).
-import(prog, [id/1, show/2]).

main() ->
    io:format("~p~n", [[erlang:min(a, 1), erlang:max("x", {}), erlang:abs(-2.5), erlang:is_record({r, 1}, r, 2), erlang:size({a, b}), erlang:size(<<1, 2>>)]]),
    io:format("~p~n", [[erlang:tuple_to_list({}), erlang:append_element({}, a), erlang:bitstring_to_list(<<1, 2:2>>), erlang:binary_to_list(<<1, 2, 3>>, 2, 3), erlang:setelement(1, {x}, y)]]),
    io:format("~p~n", [[erlang:ref_to_list(make_ref()) =/= [], is_list(erlang:pid_to_list(self())), erlang:fun_to_list(fun lists:map/2), begin R = make_ref(), erlang:list_to_ref(erlang:ref_to_list(R)) =:= R end]]),
    io:format("~p~n", [[erlang:adler32("abc"), erlang:crc32("abc"), erlang:phash2(abc, 1000), erlang:external_size(abc) > 0]]),
    io:format("~p~n", [[erlang:float_to_list(7.0), erlang:float_to_list(0.1, [{decimals, 3}]), erlang:integer_to_list(-255, 16), erlang:list_to_integer("zz", 36), erlang:binary_to_integer(<<"-12">>)]]),
    io:format("~p~n", [[erlang:universaltime_to_posixtime({{2000, 1, 1}, {0, 0, 0}}), erlang:posixtime_to_universaltime(951782400)]]),
    io:format("~p~n", [[erlang:get_module_info(?MODULE, module), erlang:is_builtin(erlang, element, 2), erlang:function_exported(lists, map, 2)]]),
    io:format("~p~n", [[tuple_size(erlang:localtime()), tuple_size(erlang:universaltime()), erlang:convert_time_unit(1, second, millisecond), erlang:system_time(1000) > 0]]),
    io:format("~p~n", [[erlang:hd([1]), erlang:tl([1]), erlang:length([]), erlang:'+'(1, 2), erlang:'=:='(1, 1.0), erlang:'not'(true), erlang:'and'(true, false), erlang:'++'("a", "b"), erlang:'--'("aab", "a")]]),
    io:format("~p~n", [[erlang:split_binary(<<1, 2, 3>>, 1), erlang:binary_part(<<1, 2, 3>>, 1, 1), erlang:bit_size(<<1:5>>), erlang:iolist_size(["a", <<"bc">>])]]),
    show("atom_to_binary", fun() -> erlang:atom_to_binary(id("x")) end),
    show("make_tuple", fun() -> erlang:make_tuple(2, a, [{3, b}]) end),
    show("yield", fun() -> erlang:yield() end),
    show("halt", fun() -> erlang:halt(id(a)) end),
    [io:format("~p ~p~n", [Args, try apply(erlang, monitor_node, Args) catch C:E -> {C, E} end])
     || N <- [node(), other@host, 1], F <- [true, false, x], Args <- [[N, F] | [[N, F, O] || O <- [[], [allow_passive_connect], [bad], bad]]]].
