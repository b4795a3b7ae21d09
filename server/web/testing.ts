import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { once } from 'node:events'

/** Opens the server on a free port of loopback. @returns its URL */
export async function openOnLoopback(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Server-sent events of one stream as they come. */
export class EventReader {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>
  private readonly decoder = new TextDecoder()
  private text = ''

  constructor(response: Response) {
    if (!response.body) throw new Error('no body')
    this.reader = response.body.getReader()
  }

  /** The next block (an event or a comment), null at the end of the stream. */
  async next(): Promise<string | null> {
    for (;;) {
      const end = this.text.indexOf('\n\n')
      if (end >= 0) {
        const block = this.text.slice(0, end)
        this.text = this.text.slice(end + 2)
        return block
      }
      const { done, value } = await this.reader.read()
      if (done) return null
      this.text += this.decoder.decode(value, { stream: true })
    }
  }

  /** Topic and id of changes until one of this id came, as `topic/id`. */
  async until(id: string): Promise<string[]> {
    const seen: string[] = []
    for (;;) {
      const block = await this.next()
      if (block === null) throw new Error(`the stream ended before ${id} came; seen: ${seen.join()}`)
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (!block.includes('event: change') || !data) continue
      const change = JSON.parse(data) as { topic: string; id: string }
      seen.push(`${change.topic}/${change.id}`)
      if (change.id === id) return seen
    }
  }

  /** Reads to the end of the stream. */
  async end(): Promise<void> {
    while ((await this.next()) !== null);
  }

  cancel = (): Promise<void> => this.reader.cancel()
}
