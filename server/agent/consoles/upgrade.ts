import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import type { Agent } from '@/server/agent/agent'
import { managerOf } from '@/server/agent/identity/tls'
import { connected } from '@/server/agent/vms/on-vm'
import { ConsoleClosed, closeCode, closeReason } from './close'
import { openSerial } from './serial'
import { openVnc } from './vnc'

const path = /^\/console\/([^/]+)\/(vnc|serial)$/
const openers = { vnc: openVnc, serial: openSerial }

/**
 * Consoles over WebSocket on the agent's own port: `/console/<vmId>/<vnc|serial>`, binary frames both ways. Compression
 * only costs time on what QEMU sends. The VNC socket and the serial stream are opened before the WebSocket is accepted for
 * data, so that a refusal has a close code and a sentence.
 */
export const serveConsoles = (server: Server, agent: Agent): WebSocketServer => {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: 1 << 20,
    handleProtocols: (protocols) => (protocols.has('binary') ? 'binary' : false),
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const [, id, protocol] = path.exec(new URL(request.url ?? '/', 'http://agent').pathname) ?? []
    if (!managerOf(socket) || !id || !z.uuid().safeParse(id).success) {
      socket.end(`HTTP/1.1 ${managerOf(socket) ? '404 Not Found' : '403 Forbidden'}\r\nConnection: close\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (client) => void open(agent, client, id, protocol as keyof typeof openers))
  })
  return sockets
}

const open = async (agent: Agent, client: WebSocket, id: string, protocol: keyof typeof openers): Promise<void> => {
  // A client that speaks first (a VNC viewer does not, a terminal may) is not read before somebody listens.
  client.pause()
  client.on('error', () => client.terminate())
  try {
    const libvirt = await connected(agent, 'libvirt')
    const reading = await agent.machines.read(libvirt, id)
    if (!reading) throw new ConsoleClosed(closeCode.noSuchVm, 'The host does not know this machine.')
    if (!reading.active) throw new ConsoleClosed(closeCode.notRunning, `Machine “${reading.observation.name}” is not running.`)
    await openers[protocol]({ agent, libvirt, client, reading })
  } catch (error) {
    agent.log.info({ err: error, vmId: id, protocol }, 'console was not opened')
    // The viewer's half of the closing handshake must be read.
    client.resume()
    client.close(error instanceof ConsoleClosed ? error.closeCode : closeCode.failed, closeReason(error instanceof Error ? error.message : String(error)))
  }
}
