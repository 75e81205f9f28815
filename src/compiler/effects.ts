/**
 * What each instruction reads and writes, and where it can go: the facts that the control-flow graph and the liveness
 * pass stand on. Kept apart from emission, so that a wrong register here is found in one place.
 */
import { Op } from "../beam/op.ts";
import { type Instr, Kind, type Operand } from "../beam/types.ts";

export interface Visitor {
  use(o: Operand): void;
  def(o: Operand): void;
  /** Reads X registers 0 .. n-1. */
  useArgs(n: number): void;
  /** Writes x0. */
  defX0(): void;
  /** All X registers lose their values (a call). */
  killX(): void;
}

/** Reports the registers `instr` reads, then those it writes. */
export function effects(instr: Instr, v: Visitor): void {
  const a = instr.args;
  switch (instr.op) {
    case Op.label:
    case Op.line:
    case Op.executable_line:
    case Op.debug_line:
    case Op.allocate:
    case Op.allocate_heap:
    case Op.allocate_zero:
    case Op.allocate_heap_zero:
    case Op.test_heap:
    case Op.deallocate:
    case Op.trim:
    case Op.jump:
    case Op.catch:
    case Op.try:
    case Op.try_end:
    case Op.if_end:
    case Op.timeout:
    case Op.remove_message:
    case Op.loop_rec_end:
    case Op.nif_start:
    case Op.on_load:
    case Op.int_code_end:
      return;
    case Op.func_info:
      v.useArgs(a[2]!.n);
      return;
    case Op.wait:
      v.killX();
      return;
    case Op.wait_timeout:
      v.use(a[1]!);
      v.killX();
      return;
    case Op.loop_rec:
      v.def(a[1]!);
      return;
    case Op.recv_marker_reserve:
      v.def(a[0]!);
      return;
    case Op.init:
      v.def(a[0]!);
      return;
    case Op.init_yregs:
      for (const o of a[0]!.list) v.def(o);
      return;
    case Op.return:
    case Op.build_stacktrace:
      v.useArgs(1);
      if (instr.op === Op.build_stacktrace) v.defX0();
      return;
    case Op.raw_raise:
      v.useArgs(3);
      v.defX0();
      return;
    case Op.send:
      v.useArgs(2);
      v.defX0();
      return;
    case Op.call:
    case Op.call_ext:
      v.useArgs(a[0]!.n);
      v.killX();
      v.defX0();
      return;
    case Op.call_last:
    case Op.call_only:
    case Op.call_ext_last:
    case Op.call_ext_only:
      v.useArgs(a[0]!.n);
      return;
    case Op.call_fun:
      v.useArgs(a[0]!.n + 1);
      v.killX();
      v.defX0();
      return;
    case Op.call_fun2:
      v.useArgs(a[1]!.n);
      v.use(a[2]!);
      v.killX();
      v.defX0();
      return;
    case Op.apply:
      v.useArgs(a[0]!.n + 2);
      v.killX();
      v.defX0();
      return;
    case Op.apply_last:
      v.useArgs(a[0]!.n + 2);
      return;
    case Op.make_fun2:
      // Free variables are x0 .. numFree-1; how many stands in the fun table, the most is known by the caller.
      v.useArgs(1024);
      v.defX0();
      return;
    case Op.make_fun3:
      for (const o of a[2]!.list) v.use(o);
      v.def(a[1]!);
      return;
    case Op.catch_end:
      v.useArgs(1);
      v.defX0();
      return;
    case Op.try_case:
      return;
    case Op.swap:
      v.use(a[0]!);
      v.use(a[1]!);
      v.def(a[0]!);
      v.def(a[1]!);
      return;
    case Op.select_val:
    case Op.select_tuple_arity:
      v.use(a[0]!);
      return;
    case Op.get_map_elements: {
      v.use(a[1]!);
      const l = a[2]!.list;
      for (let i = 0; i < l.length; i += 2) v.use(l[i]!);
      for (let i = 1; i < l.length; i += 2) v.def(l[i]!);
      return;
    }
    case Op.put_map_assoc:
    case Op.put_map_exact:
      v.use(a[1]!);
      for (const o of a[4]!.list) v.use(o);
      v.def(a[2]!);
      return;
    case Op.update_record:
      v.use(a[2]!);
      for (const o of a[4]!.list) v.use(o);
      v.def(a[3]!);
      return;
    case Op.put_tuple2:
      for (const o of a[1]!.list) v.use(o);
      v.def(a[0]!);
      return;
    case Op.set_tuple_element:
      v.use(a[0]!);
      v.use(a[1]!);
      return;
    case Op.bs_match: {
      v.use(a[1]!);
      const l = a[2]!.list;
      // A register in the command list is a destination; sizes are numbers.
      for (const o of l) if (o.kind === Kind.X || o.kind === Kind.Y) v.def(o);
      return;
    }
    case Op.bs_create_bin:
      for (const o of a[5]!.list) v.use(o);
      v.def(a[4]!);
      return;
    case Op.bs_init_writable:
      v.useArgs(1);
      v.defX0();
      return;
    case Op.put_record:
      v.use(a[1]!);
      v.use(a[2]!);
      for (const o of a[5]!.list) v.use(o);
      v.def(a[3]!);
      return;
    case Op.get_record_elements: {
      v.use(a[1]!);
      const l = a[2]!.list;
      for (let i = 1; i < l.length; i += 2) v.def(l[i]!);
      return;
    }
    default: {
      const dst = destination(instr);
      for (let i = 0; i < a.length; i++) {
        const o = a[i]!;
        if (!dst.includes(i)) v.use(o);
        if (o.kind === Kind.List) for (const e of o.list) v.use(e);
      }
      for (const i of dst) v.def(a[i]!);
    }
  }
}

