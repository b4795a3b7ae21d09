import { lookup } from 'node:dns/promises'
import { connect, createServer } from 'node:net'
import type { Server } from 'node:net'
import { migrationPorts } from '@/server/contract/agent/migration'
import { libvirtPki } from './libvirt-tls'
import { tryLibvirt } from './try-libvirt'

/** Every second one: the others stay free, so that a migration that comes meanwhile finds a port. */
const tried = Array.from({ length: (migrationPorts.last - migrationPorts.first + 1) / 2 }, (_, at) => migrationPorts.first + 2 * at)

interface Probe {
  server: Server
  /** How often it is still to be reached. */
  awaited: number
  timer: NodeJS.Timeout | undefined
}

/** What listens now. A probe that was never reached must not make the next one take its ports for a migration's. */
const probes = new Map<number, Probe>()

function end(port: number): void {
  const probe = probes.get(port)
  clearTimeout(probe?.timer)
  probes.delete(port)
  probe?.server.close()
}

function reached(port: number): void {
  const probe = probes.get(port)
  if (!probe) return
  probe.awaited -= 1
  // The port is given back at once.
  if (probe.awaited <= 0) end(port)
}

const open = (port: number, host: string): Promise<Server | null> =>
  new Promise(resolve => {
    const server = createServer(socket => {
      socket.on('error', () => undefined)
      reached(port)
      socket.destroy()
    })
    server.once('error', () => resolve(null))
    server.listen({ port, host }, () => resolve(server))
  })

async function listen(port: number, host: string, forMs: number): Promise<boolean> {
  let probe = probes.get(port)
  if (!probe) {
    const server = await open(port, host)
    if (server) probes.set(port, { server, awaited: 0, timer: undefined })
    probe = probes.get(port)
  }
  if (!probe) return false
  probe.awaited += 1
  clearTimeout(probe.timer)
  probe.timer = setTimeout(() => end(port), forMs)
  probe.timer.unref()
  return true
}

/**
 * Listens on ports that are free, each until it is reached as often as it was asked for, and stops by itself. A port that another
 * program has is in use by a migration, so it need not be tried.
 */
export async function listenForProbe(address: string, forMs: number): Promise<{ ports: number[] }> {
  const listening = await Promise.all(tried.map(port => listen(port, address, forMs)))
  return { ports: tried.filter((_, at) => listening[at]) }
}

const reaches = (port: number, host: string, timeoutMs: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect({ port, host })
    const settle = (open: boolean) => {
      // No port is left waiting for stray packets.
      socket.resetAndDestroy()
      resolve(open)
    }
    socket.setTimeout(timeoutMs, () => settle(false))
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
  })

/** Really connects, from this host. */
export async function reach(
  { address, libvirtAddress = address, hostname, ports, timeoutMs }: { address: string; libvirtAddress?: string | undefined; hostname: string; ports: number[]; timeoutMs: number },
) {
  const [libvirt, nameResolves, ...answers] = await Promise.all([
    tryLibvirt(libvirtAddress, libvirtPki),
    lookup(hostname).then(() => true, () => false),
    ...ports.map(port => reaches(port, address, timeoutMs)),
  ])
  return { closed: ports.filter((_, at) => !answers[at]), nameResolves, libvirt }
}
