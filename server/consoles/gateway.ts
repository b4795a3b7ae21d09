import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import type { Db } from '@/server/store/db'
import { isOutage } from '@/server/store/outage'
import { openConsoleOf, recordClosed, recordOpened } from './audit'
import { admit, targetOf, type Admission, type ConsoleTarget } from './authorise'
import { Connection, type SessionEnds } from './connection'
import { closeFrame } from './frames'
import { acceptHandshake, isHandshake, openUpstream, type Upstream } from './handshake'
import { keepPresence } from './presence'
import { ConsoleRefused, refusals } from './refusal'

export interface GatewayOptions {
  db: Db
  hub: SessionEnds
  log: Pick<Logger, 'info' | 'warn' | 'error'>
}

export interface Gateway {
  /** Serves an upgrade of `/console/<vm>/<vnc|serial>`; false when the path is another. */
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean
  /** Ends all consoles; done once their end is recorded. */
  stop: () => Promise<void>
}

/** After a refusal the browser has this long to take its leave. */
const leaveMs = 2_000

const asRefusal = (error: unknown): ConsoleRefused | null => {
  if (error instanceof ConsoleRefused) return error
  return isOutage(error) ? new ConsoleRefused('unreachable', 'The database does not answer.') : null
}

function refuseByStatus(socket: Duplex, status: number, code: string, detail: string): void {
  const body = JSON.stringify({ type: 'about:blank', title: 'Console refused', status, code, detail })
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

/** A browser tells its page only the close code, so it gets its refusal after the handshake; a script, which sends no Origin, before it. */
function refuse(request: IncomingMessage, socket: Duplex, { why, message }: ConsoleRefused): void {
  if (request.headers.origin === undefined) return refuseByStatus(socket, refusals[why].status, why, message)
  acceptHandshake(request, socket)
  socket.end(closeFrame(refusals[why].code, message))
  socket.resume()
  setTimeout(() => socket.destroy(), leaveMs).unref()
}

/** Browser ↔ manager ↔ agent ↔ QEMU: a ticket and the session of the same user open one console, binary frames both ways. */
export function openGateway({ db, hub, log }: GatewayOptions): Gateway {
  /** With what comes after each one's end. */
  const connections = new Map<Connection, Promise<void>>()
  const presence = keepPresence(db, log)

  const join = async (client: Duplex, early: Buffer, upstream: Upstream, admission: Admission): Promise<void> => {
    const connection = new Connection({ client, early, upstream, admission, hub, db })
    const openedAt = Date.now()
    const console = openConsoleOf(admission)
    const drop = presence.carry(console)
    // Opened comes before closed in the audit trail, however short the console was.
    const opened = recordOpened(db, admission, console)
    const closed = new Promise<void>(resolve => connection.whenClosed(resolve)).then(async () => {
      const seconds = Math.round((Date.now() - openedAt) / 1000)
      drop()
      await Promise.all([opened, presence.settled()])
      await recordClosed(db, admission, console, seconds)
    })
    connections.set(connection, closed)
    closed
      .catch((error: unknown) => log.warn({ err: error }, 'The end of a console was not recorded.'))
      .finally(() => connections.delete(connection))
    connection.start()
    await opened
  }

  const serve = async (request: IncomingMessage, socket: Duplex, head: Buffer, target: ConsoleTarget): Promise<void> => {
    try {
      const admission = await admit(db, request, target, new Date())
      const upstream = await openUpstream(db, admission)
      acceptHandshake(request, socket)
      await join(socket, head, upstream, admission).catch((error: unknown) => log.warn({ err: error }, 'A console was not recorded.'))
    } catch (error) {
      const refused = asRefusal(error)
      if (!refused) log.error({ err: error, ...target }, 'A console was not opened.')
      refuse(request, socket, refused ?? new ConsoleRefused('unreachable', 'The console could not be opened.'))
    }
  }

  return {
    upgrade: (request, socket, head) => {
      const target = targetOf(request.url)
      if (!target) return false
      socket.on('error', () => socket.destroy())
      if (!isHandshake(request)) {
        refuseByStatus(socket, 400, 'BAD_INPUT', 'This is no WebSocket handshake.')
        return true
      }
      ;(socket as Socket).setNoDelay(true)
      void serve(request, socket, head, target)
      return true
    },
    stop: async () => {
      const ends = [...connections.values()]
      for (const connection of connections.keys()) connection.end(1001, 'The manager stops.')
      await Promise.allSettled(ends)
      presence.stop()
    },
  }
}
