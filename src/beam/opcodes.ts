/**
 * The opcode table: every generic BEAM instruction, one row each. Decoder, checker and disassembler read it.
 * Invariant: row `n` of `OPCODES` is opcode `n`; row 0 is unused.
 * OTP: genop.tab for numbers and names, ops.tab and beam_validator.erl for what the operands may be.
 *
 * An operand's kind is one letter:
 *
 *     f  label in the same function          j  the same, or none: an error raises
 *     k  label, none, or an atom that says why there is none (bs_start_match4)
 *     g  label of a function's entry         e  index of an import: function to call
 *     b  index of an import: BIF             F  index of a fun (FunT)
 *     h  how a fun is called: atom or index of a fun
 *     s  source: register, integer, atom, nil, literal
 *     r  source: register                    d  destination: X or Y register
 *     y  Y register                          l  float register, read
 *     m  float register, written             q  source or float register, read
 *     p  register or float register, written
 *     a  atom                                u  unsigned number
 *     z  unsigned number or source: a size
 *     i  a number of bits: a file may ask for more than there can ever be, and what follows then does not run
 *     n  arity of a call, 0 to 255           L  how many X registers are live
 *     H  heap need                           N  size of the stack frame in Y registers
 *     I  line item                           v  label number that is being defined
 *
 * and for lists, which come last, what their elements are:
 *
 *     V  constant, label ...                 T  arity, label ...
 *     E  source ...                          Y  Y register ...
 *     M  key, value ... (sources)            K  key ...
 *     G  key, destination ...                P  position, source ...
 *     R  field (atom), destination ...       Q  field (atom), source ...
 *     B  segments of bs_create_bin           C  commands of bs_match
 */

export interface Opcode {
  readonly op: number;
  readonly name: string;
  readonly arity: number;
  /** A letter for each operand, see above. */
  readonly operands: string;
  /** No compiler since OTP 22 emits it: files that use it are refused. */
  readonly refused: boolean;
  /** The compiler of OTP 29 no longer emits it. */
  readonly obsolete: boolean;
  readonly doc: string;
}

type Row = readonly [op: number, name: string, operands: string, doc: string, mark?: "obsolete" | "refused"];

