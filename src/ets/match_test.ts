/**
 * What functions of the trace dialect do in `erlang:match_spec_test/3`: nothing is traced, and no call is under way.
 * OTP: match_spec_test() in erl_db_util.c.
 */
import { atoms, FALSE, TRUE } from "../term/atom.ts";
import { EMPTY_BINARY } from "../term/bits.ts";
import { NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import type { TraceActions } from "./match_compile.ts";

const A = atoms("undefined");

export class TestActions implements TraceActions {
  perform(name: string, args: readonly Term[]): Term | undefined {
    switch (name) {
      case "caller":
      case "caller_line":
        return A.undefined;
      case "current_stacktrace":
      case "get_seq_token":
        return NIL;
      case "is_seq_trace":
        return FALSE;
      case "process_dump":
        return EMPTY_BINARY;
      case "get_tcw":
        return 0;
      case "set_tcw": {
        const word = args[0];
        return typeof word === "number" && word >= 0 && word <= 0xffffffff ? 0 : undefined;
      }
      case "silent":
      case "display":
        return TRUE;
      default:
        // set_seq_token, enable_trace, disable_trace, trace: fail for want of a tracer.
        return undefined;
    }
  }
}
