%% A module whose functions JavaScript replaces.
-module(my_nif).
-export([add/2, later/1, fails/0, plain/0]).
-on_load(init/0).

init() -> erlang:load_nif("my_nif", 0).

add(_, _) -> erlang:nif_error(not_loaded).
later(_) -> erlang:nif_error(not_loaded).
fails() -> erlang:nif_error(not_loaded).
plain() -> erlang.
