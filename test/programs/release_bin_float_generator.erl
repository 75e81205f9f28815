%% a generator that meets bits which are no float
%% release-dependent: the compiler of OTP 25 makes the generator stop there, later ones skip
-module(release_bin_float_generator).
-export([main/0]).
-import(prog, [id/1]).

main() ->
    [X || <<X:32/float>> <= id(<<1.0:32/float, 16#7f800000:32, 2.0:32/float>>)].
