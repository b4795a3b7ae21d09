import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import type { Agent } from '@/server/agent/agent'
import type { VncTarget } from '@/server/domain/vm/xml/vnc'
import type { Reading } from '@/server/agent/vms/observe'
import { ConsoleClosed, closeCode } from './close'
import { joinStreams, toViewer } from './pipe'

export interface OpenConsole {
  agent: Agent
  libvirt: Libvirt
  client: WebSocket
  reading: Reading
}

const connectMs = 5000
/** As much as QEMU can have waiting in its unix socket. */
const readBytes = 256 * 1024

/**
 * Pixels go through one buffer of fixed size. A new one for each piece would be 30 MiB of garbage a second, of which Node lets some dozens
 * of MiB gather before it looks.
 */
const connectScreen = (target: VncTarget, client: WebSocket): Socket => {
  const onScreen = (length: number, buffer: Uint8Array): boolean => {
    toViewer(client, socket, Buffer.from(buffer.buffer, buffer.byteOffset, length))
    return true
  }
  const socket = connect({ ...target, onread: { buffer: Buffer.allocUnsafeSlow(readBytes), callback: onScreen } })
  return socket
}

/** QEMU's VNC server on the socket that the live XML names. Any number of viewers; each has its own connection. */
export const openVnc = async ({ client, reading }: OpenConsole): Promise<void> => {
  const { name } = reading.observation
  if (!reading.view.vnc) throw new ConsoleClosed(closeCode.notRunning, `Machine “${name}” has no VNC screen.`)
  const socket = connectScreen(reading.view.vnc, client)
  await once(socket, 'connect', { signal: AbortSignal.timeout(connectMs) }).catch((error: unknown) => {
    socket.destroy()
    throw new ConsoleClosed(closeCode.gone, `The screen of machine “${name}” cannot be reached: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (client.readyState !== client.OPEN) {
    socket.destroy()
    return
  }
  joinStreams(client, socket, `Machine “${name}” has stopped.`)
}
