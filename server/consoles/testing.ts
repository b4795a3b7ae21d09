import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { createCsr, signHost } from '@/server/domain/pki/certificate'
import { readInstance } from '@/server/store/instance'
import type { Db } from '@/server/store/db'

export interface FakeAgent {
  /** host:port */
  address: string
  /** The next console that the gateway opens, with its path. */
  next: () => Promise<{ socket: WebSocket; path: string }>
  /** Answers from now on with this close code instead of a console. */
  refuseWith: (refusal: { code: number; reason: string } | null) => void
  close: () => void
}

/** The console side of an agent that names `hostId`: mTLS by the instance's CA, and a WebSocket that the test holds. */
export async function fakeAgent(db: Db, hostId: string): Promise<FakeAgent> {
  const instance = await readInstance(db)
  if (!instance) throw new Error('no instance')
  const { csr, key } = await createCsr('agent')
  const cert = await signHost(hostId, { ca: instance.ca, csr, serial: '02', now: Date.now() })
  const server = createServer({ cert, key, ca: instance.ca.certificate, requestCert: true, rejectUnauthorized: true })
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  const waiting: ((console: { socket: WebSocket; path: string }) => void)[] = []
  const arrived: { socket: WebSocket; path: string }[] = []
  let refusal: { code: number; reason: string } | null = null
  sockets.on('connection', (socket, request) => {
    if (refusal) return socket.close(refusal.code, refusal.reason)
    const console = { socket, path: request.url ?? '' }
    const taker = waiting.shift()
    if (taker) taker(console)
    else arrived.push(console)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: () => {
      const first = arrived.shift()
      return first ? Promise.resolve(first) : new Promise(resolve => waiting.push(resolve))
    },
    refuseWith: given => (refusal = given),
    close: () => {
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      server.close()
    },
  }
}
