import { AppError } from '@/server/domain/error'
import type { AgentClient, AgentConnection, Connection } from './client'

export interface HostAddress {
  id: string
  name: string
  /** host:port of its agent. */
  address: string
}

export interface HostRegistry {
  /** The agent of that host. Errors: NOT_FOUND for an unknown host; an unreachable one shows itself at the call. */
  agent: (hostId: string) => Promise<AgentClient>
  /** Ends every call that waits for this host with HOST_UNREACHABLE; later calls try anew. */
  lost: (hostId: string, why: string) => void
  close: () => void
}

export interface RegistryOptions {
  lookup: (hostId: string) => Promise<HostAddress | null>
  connect: (host: HostAddress, connection: Connection) => Promise<AgentConnection> | AgentConnection
}

interface Entry {
  host: HostAddress
  connection: AgentConnection
  abort: AbortController
}

/** Clients by host id, one per host and address, made when first needed. */
export const createHostRegistry = ({ lookup, connect }: RegistryOptions): HostRegistry => {
  const entries = new Map<string, Entry>()

  const drop = (hostId: string, reason: AppError): void => {
    const entry = entries.get(hostId)
    entries.delete(hostId)
    entry?.abort.abort(reason)
    entry?.connection.close()
  }
  const unreachable = (host: HostAddress, why: string): AppError =>
    new AppError('HOST_UNREACHABLE', `The agent of host ${host.name} does not answer.`, {
      subject: { type: 'host', id: host.id, name: host.name }, cause: { system: 'agent', message: why },
    })

  const agent = async (hostId: string): Promise<AgentClient> => {
    const host = await lookup(hostId)
    if (!host) throw new AppError('NOT_FOUND', `There is no host ${hostId}.`, { subject: { type: 'host', id: hostId } })
    const known = entries.get(hostId)
    if (known && known.host.address === host.address) return known.connection.client
    if (known) drop(hostId, unreachable(known.host, 'its address changed'))
    const abort = new AbortController()
    const connection = await connect(host, { host, lost: abort.signal })
    entries.set(hostId, { host, connection, abort })
    return connection.client
  }

  return {
    agent,
    lost: (hostId, why) => {
      const entry = entries.get(hostId)
      if (entry) drop(hostId, unreachable(entry.host, why))
    },
    close: () => {
      for (const [hostId, { host }] of entries) drop(hostId, unreachable(host, 'the manager stops'))
    },
  }
}
