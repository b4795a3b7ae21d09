import { XdrError } from './errors'
import { MAX_STRING, padding } from './limits'

const SLAB = 64 * 1024

/**
 * Encodes XDR (RFC 4506) into a growing slab. Several packets can be written one after the other and taken as one buffer:
 * this is what makes pipelined calls cheap (one system call for many packets). Taken bytes are never written again.
 */
export class Writer {
  private buffer = Buffer.allocUnsafeSlow(SLAB)
  private start = 0
  private offset = 0

  /** Bytes written since the last `take`. */
  get length(): number {
    return this.offset - this.start
  }

  int(value: number): void {
    if ((value | 0) !== value) throw new XdrError(`${value} is not a 32-bit integer`)
    const at = this.room(4)
    this.buffer.writeInt32BE(value, at)
  }

  uint(value: number): void {
    if (value >>> 0 !== value) throw new XdrError(`${value} is not an unsigned 32-bit integer`)
    const at = this.room(4)
    this.buffer.writeUInt32BE(value, at)
  }

  hyper(value: bigint): void {
    if (BigInt.asIntN(64, value) !== value) throw new XdrError(`${value} is not a 64-bit integer`)
    const at = this.room(8)
    this.buffer.writeBigInt64BE(value, at)
  }

  uhyper(value: bigint): void {
    if (BigInt.asUintN(64, value) !== value) throw new XdrError(`${value} is not an unsigned 64-bit integer`)
    const at = this.room(8)
    this.buffer.writeBigUInt64BE(value, at)
  }

  double(value: number): void {
    const at = this.room(8)
    this.buffer.writeDoubleBE(value, at)
  }

  string(value: string): void {
    const length = Buffer.byteLength(value)
    if (length > MAX_STRING) throw new XdrError(`string of ${length} bytes, at most ${MAX_STRING} are allowed`)
    // The other side is C: everything after a NUL would be lost without a word.
    if (value.includes('\0')) throw new XdrError('string contains a NUL character')
    this.uint(length)
    const at = this.room(length + padding(length))
    this.buffer.write(value, at, length, 'utf8')
    this.pad(at + length, padding(length))
  }

  /** Bytes without a length, padded to four. */
  fixed(value: Uint8Array): void {
    const at = this.room(value.length + padding(value.length))
    this.buffer.set(value, at)
    this.pad(at + value.length, padding(value.length))
  }

  opaque(value: Uint8Array): void {
    this.uint(value.length)
    this.fixed(value)
  }

  /** Overwrites an unsigned integer written before; `position` counts from the last `take`. For lengths known only afterwards. */
  patch(position: number, value: number): void {
    this.buffer.writeUInt32BE(value, this.start + position)
  }

  /** Drops everything written after `position`: used when encoding a packet fails half way. */
  rewind(position: number): void {
    this.offset = this.start + position
  }

  take(): Buffer {
    const taken = this.buffer.subarray(this.start, this.offset)
    this.start = this.offset
    return taken
  }

  /** Call it before touching `buffer`: it may replace it. */
  private room(bytes: number): number {
    const needed = this.length + bytes
    if (this.start + needed > this.buffer.length) {
      const bigger = Buffer.allocUnsafeSlow(Math.max(SLAB, needed * 2))
      this.buffer.copy(bigger, 0, this.start, this.offset)
      this.offset -= this.start
      this.start = 0
      this.buffer = bigger
    }
    const at = this.offset
    this.offset = at + bytes
    return at
  }

  private pad(at: number, bytes: number): void {
    for (let i = 0; i < bytes; i++) this.buffer[at + i] = 0
  }
}
