import type { RawData, WebSocket } from 'ws'

/** How much may wait for a slow reader before the writer is held up. */
const highBytes = 4 * 1_048_576
const lowBytes = 1_048_576

const open = (socket: WebSocket): boolean => socket.readyState === socket.OPEN

/**
 * Hands on what `from` gets, frame by frame and without a copy, to `to`. A slow reader holds the writer up, so no memory
 * fills. `heard` is called for each frame.
 */
export function forward(from: WebSocket, to: WebSocket, heard: () => void): void {
  let held = false
  const sent = () => {
    if (!held || to.bufferedAmount > lowBytes) return
    held = false
    from.resume()
  }
  from.on('message', (data: RawData) => {
    heard()
    if (!open(to)) return
    to.send(data, { binary: true, compress: false }, sent)
    if (held || to.bufferedAmount < highBytes) return
    held = true
    from.pause()
  })
}
