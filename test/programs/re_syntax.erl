%% character classes, quantifiers, groups, assertions and options inside patterns
-module(re_syntax).
-export([main/0]).

main() ->
    Ps = ["[[:upper:]]+", "[^a-c]+", "\\bcat\\b", "colou?r", "(a|b)*c", "(?i)HELLO", "(?:ab){2,3}", "^\\s*$", "\\d{1,3}(?:\\.\\d{1,3}){3}", "(\\w)\\1", "a.c", "\\x41", "\\.", "[\\]\\-]", "(?>a+)b", "a++b", "(?(1)x|y)", "\\Aabc\\z", "(?#comment)a", "\\Qa.b\\E", "(?s).\\n", "\\h+", "[a-z&&b]", "(?<n>x)(?P=n)", "(?|(a)|(b))\\1", "(a(?1)?b)", "\\p{Lu}", "[\\w.]+@[\\w.]+", "(?m)^x", "x*+x"],
    Ss = ["", "a", "abc", "cat", "concatenate", "color colour", "ababc", "Hello", "ababab", "   ", "10.0.0.1", "book", "a.c", "A", "]-", "aab", "xx", "aabb", "a.b", "user@example.org", "y\nx"],
    [io:format("~s: ~w~n", [P, [m(S, P) || S <- Ss]]) || P <- Ps].

m(S, P) ->
    case catch re:run(S, P) of
        {match, [{A, L} | _]} -> {A, L};
        nomatch -> n;
        {'EXIT', _} -> x
    end.
