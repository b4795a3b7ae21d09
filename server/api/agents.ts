import { AppError } from '@/server/domain/error'
import { connectAgent, type AgentConnection } from '@/server/hosts/client'
import { agentTls } from '@/server/hosts/tls'
import type { Db } from '@/server/store/db'

/**
 * Calls one host's agent for the length of `work`. The few reads that need an agent are rare, so the connection is made
 * for each: a route keeps nothing in memory (ARCHITECTURE, "Processes"). Errors: HOST_UNREACHABLE, TIMEOUT, NOT_FOUND.
 */
export async function withAgent<T>(db: Db, hostId: string, work: (client: AgentConnection['client']) => Promise<T>): Promise<T> {
  const host = await db.host.findUnique({ where: { id: hostId }, select: { id: true, name: true, address: true } })
  if (!host) throw new AppError('NOT_FOUND', `There is no host ${hostId}.`, { subject: { type: 'host', id: hostId } })
  return withAgentAt(db, host, work)
}

const leaveMs = 3_000

/** Tells a host that was just removed to forget this manager. One that does not hear it is no longer listened to anyway. */
export const tellToLeave = (db: Db, host: HostPlace): Promise<unknown> =>
  withAgentAt(db, host, client => client.host.leave({ stepId: `host:${host.id}:leave` }, { signal: AbortSignal.timeout(leaveMs) })).catch(() => {})

export interface HostPlace {
  id: string
  name: string
  /** host:port of its agent. */
  address: string
}

async function withAgentAt<T>(db: Db, host: HostPlace, work: (client: AgentConnection['client']) => Promise<T>): Promise<T> {
  const instance = await db.instance.findFirst()
  if (!instance) throw new AppError('INTERNAL', 'This installation has no certificate authority yet.')
  const connection = connectAgent(host.address, await agentTls(instance, host.id), { host })
  try {
    return await work(connection.client)
  } finally {
    connection.close()
  }
}
