/**
 * The list of emulator flags that follows a complaint about one of them. OTP prints a list of its own, with the ranges of its
 * machine; this one says which flags do something here.
 */
export const FLAG_LIST = `These change something:

-B[c|d|i]       what Ctrl-C does: interrupt the shell, end the system, nothing
-ec             compress all ETS tables: accepted, they are as small as they get
-fn[u|l|a]      file names are UTF-8, Latin-1, or as the locale says; w, i or e behind it: what a wrong one causes
-hmax WORDS     a process that grows above this is ended; -hmaxk, -hmaxel, -hmaxib BOOL refine it
-hms, -hmbs N   sizes that process_info shows
-hmqd HOW       default of message_queue_data: on_heap or off_heap
-i MODULE       the module that boots the system, instead of init
-P, -Q, -t N    how many processes, ports and atoms there may be
-pc SET         which characters io:format's ~p takes for printable: latin1 or unicode
-V              print the version
-W[w|i|e]       what error_logger makes of warnings

These are checked and change nothing, because there is one thread, JavaScript's heap and no JIT of Gluon's own:

-a -A -c -C -d -dcg -D -e -hpds -IO... -J... -L -M... -n -pad -r -rg -R -s... -S -SP -SD... -T -v -z...

In front of the command line's program, erl, they are written with + instead of -.
`;
