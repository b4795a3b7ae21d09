import type { Readable } from 'node:stream'
import type { EventKind, EventOf, LibvirtEvent } from '@/server/libvirt/events/families'
import type { Events } from '@/server/libvirt/events/hub'

/** Reads until the text so far matches; resolves with the text. The stream stays open. Error: what it said, when it ends before. */
export async function readUntil(stream: Readable, wanted: RegExp): Promise<string> {
  let text = ''
  return new Promise((resolve, reject) => {
    const done = (): void => {
      stream.off('data', onData).off('close', onClose).pause()
    }
    const onData = (chunk: Buffer): void => {
      text += chunk.toString('latin1')
      if (!wanted.test(text)) return
      done()
      resolve(text)
    }
    const onClose = (): void => {
      done()
      reject(new Error(`the stream ended without ${wanted}: ${text}`))
    }
    // An earlier call has left it paused.
    stream.on('data', onData).on('close', onClose).resume()
  })
}

export async function readBytes(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Remembers the events of some kinds, and waits for the one that `matches`, past or to come. */
export async function collect<K extends EventKind>(
  source: { listen: Events['listen'] },
  kinds: readonly K[],
): Promise<{ all: LibvirtEvent[]; until: (matches: (event: EventOf<K>) => boolean) => Promise<EventOf<K>> }> {
  const all: EventOf<K>[] = []
  let arrived: () => void = () => undefined
  await source.listen(kinds, (event) => {
    all.push(event)
    arrived()
  })
  return {
    all: all as LibvirtEvent[],
    async until(matches) {
      for (;;) {
        const found = all.find(matches)
        if (found) return found
        await new Promise<void>((resolve) => (arrived = resolve))
      }
    },
  }
}
