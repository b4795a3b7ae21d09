/** Numbers of libvirt's RPC protocol (src/rpc/virnetprotocol.x, virkeepaliveprotocol.x in libvirt's source). They never change. */

export const Program = { REMOTE: 0x20008086, QEMU: 0x20008087, KEEPALIVE: 0x6b656570 } as const
export const PROGRAM_VERSION = 1

export const MessageType = { CALL: 0, REPLY: 1, MESSAGE: 2, STREAM: 3, CALL_WITH_FDS: 4, REPLY_WITH_FDS: 5, STREAM_HOLE: 6 } as const

export const Status = { OK: 0, ERROR: 1, CONTINUE: 2 } as const

export const KeepaliveProcedure = { PING: 1, PONG: 2 } as const

/** The length word, which counts itself. */
export const LENGTH_BYTES = 4

/** Length word and header: program, version, procedure, type, serial, status. */
export const HEADER_BYTES = 28

/** Largest packet either side may send, length word included. */
export const MAX_PACKET = 32 * 1024 * 1024 + LENGTH_BYTES

/** Largest stream payload that every version of libvirt accepts. */
export const MAX_STREAM_PAYLOAD = 262_120

export interface Header {
  program: number
  version: number
  procedure: number
  type: number
  serial: number
  status: number
}

export interface Packet extends Header {
  /** A view into the received bytes. */
  payload: Buffer
}
