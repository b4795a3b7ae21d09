import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { closeCode, closeReason } from './close'

/**
 * Hands bytes of the machine to its viewer and reads no further before they have left: a slow browser slows QEMU, no memory fills, and
 * the memory of `chunk` may be used again for what is read next.
 */
export const toViewer = (client: WebSocket, target: Duplex, chunk: Buffer): void => {
  target.pause()
  client.send(chunk, () => target.resume())
}

/**
 * Joins a WebSocket and a byte stream, all but what `toViewer` does. When either side ends, so does the other; the machine's side ending
 * has its own close code.
 */
export const joinStreams = (client: WebSocket, target: Duplex, goneMessage: string): void => {
  const gone = (): void => {
    // What the viewer still sends is dropped, but read: its half of the closing handshake is among it.
    client.resume()
    if (client.readyState === client.OPEN) client.close(closeCode.gone, closeReason(goneMessage))
  }
  client.on('message', (data: Buffer) => {
    if (target.writable && !target.write(data)) client.pause()
  })
  target.on('drain', () => client.resume())
  target.on('end', gone)
  target.on('close', gone)
  target.on('error', gone)
  client.on('close', () => target.destroy())
  client.resume()
}
