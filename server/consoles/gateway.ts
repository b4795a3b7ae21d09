import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Db } from '@/server/store/db'
import { isOutage } from '@/server/store/outage'
import { admit, targetOf, type Admission, type ConsoleTarget } from './authorise'
import { recordClosed, recordOpened } from './audit'
import { Connection, type SessionEnds } from './connection'
import { closeReason, ConsoleRefused, refusals } from './refusal'
import { openUpstream } from './upstream'

export interface GatewayOptions {
  db: Db
  hub: SessionEnds
  log: Pick<Logger, 'info' | 'warn' | 'error'>
}

export interface Gateway {
  /** Serves an upgrade of `/console/<vm>/<vnc|serial>`; false when the path is another. */
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean
  /** Ends all consoles. */
  stop: () => void
}

const asRefusal = (error: unknown): ConsoleRefused | null => {
  if (error instanceof ConsoleRefused) return error
  return isOutage(error) ? new ConsoleRefused('unreachable', 'The database does not answer.') : null
}

function refuseByStatus(socket: Duplex, { why, message }: ConsoleRefused): void {
  const body = JSON.stringify({ type: 'about:blank', title: 'Console refused', status: refusals[why].status, code: why, detail: message })
  socket.end(`HTTP/1.1 ${refusals[why].status} Refused\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

/** Browser ↔ manager ↔ agent ↔ QEMU: a ticket and the session of the same user open one console, binary frames both ways. */
export function openGateway({ db, hub, log }: GatewayOptions): Gateway {
  // Compression only costs time on what QEMU sends.
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1_048_576, handleProtocols: offered => (offered.has('binary') ? 'binary' : false) })
  const connections = new Set<Connection>()

  const accept = (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<WebSocket> =>
    new Promise(resolve => sockets.handleUpgrade(request, socket, head, client => {
      client.on('error', () => client.terminate())
      // What a client says first is not read before somebody listens.
      client.pause()
      resolve(client)
    }))

  const connect = async (client: WebSocket, admission: Admission): Promise<void> => {
    const upstream = await openUpstream(db, admission)
    const connection = new Connection({ client, upstream, admission, hub, db })
    connections.add(connection)
    const openedAt = Date.now()
    connection.whenClosed(code => {
      connections.delete(connection)
      void recordClosed(db, admission, { seconds: Math.round((Date.now() - openedAt) / 1000), code }).catch((error: unknown) => log.warn({ err: error }, 'The end of a console was not recorded.'))
    })
    connection.start()
    await recordOpened(db, admission)
  }

  const serve = async (request: IncomingMessage, socket: Duplex, head: Buffer, target: ConsoleTarget): Promise<void> => {
    let client: WebSocket | null = null
    try {
      const admission = await admit(db, request, target, new Date())
      client = await accept(request, socket, head)
      await connect(client, admission)
    } catch (error) {
      const refused = asRefusal(error)
      if (!refused) log.error({ err: error, ...target }, 'A console was not opened.')
      const told = refused ?? new ConsoleRefused('unreachable', 'The console could not be opened.')
      if (!client && request.headers.origin === undefined) return refuseByStatus(socket, told)
      client ??= await accept(request, socket, head)
      client.resume()
      client.close(refusals[told.why].code, closeReason(told.message))
    }
  }

  return {
    upgrade: (request, socket, head) => {
      const target = targetOf(request.url)
      if (!target) return false
      socket.on('error', () => socket.destroy())
      ;(socket as Socket).setNoDelay?.(true)
      void serve(request, socket, head, target)
      return true
    },
    stop: () => {
      for (const connection of connections) connection.end(1001, 'The manager stops.')
    },
  }
}
