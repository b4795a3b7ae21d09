import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import type { Agent } from '@/server/agent/agent'
import type { VncTarget } from '@/server/domain/vm/xml/vnc'
import type { Reading } from '@/server/agent/vms/observe'
import { connected } from '@/server/agent/vms/on-vm'
import { isVncOurs, vncPassword } from '@/server/agent/vms/vnc-password'
import { Arrivals } from './arrivals'
import { ConsoleClosed, closeCode } from './close'
import { joinStreams, toViewer } from './pipe'
import { enter, letIn } from './rfb'

export interface OpenConsole {
  agent: Agent
  libvirt: Libvirt
  client: WebSocket
  reading: Reading
}

const connectMs = 5000
/** libvirt may set a password meanwhile. */
const enterMs = 20_000
/** As much as QEMU can have waiting in its unix socket. */
const readBytes = 256 * 1024

/**
 * Pixels go through one buffer of fixed size. A new one for each piece would be 30 MiB of garbage a second, of which Node lets some dozens
 * of MiB gather before it looks.
 */
const connectScreen = (target: VncTarget, told: (chunk: Buffer) => void): Socket => {
  const callback = (length: number, buffer: Uint8Array): boolean => {
    told(Buffer.from(buffer.buffer, buffer.byteOffset, length))
    return true
  }
  return connect({ ...target, onread: { buffer: Buffer.allocUnsafeSlow(readBytes), callback } })
}

/** On the network QEMU asks for a password: the agent answers for the viewer, who has shown a ticket. */
const introduce = async ({ agent, client, reading }: OpenConsole, socket: Socket, screen: Arrivals): Promise<void> => {
  const { id } = reading.observation
  const lost = new AbortController()
  const signal = AbortSignal.any([lost.signal, AbortSignal.timeout(enterMs)])
  const gone = (): void => lost.abort(new Error('the connection was lost'))
  const viewer = new Arrivals()
  socket.on('error', gone).once('close', gone)
  client.once('close', gone)
  try {
    await enter({ arrivals: screen, send: (bytes) => socket.write(bytes), signal }, async () => {
      const libvirt = await connected(agent, 'work')
      if (!(await isVncOurs(libvirt, id))) throw new Error('its screen has a password that another tool has set')
      return vncPassword(agent, libvirt, id)
    })
    client.on('message', viewer.push)
    client.resume()
    await letIn({ arrivals: viewer, send: (bytes) => client.send(bytes), signal })
    client.pause()
  } catch (error) {
    // The machine may have been started anew, or have moved away and back.
    agent.vncPasswords.delete(id)
    throw error
  } finally {
    client.off('message', viewer.push).off('close', gone)
  }
}

/** QEMU's VNC server on the socket that the live XML names. Any number of viewers; each has its own connection. */
export const openVnc = async (asked: OpenConsole): Promise<void> => {
  const { client, reading: { observation: { name }, view: { vnc } } } = asked
  if (!vnc) throw new ConsoleClosed(closeCode.notRunning, `Machine “${name}” has no VNC screen.`)
  const screen = new Arrivals()
  const shown = (chunk: Buffer): void => toViewer(client, socket, chunk)
  let told = 'path' in vnc ? shown : screen.push
  const socket = connectScreen(vnc, (chunk) => told(chunk))
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(connectMs) })
    if (told !== shown) await introduce(asked, socket, screen)
    told = shown
  } catch (error) {
    socket.destroy()
    throw new ConsoleClosed(closeCode.gone, `The screen of machine “${name}” cannot be reached: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (client.readyState !== client.OPEN) {
    socket.destroy()
    return
  }
  joinStreams(client, socket, `Machine “${name}” has stopped.`)
}
