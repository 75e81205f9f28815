%% what programs get: environment, directory, arguments, argv[0]
-module(port_environment).
-export([main/0]).

main() ->
    os:putenv("GLUON_A", "from os"),
    os:putenv("GLUON_B", "b"),
    show(["-c", "echo $GLUON_A/$GLUON_B/$GLUON_C/${GLUON_D-unset}"], [{env, [{"GLUON_B", false}, {"GLUON_C", "c c"}]}]),
    show(["-c", "echo ${GLUON_A-unset}/${GLUON_B-unset}"], [{env, [{"GLUON_A", []}]}]),
    show(["-c", "echo ${GLUON_A-unset}/${GLUON_B-unset}"], [{env, [{"GLUON_A", false}]}, {env, [{"GLUON_B", "second"}]}]),
    os:unsetenv("GLUON_A"),
    show(["-c", "echo ${GLUON_A-unset}/$GLUON_B"], []),
    show(["-c", "pwd"], [{cd, "/usr"}]),
    show(["-c", "pwd"], [{cd, <<"/usr/../usr/lib">>}]),
    show(["-c", "pwd; exit 3"], [{cd, ""}, {cd, "/"}, exit_status]),
    show(["-c", "for a in \"$@\"; do echo \"<$a>\"; done", "zero", "a b", "c'd", "$HOME", "*", "", <<"\"x\\">>, <<"äö€😀"/utf8>>, atom, ["n", [$e, "s"]]], []),
    show(["-c", "echo $0"], [{arg0, "other name"}]),
    show(["-c", "echo $0"], []),
    show(["-c", "echo $0 >&2; echo out"], [stderr_to_stdout]),
    Args = [integer_to_list(I) || I <- lists:seq(1, 5000)],
    show(["-c", "echo $#; shift 4999; echo $1", "sh" | Args], []),
    P = open_port({spawn, "sh -c 'echo \"$1\" $GLUON_X' sh 'a  b'"}, [{env, [{"GLUON_X", "x"}]}, eof]),
    io:format("~p~n", [all(P)]),
    Q = open_port({spawn, <<"echo from binary">>}, [eof]),
    io:format("~p~n", [all(Q)]),
    R = open_port({spawn, 'echo from atom'}, [eof]),
    io:format("~p ~p~n", [erlang:port_info(R, name), all(R)]).

show(Args, Opts) ->
    P = open_port({spawn_executable, "/bin/sh"}, [{args, Args}, eof | Opts]),
    io:format("~p~n", [all(P)]).

all(P) -> unicode:characters_to_list(list_to_binary(collect(P))).

collect(P) ->
    receive
        {P, {data, D}} -> [D | collect(P)];
        {P, eof} -> port_close(P), []
    after 10000 -> ["timeout"]
    end.
