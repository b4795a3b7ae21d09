import type { Duplex } from 'node:stream'
import { createWebSocketStream } from 'ws'
import type { WebSocket } from 'ws'
import { closeCode, closeReason } from './close'

/**
 * Joins a WebSocket and a byte stream. `pipe` keeps back-pressure in both directions: a slow browser slows QEMU, and no
 * memory fills. When either side ends, so does the other; the machine's side ending has its own close code.
 */
export const joinStreams = (client: WebSocket, target: Duplex, goneMessage: string): void => {
  const browser = createWebSocketStream(client)
  const gone = (): void => {
    browser.unpipe(target)
    // What the viewer still sends is dropped, but read: its half of the closing handshake is among it.
    browser.resume()
    if (client.readyState === client.OPEN) client.close(closeCode.gone, closeReason(goneMessage))
  }
  browser.pipe(target)
  // The end of the machine's side is told by `gone`: through the pipe it would close with 1000, as if nothing were wrong.
  target.pipe(browser, { end: false })
  target.on('end', gone)
  target.on('close', gone)
  target.on('error', gone)
  browser.on('error', () => target.destroy())
  client.on('close', () => target.destroy())
  client.resume()
}
