import { XdrError } from './errors'
import { MAX_STRING, padding } from './limits'

/** Decodes XDR (RFC 4506). Every read is bounds-checked: bytes from the wire can only ever cause an XdrError. */
export class Reader {
  private offset = 0

  constructor(private readonly bytes: Buffer) {}

  get remaining(): number {
    return this.bytes.length - this.offset
  }

  int(): number {
    return this.bytes.readInt32BE(this.advance(4))
  }

  uint(): number {
    return this.bytes.readUInt32BE(this.advance(4))
  }

  hyper(): bigint {
    return this.bytes.readBigInt64BE(this.advance(8))
  }

  uhyper(): bigint {
    return this.bytes.readBigUInt64BE(this.advance(8))
  }

  double(): number {
    return this.bytes.readDoubleBE(this.advance(8))
  }

  bool(): boolean {
    const at = this.offset
    const value = this.uint()
    if (value > 1) throw new XdrError(`${value} is neither true nor false`, at)
    return value === 1
  }

  string(): string {
    const at = this.offset
    const length = this.uint()
    if (length > MAX_STRING) throw new XdrError(`string of ${length} bytes, at most ${MAX_STRING} are allowed`, at)
    const start = this.advance(length + padding(length))
    return this.bytes.toString('utf8', start, start + length)
  }

  /** A view, not a copy: whoever keeps the bytes longer than the packet copies them. */
  fixed(length: number): Buffer {
    const start = this.advance(length + padding(length))
    return this.bytes.subarray(start, start + length)
  }

  opaque(): Buffer {
    return this.fixed(this.uint())
  }

  /** Length of an array whose items take at least four bytes each; a length that cannot fit is refused before any allocation. */
  count(): number {
    const at = this.offset
    const count = this.uint()
    if (count * 4 > this.remaining) throw new XdrError(`array of ${count} items in ${this.remaining} bytes`, at)
    return count
  }

  /** Everything was read; trailing bytes mean that a codec does not match the protocol. */
  end(): void {
    if (this.remaining > 0) throw new XdrError(`${this.remaining} bytes too many`, this.offset)
  }

  private advance(bytes: number): number {
    const at = this.offset
    if (bytes > this.bytes.length - at) throw new XdrError(`${bytes} bytes expected, ${this.bytes.length - at} left`, at)
    this.offset = at + bytes
    return at
  }
}
