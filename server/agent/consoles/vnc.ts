import { once } from 'node:events'
import { connect } from 'node:net'
import type { WebSocket } from 'ws'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import type { Agent } from '@/server/agent/agent'
import type { Reading } from '@/server/agent/vms/observe'
import { ConsoleClosed, closeCode } from './close'
import { joinStreams } from './pipe'

export interface OpenConsole {
  agent: Agent
  libvirt: Libvirt
  client: WebSocket
  reading: Reading
}

const connectMs = 5000

/** QEMU's VNC server on the socket that the live XML names. Any number of viewers; each has its own connection. */
export const openVnc = async ({ client, reading }: OpenConsole): Promise<void> => {
  const { name } = reading.observation
  if (!reading.view.vnc) throw new ConsoleClosed(closeCode.notRunning, `Machine “${name}” has no VNC screen.`)
  const socket = connect(reading.view.vnc)
  socket.setNoDelay(true)
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
