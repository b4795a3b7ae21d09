import { ProtocolError } from './errors'
import { HEADER_BYTES, LENGTH_BYTES, MAX_PACKET, MessageType, PROGRAM_VERSION } from './wire'
import type { Header, Packet } from './wire'
import type { Writer } from '@/server/libvirt/xdr/writer'

/**
 * Cuts the bytes of a socket into packets, however the network chopped them. Chunks are kept apart until a packet is complete and
 * joined once, so a packet of 32 MiB costs one copy and not one per chunk.
 */
export class Framing {
  private chunks: Buffer[] = []
  private have = 0
  private need = LENGTH_BYTES

  /** Calls `deliver` for each packet that `chunk` completes. Throws ProtocolError when the bytes are not libvirt's; then stop. */
  push(chunk: Buffer, deliver: (packet: Packet) => void): void {
    this.chunks.push(chunk)
    this.have += chunk.length
    if (this.have < this.need) return
    let bytes = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks, this.have)
    for (;;) {
      this.need = bytes.length < LENGTH_BYTES ? LENGTH_BYTES : packetLength(bytes)
      if (bytes.length < this.need) break
      deliver(parse(bytes.subarray(0, this.need)))
      bytes = bytes.subarray(this.need)
    }
    this.chunks = bytes.length > 0 ? [bytes] : []
    this.have = bytes.length
  }
}

function packetLength(bytes: Buffer): number {
  const length = bytes.readUInt32BE(0)
  if (length < HEADER_BYTES || length > MAX_PACKET) {
    throw new ProtocolError(`packet of ${length} bytes announced, ${HEADER_BYTES} to ${MAX_PACKET} are possible: this is not libvirt's protocol`)
  }
  return length
}

function parse(bytes: Buffer): Packet {
  const version = bytes.readUInt32BE(8)
  if (version !== PROGRAM_VERSION) throw new ProtocolError(`program version ${version} instead of ${PROGRAM_VERSION}`)
  const type = bytes.readInt32BE(16)
  if (type < MessageType.CALL || type > MessageType.STREAM_HOLE) throw new ProtocolError(`message type ${type} does not exist`)
  return {
    program: bytes.readUInt32BE(4),
    version,
    procedure: bytes.readInt32BE(12),
    type,
    serial: bytes.readUInt32BE(20),
    status: bytes.readInt32BE(24),
    payload: bytes.subarray(HEADER_BYTES),
  }
}

/** Appends a packet to what the writer holds; if `body` throws, nothing is left behind. `extra` = payload bytes that follow apart. */
export function writePacket(writer: Writer, header: Omit<Header, 'version'>, body?: (writer: Writer) => void, extra = 0): void {
  const start = writer.length
  try {
    writer.uint(0)
    writer.uint(header.program)
    writer.uint(PROGRAM_VERSION)
    writer.int(header.procedure)
    writer.int(header.type)
    writer.uint(header.serial)
    writer.int(header.status)
    body?.(writer)
    const length = writer.length - start + extra
    if (length > MAX_PACKET) throw new ProtocolError(`packet of ${length} bytes, at most ${MAX_PACKET} are possible`)
    writer.patch(start, length)
  } catch (error) {
    writer.rewind(start)
    throw error
  }
}
