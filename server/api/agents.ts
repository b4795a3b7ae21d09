import { AppError } from '@/server/domain/error'
import { connectAgent, type AgentConnection } from '@/server/hosts/client'
import { agentTls } from '@/server/hosts/tls'
import type { Db } from '@/server/store/db'

/**
 * Calls one host's agent for the length of `work`. The few reads that need an agent are rare, so the connection is made
 * for each: a route keeps nothing in memory (ARCHITECTURE, "Processes"). Errors: HOST_UNREACHABLE, TIMEOUT, NOT_FOUND.
 */
export async function withAgent<T>(db: Db, hostId: string, work: (client: AgentConnection['client']) => Promise<T>): Promise<T> {
  const [host, instance] = await Promise.all([
    db.host.findUnique({ where: { id: hostId }, select: { id: true, name: true, address: true } }),
    db.instance.findFirst(),
  ])
  if (!host || !instance) throw new AppError('NOT_FOUND', `There is no host ${hostId}.`, { subject: { type: 'host', id: hostId } })
  const connection = connectAgent(host.address, await agentTls(instance, host.id), { host })
  try {
    return await work(connection.client)
  } finally {
    connection.close()
  }
}
