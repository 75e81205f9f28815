%% erl_pp writes forms and expressions
-module(erl_pp_forms).
-export([main/0]).

main() ->
    Fs = ["f(X,Y)->case X of{a,B}when B>1->B+Y;[H|T]->lists:map(fun(Z)->Z*2 end,T);_->try g(X)catch error:E->E after h()end end.", "-record(r,{a,b=2,c::integer()}).", "-spec f(integer(),[atom()])->{ok,term()}|error.", "f(<<A:8/little,B/binary>>,#{k:=V})->#r{a=V,b=[x||x<-B,is_atom(x)]}.", "-type t(A)::[A]|#{atom()=>A}.", "g()->receive{x,Y}when Y=:=1;Y=:=2->ok after 10->\"string\\n\" end.", "h(X)->if X>1->a;true->b end, fun h/1, fun m:f/2, -X, not X, 1.5e10, $a, 'q a'.", "-export([f/2,g/0])."],
    [begin
         {ok, Ts, _} = erl_scan:string(S),
         {ok, F} = erl_parse:parse_form(Ts),
         io:format("~s", [erl_pp:form(F)])
     end || S <- Fs],
    Es = ["(1+2)*3.", "1+(2*3).", "-(-X).", "(a=b)=c.", "[a|[b|c]].", "f((x,y)).", "<<(X+1):8>>.", "(fun(X)->X end)(1).", "begin a,b end."],
    [begin
         {ok, Ts, _} = erl_scan:string(S),
         case erl_parse:parse_exprs(Ts) of
             {ok, E} -> io:format("~s~n", [erl_pp:exprs(E)]);
             {error, _} -> io:format("error~n")
         end
     end || S <- Es],
    ok.