const ROWS: readonly Row[] = [
  [1, "label", "v", "Names this place; a basic block begins."],
  [2, "func_info", "aan", "Raises function_clause for M:F/A; the function's entry label follows."],
  [3, "int_code_end", "", "The last instruction of a file."],
  [4, "call", "ng", "Calls a local function."],
  [5, "call_last", "ngN", "Drops the frame and tail-calls a local function."],
  [6, "call_only", "ng", "Tail-calls a local function; there is no frame."],
  [7, "call_ext", "ne", "Calls an exported function or a BIF."],
  [8, "call_ext_last", "neN", "Drops the frame and tail-calls an exported function."],
  [9, "bif0", "bd", "Guard BIF without arguments; cannot fail."],
  [10, "bif1", "jbsd", "Guard BIF of one argument that needs no heap."],
  [11, "bif2", "jbssd", "Guard BIF of two arguments that needs no heap."],
  [12, "allocate", "NL", "Makes a stack frame."],
  [13, "allocate_heap", "NHL", "Makes a stack frame and ensures heap."],
  [14, "allocate_zero", "NL", "Makes a stack frame of nils.", "obsolete"],
  [15, "allocate_heap_zero", "NHL", "Makes a stack frame of nils and ensures heap.", "obsolete"],
  [16, "test_heap", "HL", "Ensures heap."],
  [17, "init", "y", "Sets a Y register to nil.", "obsolete"],
  [18, "deallocate", "N", "Drops the frame."],
  [19, "return", "", "Returns x0."],
  [20, "send", "", "Sends x1 to x0; the result is x1, in x0."],
  [21, "remove_message", "", "Takes the current message out of the mailbox; ends the timeout."],
  [22, "timeout", "", "The receive has timed out: search begins at the first message again."],
  [23, "loop_rec", "fd", "Puts the current message into the register; no message left: jumps."],
  [24, "loop_rec_end", "f", "The message did not match: next message, jumps to loop_rec."],
  [25, "wait", "f", "Waits for a message, goes on at the label."],
  [26, "wait_timeout", "fs", "Waits for a message (goes on at the label) or for a time in ms (falls through)."],
  [27, "m_plus", "jssd", "x + y.", "refused"],
  [28, "m_minus", "jssd", "x - y.", "refused"],
  [29, "m_times", "jssd", "x * y.", "refused"],
  [30, "m_div", "jssd", "x / y.", "refused"],
  [31, "int_div", "jssd", "x div y.", "refused"],
  [32, "int_rem", "jssd", "x rem y.", "refused"],
  [33, "int_band", "jssd", "x band y.", "refused"],
  [34, "int_bor", "jssd", "x bor y.", "refused"],
  [35, "int_bxor", "jssd", "x bxor y.", "refused"],
  [36, "int_bsl", "jssd", "x bsl y.", "refused"],
  [37, "int_bsr", "jssd", "x bsr y.", "refused"],
  [38, "int_bnot", "jsd", "bnot x.", "refused"],
  [39, "is_lt", "fss", "Jumps unless x < y."],
  [40, "is_ge", "fss", "Jumps unless x >= y."],
  [41, "is_eq", "fss", "Jumps unless x == y."],
  [42, "is_ne", "fss", "Jumps unless x /= y."],
  [43, "is_eq_exact", "fss", "Jumps unless x =:= y."],
  [44, "is_ne_exact", "fss", "Jumps unless x =/= y."],
  [45, "is_integer", "fs", "Jumps unless an integer."],
  [46, "is_float", "fs", "Jumps unless a float."],
  [47, "is_number", "fs", "Jumps unless a number."],
  [48, "is_atom", "fs", "Jumps unless an atom."],
  [49, "is_pid", "fs", "Jumps unless a pid."],
  [50, "is_reference", "fs", "Jumps unless a reference."],
  [51, "is_port", "fs", "Jumps unless a port."],
  [52, "is_nil", "fs", "Jumps unless []."],
  [53, "is_binary", "fs", "Jumps unless a binary."],
  [54, "is_constant", "fs", "Jumps unless a constant.", "refused"],
  [55, "is_list", "fs", "Jumps unless a cons or []."],
  [56, "is_nonempty_list", "fs", "Jumps unless a cons."],
  [57, "is_tuple", "fs", "Jumps unless a tuple."],
  [58, "test_arity", "fsu", "Jumps unless the tuple has this arity."],
  [59, "select_val", "sfV", "Jumps to the label of the value, or to the first label."],
  [
    60,
    "select_tuple_arity",
    "sfT",
    "Jumps to the label of the tuple's arity; no tuple or no such arity: the first label.",
  ],
  [61, "jump", "f", "Jumps."],
  [62, "catch", "yf", "Begins a catch: an exception goes to the label, where catch_end is."],
  [63, "catch_end", "y", "Ends a catch; after an exception makes x0 of it."],
  [64, "move", "sd", "Copies."],
  [65, "get_list", "rdd", "Head and tail of a cons."],
  [66, "get_tuple_element", "rud", "Element of a tuple, counted from 0."],
  [67, "set_tuple_element", "sru", "Writes a fresh tuple's element, counted from 0."],
  [68, "put_string", "uud", "Builds a list from the string table.", "refused"],
  [69, "put_list", "ssd", "Builds a cons."],
  [70, "put_tuple", "ud", "Begins a tuple.", "refused"],
  [71, "put", "s", "Next element of the tuple.", "refused"],
  [72, "badmatch", "s", "Raises {badmatch, V}."],
  [73, "if_end", "", "Raises if_clause."],
  [74, "case_end", "s", "Raises {case_clause, V}."],
  [75, "call_fun", "n", "Calls the fun behind the arguments."],
  [76, "make_fun", "guu", "Makes a fun.", "refused"],
  [77, "is_function", "fs", "Jumps unless a fun."],
  [78, "call_ext_only", "ne", "Tail-calls an exported function; there is no frame."],
  [79, "bs_start_match", "fr", "Begins matching.", "refused"],
  [80, "bs_get_integer", "fsuud", "Matches an integer.", "refused"],
  [81, "bs_get_float", "fsuud", "Matches a float.", "refused"],
  [82, "bs_get_binary", "fsuud", "Matches a binary.", "refused"],
  [83, "bs_skip_bits", "fsuu", "Skips.", "refused"],
  [84, "bs_test_tail", "fu", "Tests the rest.", "refused"],
  [85, "bs_save", "u", "Saves the position.", "refused"],
  [86, "bs_restore", "u", "Restores the position.", "refused"],
  [87, "bs_init", "uu", "Begins a binary.", "refused"],
  [88, "bs_final", "jd", "Ends a binary.", "refused"],
  [89, "bs_put_integer", "jsuus", "Appends an integer to the binary begun.", "obsolete"],
  [90, "bs_put_binary", "jsuus", "Appends a bitstring to the binary begun.", "obsolete"],
  [91, "bs_put_float", "jsuus", "Appends a float to the binary begun.", "obsolete"],
  [92, "bs_put_string", "uu", "Appends bytes of the string table: length, offset.", "obsolete"],
  [93, "bs_need_buf", "u", "Ensures a buffer.", "refused"],
  [94, "fclearerror", "", "Clears the float error flag.", "obsolete"],
  [95, "fcheckerror", "j", "Raises badarith if a float error occurred.", "obsolete"],
  [96, "fmove", "qp", "Copies to or from a float register."],
  [97, "fconv", "sm", "Number to float register."],
  [98, "fadd", "jllm", "Float addition."],
  [99, "fsub", "jllm", "Float subtraction."],
  [100, "fmul", "jllm", "Float multiplication."],
  [101, "fdiv", "jllm", "Float division."],
  [102, "fnegate", "jlm", "Float negation."],
  [103, "make_fun2", "F", "Makes a fun of the first X registers, into x0.", "obsolete"],
  [104, "try", "yf", "Begins a try: an exception goes to the label, where try_case is."],
  [105, "try_end", "y", "Ends a try without exception."],
  [106, "try_case", "y", "Ends a try after an exception: x0 class, x1 reason, x2 raw trace."],
  [107, "try_case_end", "s", "Raises {try_clause, V}."],
  [108, "raise", "ss", "Raises again: raw trace, reason."],
  [109, "bs_init2", "jzHLud", "Begins a binary of so many bytes.", "obsolete"],
  [110, "bs_bits_to_bytes", "jsd", "Bits to bytes.", "refused"],
  [111, "bs_add", "jssud", "x + y * unit, a size.", "obsolete"],
  [112, "apply", "n", "apply: module and function behind the arguments."],
  [113, "apply_last", "nN", "Drops the frame and applies as a tail call."],
  [114, "is_boolean", "fs", "Jumps unless true or false."],
  [115, "is_function2", "fss", "Jumps unless a fun of this arity."],
  [116, "bs_start_match2", "frLud", "Begins matching.", "refused"],
  [117, "bs_get_integer2", "frLsuud", "Matches an integer: context, live, size, unit, flags, destination."],
  [118, "bs_get_float2", "frLsuud", "Matches a float."],
  [119, "bs_get_binary2", "frLsuud", "Matches a bitstring; size may be the atom all."],
  [120, "bs_skip_bits2", "frsuu", "Skips size * unit bits."],
  [121, "bs_test_tail2", "fri", "Jumps unless exactly so many bits are left."],
  [122, "bs_save2", "rs", "Saves a position.", "refused"],
  [123, "bs_restore2", "rs", "Restores a position.", "refused"],
  [124, "gc_bif1", "jLbsd", "Guard BIF of one argument."],
  [125, "gc_bif2", "jLbssd", "Guard BIF of two arguments."],
  [126, "bs_final2", "sd", "Ends a binary.", "refused"],
  [127, "bs_bits_to_bytes2", "sd", "Bits to bytes.", "refused"],
  [128, "put_literal", "ud", "Loads a literal.", "refused"],
  [129, "is_bitstr", "fs", "Jumps unless a bitstring."],
  [130, "bs_context_to_binary", "r", "Match context to binary.", "refused"],
  [131, "bs_test_unit", "fru", "Jumps unless what is left is a multiple of the unit.", "obsolete"],
  [132, "bs_match_string", "fruu", "Matches bits of the string table: number of bits, byte offset."],
  [133, "bs_init_writable", "", "An empty binary with room for x0 bytes, in x0."],
  [
    134,
    "bs_append",
    "jsuLusud",
    "Begins a binary that extends another: bits, heap, live, unit, binary, flags.",
    "obsolete",
  ],
  [
    135,
    "bs_private_append",
    "jsusud",
    "The same, for a binary no one else sees: bits, unit, binary, flags.",
    "obsolete",
  ],
  [136, "trim", "uu", "Drops so many Y registers, so many remain."],
  [137, "bs_init_bits", "jzHLud", "Begins a bitstring of so many bits.", "obsolete"],
  [138, "bs_get_utf8", "frLud", "Matches a code point."],
  [139, "bs_skip_utf8", "frLu", "Skips a code point."],
  [140, "bs_get_utf16", "frLud", "Matches a code point."],
  [141, "bs_skip_utf16", "frLu", "Skips a code point."],
  [142, "bs_get_utf32", "frLud", "Matches a code point."],
  [143, "bs_skip_utf32", "frLu", "Skips a code point."],
  [144, "bs_utf8_size", "jsd", "Bytes of a code point in UTF-8.", "obsolete"],
  [145, "bs_put_utf8", "jus", "Appends a code point to the binary begun.", "obsolete"],
  [146, "bs_utf16_size", "jsd", "Bytes of a code point in UTF-16.", "obsolete"],
  [147, "bs_put_utf16", "jus", "Appends a code point to the binary begun.", "obsolete"],
  [148, "bs_put_utf32", "jus", "Appends a code point to the binary begun.", "obsolete"],
  [149, "on_load", "", "This function is the module's on_load function."],
  [150, "recv_mark", "f", "Notes the mailbox's end for a receive.", "obsolete"],
  [151, "recv_set", "f", "The receive starts at the noted place.", "obsolete"],
  [152, "gc_bif3", "jLbsssd", "Guard BIF of three arguments."],
  [153, "line", "I", "Source position of what follows."],
  [154, "put_map_assoc", "jsdLM", "Map with keys set."],
  [155, "put_map_exact", "jsdLM", "Map with existing keys updated."],
  [156, "is_map", "fs", "Jumps unless a map."],
  [157, "has_map_fields", "fsK", "Jumps unless the map has all keys."],
  [158, "get_map_elements", "fsG", "Values of keys; jumps if one is missing."],
  [159, "is_tagged_tuple", "fsua", "Jumps unless a tuple of this arity whose first element is the atom."],
  [160, "build_stacktrace", "", "Raw trace in x0 to a stack trace."],
  [161, "raw_raise", "", "erlang:raise(x0, x1, x2) with a raw trace; an invalid class gives badarg."],
  [162, "get_hd", "rd", "Head of a cons."],
  [163, "get_tl", "rd", "Tail of a cons."],
  [164, "put_tuple2", "dE", "Builds a tuple."],
  [165, "bs_get_tail", "rdL", "What is left as a bitstring."],
  [166, "bs_start_match3", "jsLd", "Begins matching: match context of a bitstring."],
  [167, "bs_get_position", "rdL", "Position of a match context."],
  [168, "bs_set_position", "rr", "Sets the position of a match context."],
  [169, "swap", "rr", "Exchanges two registers."],
  [170, "bs_start_match4", "kLsd", "Begins matching; no_fail: cannot fail, resume: is a match context already."],
  [171, "make_fun3", "FdE", "Makes a fun over the values."],
  [172, "init_yregs", "Y", "Sets Y registers to nil."],
  [173, "recv_marker_bind", "rr", "Binds a marker to a reference."],
  [174, "recv_marker_clear", "r", "Forgets the marker of a reference."],
  [175, "recv_marker_reserve", "d", "Makes a marker at the mailbox's end."],
  [176, "recv_marker_use", "r", "The receive starts at the marker of a reference."],
  [177, "bs_create_bin", "jHLudB", "Builds a bitstring of segments."],
  [178, "call_fun2", "hns", "Calls a fun: atom safe or unsafe, or the fun it is."],
  [179, "nif_start", "", "The function is declared in -nifs()."],
  [180, "badrecord", "s", "Raises {badrecord, V}."],
  [181, "update_record", "ausdP", "Copy of a tuple with elements replaced: hint, size, source, destination."],
  [182, "bs_match", "frC", "Matches several segments of fixed size."],
  [183, "executable_line", "Iu", "An executable line, for coverage."],
  [184, "debug_line", "aIuL", "A place where a breakpoint can be set."],
  [185, "bif3", "jbsssd", "Guard BIF of three arguments that needs no heap."],
  [186, "is_any_native_record", "fs", "Jumps unless a native record."],
  [187, "is_native_record", "fsaa", "Jumps unless the native record Name of Module."],
  [188, "get_record_elements", "fsR", "Fields of a native record; jumps if one is missing."],
  [189, "put_record", "jssdLQ", "Creates (source nil) or updates a native record."],
  [190, "is_record_accessible", "fsa", "Jumps unless this module may read the record's fields."],
  [191, "get_record_field", "jssad", "One field of a native record."],
];

export const MAX_OPCODE = 191;

const NONE: Opcode = { op: 0, name: "none", arity: 0, operands: "", refused: true, obsolete: true, doc: "" };

export const OPCODES: readonly Opcode[] = [
  NONE,
  ...ROWS.map(([op, name, operands, doc, mark]) => ({
    op,
    name,
    arity: operands.length,
    operands,
    refused: mark === "refused",
    obsolete: mark !== undefined,
    doc,
  })),
];

/** Number of operands by opcode, lists counted as one. */
export const ARITY: Uint8Array = Uint8Array.from(OPCODES, (o) => o.arity);
