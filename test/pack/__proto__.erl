%% Names and strings that would do harm if they stood in JavaScript text. Its own name is one that objects have.
-module('__proto__').
-export([main/0, 'constructor'/1, '\'+(globalThis.harm=1)+\''/1]).
-record('*/globalThis.harm=1/*', {'"', '`'}).

main() ->
    Text = "'+(globalThis.harm=1)+'\\\n\x{2028}`${globalThis.harm=1}`</script>",
    Map = #{'\'];globalThis.harm=1;[\'' => Text, {"\n'", '\\'} => <<"\r'\"\\'">>},
    Values = ['\'+(globalThis.harm=1)+\''(Text), constructor('//'), #'*/globalThis.harm=1/*'{'"' = Map, '`' = '\x{2029}\''},
              select('\\\''), select("'"), [F(1) || F <- [fun constructor/1, fun(X) -> {'}])};globalThis.harm=1;//', X} end]]],
    io:format("~0p~n", [Values]).

constructor(X) -> {'toString', X}.
'\'+(globalThis.harm=1)+\''(#{}) -> '__proto__';
'\'+(globalThis.harm=1)+\''(X) -> [$' | X].

select('\\\'') -> '\u2028';
select("'") -> <<"'">>;
select(_) -> '\''.
