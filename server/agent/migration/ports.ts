import { lookup } from 'node:dns/promises'
import { connect, createServer } from 'node:net'
import type { Server } from 'node:net'
import { migrationPorts } from '@/server/contract/agent/migration'

/** Every second one: the others stay free, so that a migration that comes meanwhile finds a port. */
const tried = Array.from({ length: (migrationPorts.last - migrationPorts.first + 1) / 2 }, (_, at) => migrationPorts.first + 2 * at)

const open = (port: number, host: string): Promise<Server | null> =>
  new Promise(resolve => {
    const server = createServer(socket => {
      socket.on('error', () => undefined)
      // It was reached: the port is given back at once.
      server.close()
      socket.destroy()
    })
    server.once('error', () => resolve(null))
    server.listen({ port, host }, () => resolve(server))
  })

/**
 * Listens on ports that are free, each until it is reached once, and stops by itself. A port that is taken is in use by a migration, so
 * it need not be tried.
 */
export async function listenForProbe(address: string, forMs: number): Promise<{ ports: number[] }> {
  const servers = await Promise.all(tried.map(port => open(port, address)))
  const timer = setTimeout(() => { for (const server of servers) server?.close() }, forMs)
  timer.unref()
  return { ports: tried.filter((_, at) => servers[at]) }
}

const reaches = (port: number, host: string, timeoutMs: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect({ port, host })
    const end = (reached: boolean) => {
      // No port is left waiting for stray packets.
      socket.resetAndDestroy()
      resolve(reached)
    }
    socket.setTimeout(timeoutMs, () => end(false))
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })

/** Really connects, from this host. */
export async function reach({ address, hostname, ports, timeoutMs }: { address: string; hostname: string; ports: number[]; timeoutMs: number }) {
  const [nameResolves, ...reached] = await Promise.all([
    lookup(hostname).then(() => true, () => false),
    ...ports.map(port => reaches(port, address, timeoutMs)),
  ])
  return { closed: ports.filter((_, at) => !reached[at]), nameResolves }
}
