%% Digests, by the engine's own cryptography.
-module(digest).
-export([sha256/1, hex/1, reverse/1]).
-on_load(init/0).

init() -> erlang:load_nif("digest", 0).

sha256(_Data) -> erlang:nif_error(nif_not_loaded).
reverse(_Data) -> erlang:nif_error(nif_not_loaded).

hex(Data) -> << <<(digit(N))>> || <<N:4>> <= sha256(Data) >>.

digit(N) when N < 10 -> $0 + N;
digit(N) -> $a + N - 10.
