import { request as httpsRequest } from 'node:https'
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { AppError } from '@/server/domain/error'
import { fromWireError } from '@/server/domain/wire-error'
import { agentTls } from '@/server/hosts/tls'
import type { Db } from '@/server/store/db'

export interface AgentRequest {
  call: ClientRequest
  /** The beginning of the answer, whatever its status. Errors: HOST_UNREACHABLE. */
  answered: Promise<IncomingMessage>
}

/** Nothing moves for this long: somebody is gone. */
const silentMs = 60_000

const unreachable = ({ id, name }: { id: string; name: string }, error: unknown): AppError =>
  new AppError('HOST_UNREACHABLE', `The agent of host ${name} does not answer.`, { subject: { type: 'host', id, name }, hint: 'Try again when it is back.', cause: { system: 'agent', message: String(error) } })

/** Plain HTTP to a host's agent, for bodies that are streams; all else goes by its calls. Errors: NOT_FOUND when the host is gone. */
export async function requestAgent(db: Db, hostId: string, { method, path, headers }: { method: string; path: string; headers: OutgoingHttpHeaders }): Promise<AgentRequest> {
  const [instance, host] = await Promise.all([db.instance.findFirst(), db.host.findUnique({ where: { id: hostId }, select: { id: true, name: true, address: true } })])
  if (!instance || !host) throw new AppError('NOT_FOUND', `There is no host ${hostId}.`, { subject: { type: 'host', id: hostId } })
  const call = httpsRequest(`https://${host.address}${path}`, { ...(await agentTls(instance, host.id)), agent: false, method, headers, timeout: silentMs })
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    call.on('response', resolve)
    call.on('timeout', () => call.destroy(new Error('ETIMEDOUT: nothing moves')))
    call.on('error', error => reject(unreachable(host, error)))
  })
  // Who waits for it may have failed before.
  answered.catch(() => undefined)
  return { call, answered }
}

/** The error in an answer of the agent. */
export const errorIn = (body: unknown): AppError => fromWireError(body)
