import { createORPCClient } from '@orpc/client'
import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { agentRpcPath } from '@/server/contract/agent/agent'
import type { AgentContract } from '@/server/contract/agent/agent'
import { AppError } from '@/server/domain/error'
import { fromWireError } from '@/server/domain/wire-error'
import type { AgentTls } from './tls'
import { agentTransport } from './transport'

/** The agent of one host, as typed calls. Every call ends with the agent's answer or an AppError. */
export type AgentClient = ContractRouterClient<AgentContract>

/** How long each call may take, in ms. A copy of an image is a task of the host that goes on when the call is given up. */
const timeoutMs: Record<string, number> = {
  'host.watch': 10_000,
  'disk.ensure': 6 * 3_600_000,
  'disk.check': 2 * 3_600_000 + 60_000,
  'disk.shrink': 360_000,
  'disk.generalise': 2 * 3_600_000,
  'disk.inspect': 120_000,
  'installer.ensure': 3_700_000,
  'configDrive.ensure': 60_000,
  'import.list': 60_000,
  'import.describe': 60_000,
  'import.inspect': 200_000,
  'import.verify': 6 * 3_600_000,
  'import.copy': 6 * 3_600_000,
  'vm.mirrorDisk': 24 * 3_600_000,
  'vm.pivotDisk': 180_000,
  'vm.endMirror': 180_000,
  'upload.fetch': 25 * 3_600_000,
  'upload.finish': 6 * 3_600_000,
  'upload.discard': 120_000,
  'vm.ensureRunning': 120_000,
  'vm.applyLive': 300_000,
  'vm.ensureStopped': 60_000,
  'vm.ensureAbsent': 60_000,
  'vm.ensureSaved': 3_600_000,
  'vm.abortSave': 120_000,
  'vm.list': 60_000,
  'host.facts': 60_000,
}
const usualTimeoutMs = 30_000

export interface Connection {
  host: { id: string; name: string }
  /** Aborted with an AppError as reason when the host is given up: then no call waits for its own time-out. */
  lost?: AbortSignal
}

const named = (error: AppError, { host }: Connection): AppError => {
  const subject = { type: 'host', id: host.id, name: host.name }
  if (error.code === 'HOST_UNREACHABLE') return new AppError(error.code, `The agent of host ${host.name} does not answer.`, {
    ...error.detail, subject, hint: 'Look whether the host is up and its agent runs.',
  })
  if (error.code === 'TIMEOUT' && !error.detail.subject) return new AppError(error.code, `Host ${host.name} did not answer in time.`, {
    ...error.detail, subject,
  })
  return error
}

const streams = new Set(['host.watch'])

/**
 * Adds to each call its time-out, the abort when the host is lost, and errors in our own form. Of a stream only the
 * beginning is timed, and it goes on listening to the caller's signal: how long it may be silent is the supervisor's matter.
 */
export const guarded = (link: ClientLink<ClientContext>, connection: Connection): ClientLink<ClientContext> => ({
  call: async (path, input, options) => {
    const name = path.join('.')
    const { signal: asked } = options
    const end = new AbortController()
    const timeout = setTimeout(() => end.abort(new DOMException('timed out', 'TimeoutError')), timeoutMs[name] ?? usualTimeoutMs)
    const onAsked = () => end.abort(asked?.reason)
    const onLost = () => end.abort(connection.lost?.reason)
    // Not AbortSignal.any: its signals stay referenced by the long-lived `lost` (nodejs/node#54614).
    if (asked?.aborted) onAsked()
    if (connection.lost?.aborted) onLost()
    asked?.addEventListener('abort', onAsked, { once: true })
    connection.lost?.addEventListener('abort', onLost, { once: true })
    try {
      return await link.call(path, input, { ...options, signal: end.signal })
    } catch (error) {
      throw named(fromWireError(end.signal.aborted ? end.signal.reason : error), connection)
    } finally {
      clearTimeout(timeout)
      connection.lost?.removeEventListener('abort', onLost)
      if (!streams.has(name)) asked?.removeEventListener('abort', onAsked)
    }
  },
})

export interface AgentConnection {
  client: AgentClient
  close: () => void
}

/** `address` is `host:port` of the agent. No connection is made before the first call. */
export const connectAgent = (address: string, tls: AgentTls, connection: Connection): AgentConnection => {
  const transport = agentTransport(tls)
  const link = new RPCLink({ url: `https://${address}${agentRpcPath}`, fetch: transport.fetch })
  return { client: createORPCClient(guarded(link, connection)), close: transport.close }
}
