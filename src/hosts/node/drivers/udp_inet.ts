/**
 * `udp_inet`, as far as OTP needs it to learn the name of the machine when it starts: `inet_config` opens a socket on any port,
 * asks for the host's name and closes it. There are no sockets yet: whatever would need one is answered with `enotsup`, and an
 * open socket has port 0. `tcp_inet` and `sctp_inet` are left out, which `prim_inet` takes as "protocol not supported".
 * OTP: inet_ctl() in inet_drv.c; the numbers are those of inet_int.hrl.
 */
import { hostname } from "node:os";
import { atoms } from "../../../term/atom.ts";
import { decodeTerm } from "../../../term/etf_decode.ts";
import { tuple2, tuple3, tuple4 } from "../../../term/tuple.ts";
import { decodeEnv } from "../../../runtime/decode_env.ts";
import type { Driver, DriverInstance, DriverPort } from "../../../ports/driver.ts";

const A = atoms("inet_reply", "error", "enotsup");

/** OTP: ERTS_INET_DRV_CONTROL_MAGIC_NUMBER. */
const BASE = 0x03f1a300;

const enum Request {
  Open = 1,
  Bind = 6,
  SetOptions = 7,
  GetOptions = 8,
  GetHostName = 12,
  Subscribe = 24,
}
const enum Reply {
  Error = 0,
  Ok = 1,
}
const LINGER = 3;
/** Subscription to an empty output queue. */
const EMPTY_OUT_QUEUE = 1;

class UdpInet implements DriverInstance {
  private readonly port: DriverPort;
  constructor(port: DriverPort) {
    this.port = port;
  }

  control(operation: number, data: Uint8Array): Uint8Array {
    switch (operation - BASE) {
      case Request.Open:
      case Request.SetOptions:
        return ok();
      case Request.Bind: {
        // Family, port and address: only "any port" is had without a socket.
        const anyPort = data[1] === 0 && data[2] === 0;
        return anyPort ? ok(0, 0) : error("enotsup");
      }
      case Request.GetHostName:
        return ok(...Buffer.from(hostname().slice(0, 255)));
      case Request.GetOptions:
        // Does not linger: two numbers.
        return data.length === 1 && data[0] === LINGER ? ok(LINGER, 0, 0, 0, 0, 0, 0, 0, 0) : error("enotsup");
      case Request.Subscribe:
        return data.length === 1 && data[0] === EMPTY_OUT_QUEUE ? ok(EMPTY_OUT_QUEUE, 0, 0, 0, 0) : error("enotsup");
      default:
        return error("enotsup");
    }
  }

  /** A datagram to send. From OTP 26 on a reference comes first, with its size, which the answer carries. */
  output(data: Uint8Array): void {
    const { vm, id } = this.port;
    const refused = tuple2(A.error, A.enotsup);
    const size = ((data[0] as number) << 8) | (data[1] as number);
    const ref = vm.release.otp >= 27 ? decodeTerm(data.slice(2, 2 + size), decodeEnv(vm, false))?.term : undefined;
    this.port.outputTerm(
      ref === undefined ? tuple3(A.inet_reply, id, refused) : tuple4(A.inet_reply, id, refused, ref),
    );
  }
}

function ok(...bytes: number[]): Uint8Array {
  return Uint8Array.of(Reply.Ok, ...bytes);
}
function error(errno: string): Uint8Array {
  return Uint8Array.of(Reply.Error, ...Buffer.from(errno));
}

export const UDP_INET: Driver = {
  name: "udp_inet",
  start: (port) => new UdpInet(port),
};
