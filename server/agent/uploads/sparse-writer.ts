import type { Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

/** What is hashed and written at once. */
const batchBytes = 1024 ** 2
/** As large as the holes that a file system makes, and a qcow2 cluster. */
const blockBytes = 65_536
const zeros = Buffer.alloc(blockBytes)

/** Runs of blocks that hold something; the rest stays a hole. */
const runs = (bytes: Buffer): [from: number, to: number][] => {
  const found: [number, number][] = []
  for (let from = 0; from < bytes.length; from += blockBytes) {
    const to = Math.min(from + blockBytes, bytes.length)
    if (bytes.subarray(from, to).equals(zeros.subarray(0, to - from))) continue
    const last = found.at(-1)
    if (last && last[1] === from) last[1] = to
    else found.push([from, to])
  }
  return found
}

/**
 * Writes a stream of bytes from `offset` on, into a file that ends there: blocks of zeros are left out, so they read as zeros and take no space. Uses
 * two buffers of fixed size: one is filled while the other is written.
 */
export class SparseWriter {
  private filling = Buffer.allocUnsafeSlow(batchBytes)
  private spare = Buffer.allocUnsafeSlow(batchBytes)
  private filled = 0
  private writing: Promise<void> = Promise.resolve()

  constructor(
    private readonly file: FileHandle,
    /** Where the file is whole up to: in order, and never behind what is on disk. */
    public offset: number,
    private readonly hash: Hash | null,
  ) {}

  async write(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.copy(this.filling, this.filled, at)
      at += taken
      this.filled += taken
      if (this.filled === batchBytes) await this.hand()
    }
  }

  /** All that came is in the file, which is as long as that. */
  async flush(): Promise<void> {
    if (this.filled > 0) await this.hand()
    await this.writing
    await this.file.truncate(this.offset)
  }

  private async hand(): Promise<void> {
    await this.writing
    const bytes = this.filling.subarray(0, this.filled)
    ;[this.filling, this.spare] = [this.spare, this.filling]
    this.filled = 0
    this.writing = this.put(bytes)
    // It is awaited before the next one; a failure meanwhile must not end the process.
    this.writing.catch(() => undefined)
  }

  private async put(bytes: Buffer): Promise<void> {
    for (const [from, to] of runs(bytes)) {
      for (let at = from; at < to; ) at += (await this.file.write(bytes, at, to - at, this.offset + at)).bytesWritten
    }
    this.hash?.update(bytes)
    this.offset += bytes.length
  }
}