const NONE: readonly number[] = [];
const D0: readonly number[] = [0];
const D1: readonly number[] = [1];
const D2: readonly number[] = [2];
const D3: readonly number[] = [3];
const D4: readonly number[] = [4];
const D5: readonly number[] = [5];
const D6: readonly number[] = [6];
const D7: readonly number[] = [7];
const D12: readonly number[] = [1, 2];

/** Indexes of the destination operands of an instruction whose other operands are sources. */
function destination(instr: Instr): readonly number[] {
  switch (instr.op) {
    case Op.bif0:
    case Op.move:
    case Op.get_hd:
    case Op.get_tl:
    case Op.fmove:
    case Op.fconv:
    case Op.bs_get_position:
    case Op.bs_get_tail:
      return D1;
    case Op.get_list:
      return D12;
    case Op.get_tuple_element:
    case Op.put_list:
    case Op.bs_utf8_size:
    case Op.bs_utf16_size:
    case Op.fnegate:
      return D2;
    case Op.bif1:
    case Op.fadd:
    case Op.fsub:
    case Op.fmul:
    case Op.fdiv:
    case Op.bs_start_match3:
    case Op.bs_start_match4:
      return D3;
    case Op.bif2:
    case Op.gc_bif1:
    case Op.bs_add:
    case Op.bs_get_utf8:
    case Op.bs_get_utf16:
    case Op.bs_get_utf32:
      // bs_get_utf*: Fail Ctx Live Flags Dst; gc_bif1: Fail Live Bif A Dst; bif2: Fail Bif A B Dst.
      return D4;
    case Op.bif3:
    case Op.gc_bif2:
    case Op.bs_init2:
    case Op.bs_init_bits:
    case Op.bs_private_append:
      return D5;
    case Op.gc_bif3:
    case Op.bs_get_integer2:
    case Op.bs_get_float2:
    case Op.bs_get_binary2:
      return D6;
    case Op.bs_append:
      return D7;
    case Op.get_record_field:
      return D4;
    case Op.recv_marker_bind:
    case Op.recv_marker_clear:
    case Op.recv_marker_use:
      return NONE;
    case Op.make_fun:
      return D0;
    default:
      return NONE;
  }
}

/** The label an instruction jumps to when it fails or branches; 0: none. Select tables are separate. */
export function failLabel(instr: Instr): number {
  const a = instr.args;
  switch (instr.op) {
    case Op.catch:
    case Op.try:
    case Op.recv_mark:
    case Op.recv_set:
      return 0;
    case Op.label:
    case Op.call:
    case Op.call_last:
    case Op.call_only:
      return 0;
    case Op.select_val:
    case Op.select_tuple_arity:
      return a[1]!.n;
    case Op.is_native_record:
    case Op.is_any_native_record:
      return a[0]!.n;
    default:
      return a.length > 0 && a[0]!.kind === Kind.Label ? a[0]!.n : 0;
  }
}
