import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { agentConsolePath } from '@/server/contract/agent/agent'
import { agentTls } from '@/server/hosts/tls'
import type { Db } from '@/server/store/db'
import type { Admission } from './authorise'
import { ConsoleRefused } from './refusal'

/** RFC 6455, 1.3. */
const acceptOf = (key: string): string => createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')

/** Is it a proper WebSocket handshake (RFC 6455, 4.2.1)? */
export const isHandshake = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' &&
  headers.upgrade?.toLowerCase() === 'websocket' &&
  headers['sec-websocket-version'] === '13' &&
  /^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '')

const offersBinary = ({ headers }: IncomingMessage): boolean => (headers['sec-websocket-protocol'] ?? '').split(',').some(p => p.trim() === 'binary')

/** Answers the browser's handshake. No extension is agreed on: compression only costs time on what QEMU sends. */
export function acceptHandshake(request: IncomingMessage, socket: Duplex): void {
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptOf(request.headers['sec-websocket-key'] ?? '')}`,
  ]
  if (offersBinary(request)) lines.push('Sec-WebSocket-Protocol: binary')
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
}

export interface Upstream {
  socket: Socket
  /** What the host has already sent. */
  head: Buffer
}

const handshakeMs = 10_000
/** A host that lost its power sends nothing any more, not even an end. */
const keepAliveMs = 10_000
const unreachable = () => new ConsoleRefused('unreachable', 'The host of this machine does not answer.')

/** The console as the host's agent gives it, over mTLS, with the handshake done. @throws ConsoleRefused when the host can't be reached */
export async function openUpstream(db: Db, { host, vmId, protocol }: Pick<Admission, 'host' | 'vmId' | 'protocol'>): Promise<Upstream> {
  const instance = await db.instance.findFirst()
  if (!instance) throw new ConsoleRefused('unreachable', 'This manager is not set up.')
  const tls = await agentTls(instance, host.id)
  const key = randomBytes(16).toString('base64')
  const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': key, 'sec-websocket-protocol': 'binary' }
  return new Promise((resolve, reject) => {
    const call = httpsRequest(`https://${host.address}${agentConsolePath(vmId, protocol)}`, {
      ...tls,
      agent: false,
      headers,
      signal: AbortSignal.timeout(handshakeMs),
    })
    call.on('upgrade', (answer, socket: Socket, head) => {
      if (answer.headers['sec-websocket-accept'] !== acceptOf(key)) {
        socket.destroy()
        return reject(unreachable())
      }
      socket.setNoDelay(true)
      socket.setKeepAlive(true, keepAliveMs)
      resolve({ socket, head })
    })
    call.on('response', answer => {
      answer.destroy()
      reject(unreachable())
    })
    call.on('error', () => reject(unreachable()))
    call.end()
  })
}
