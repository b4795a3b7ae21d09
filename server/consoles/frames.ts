/** What is known of a WebSocket's byte stream from its frame headers alone (RFC 6455, 5.2); payloads are passed over. */
export class FrameWatcher {
  /** Bytes of the header that have come so far, at most 14. */
  private readonly header = Buffer.alloc(14)
  private have = 0
  private payloadLeft = 0
  private closing = false

  /** Is the stream between two frames? Only there may a frame be put in. */
  get atBoundary(): boolean {
    return this.have === 0 && this.payloadLeft === 0
  }

  /** A close frame has begun: nothing may follow it. */
  get sawClose(): boolean {
    return this.closing
  }

  feed(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      if (this.payloadLeft > 0) {
        const skipped = Math.min(this.payloadLeft, chunk.length - at)
        this.payloadLeft -= skipped
        at += skipped
      } else {
        this.header[this.have++] = chunk[at++] ?? 0
        this.readHeader()
      }
    }
  }

  private readHeader(): void {
    if (this.have < 2) return
    const [first = 0, second = 0] = this.header
    const short = second & 0x7f
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0
    const maskBytes = second & 0x80 ? 4 : 0
    if (this.have < 2 + lengthBytes + maskBytes) return
    this.payloadLeft = lengthBytes === 2 ? this.header.readUInt16BE(2) : lengthBytes === 8 ? Number(this.header.readBigUInt64BE(2)) : short
    if ((first & 0x0f) === 0x8) this.closing = true
    this.have = 0
  }
}

/** A close reason has at most 123 bytes (RFC 6455, 5.5.1); a character is never cut in two. */
const shortened = (text: string): Buffer => Buffer.from(Buffer.from(text).subarray(0, 120).toString('utf8').replace(/\ufffd+$/, ''))

/** A server's close frame: unmasked, code and reason. */
export function closeFrame(code: number, reason: string): Buffer {
  const text = shortened(reason)
  const frame = Buffer.alloc(4 + text.length)
  frame[0] = 0x88
  frame[1] = 2 + text.length
  frame.writeUInt16BE(code, 2)
  text.copy(frame, 4)
  return frame
}
