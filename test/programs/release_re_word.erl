%% word characters beyond ASCII without ucp
%% release-dependent: PCRE2 of OTP 29 has them in \\w with unicode alone left out
-module(release_re_word).
-export([main/0]).

main() ->
    [re:run("größe", P, [unicode, {capture, first, list}]) || P <- ["\\w+", "\\W", "[[:alpha:]]+", "\\b.\\b"]].
