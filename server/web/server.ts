import { randomBytes } from 'node:crypto'
import { createServer as createPlain, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTls } from 'node:https'
import type { Duplex } from 'node:stream'
import type { Credentials } from '@/server/domain/pki/certificate'
import { addressHeader, schemeHeader } from '@/server/api/headers'
import { ConfigError, type Config } from './config'
import { secure } from './security'

export interface Handlers {
  changes: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  /** What carries whole files: each true when the request is its own and is being served. */
  transfers?: readonly ((request: IncomingMessage, response: ServerResponse) => boolean)[]
  /** True when the upgrade was a console's and is being served. */
  console: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean
  pages: RequestListener
  /** Next's own upgrades, in development only. */
  pagesUpgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>) | null
}

const plainAddress = (address = ''): string => address.replace(/^::ffff:/, '')
const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split('?', 1)[0] ?? '/'

/** What the connection is: told to the route handlers by headers that no client can send. */
function describe(request: IncomingMessage, tls: boolean): void {
  request.headers[addressHeader] = plainAddress(request.socket.remoteAddress)
  request.headers[schemeHeader] = tls ? 'https' : 'http'
}

/** What Node would do for every request, were it not for files, which may take hours to send. */
const bodyMs = 300_000
function limitTime(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), bodyMs).unref()
  for (const end of ['end', 'close']) request.once(end, () => clearTimeout(timer))
}

function listenerOf(handlers: Handlers, { tls, dev }: { tls: boolean; dev: boolean }): RequestListener {
  return (request, response) => {
    describe(request, tls)
    secure(request, response, { nonce: randomBytes(16).toString('base64'), tls, dev })
    if (request.method === 'GET' && pathOf(request) === '/api/v1/changes') void handlers.changes(request, response)
    else if (handlers.transfers?.some(serve => serve(request, response))) return
    else {
      limitTime(request)
      handlers.pages(request, response)
    }
  }
}

export function createWebServer(handlers: Handlers, certificate: Credentials | null, dev: boolean): Server {
  const listener = listenerOf(handlers, { tls: certificate !== null, dev })
  const server = certificate ? createTls({ cert: certificate.certificate, key: certificate.key, minVersion: 'TLSv1.2' }, listener) : createPlain(listener)
  server.requestTimeout = 0
  server.on('upgrade', (request, socket, head) => {
    describe(request, certificate !== null)
    if (handlers.console(request, socket, head)) return
    if (handlers.pagesUpgrade) void handlers.pagesUpgrade(request, socket, head)
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
  })
  return server
}

/** @throws ConfigError when the port is taken or the address is not of this machine */
export function listen(server: Server, { port, address }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') reject(new ConfigError(`Port ${port} on ${address} is in use by another program. Choose another one with ATRIUM_PORT.`))
      else if (error.code === 'EADDRNOTAVAIL') reject(new ConfigError(`This machine has no address ${address}. Choose another one with ATRIUM_ADDRESS.`))
      else if (error.code === 'EACCES') reject(new ConfigError(`Port ${port} may only be opened by root.`))
      else reject(error)
    })
    server.listen(port, address, resolve)
  })
}

const graceMs = 5_000

/** Lets running requests end; what is still open after the grace is cut. */
export function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}
