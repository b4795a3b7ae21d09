import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { agentRpcPath } from '@/server/contract/agent/agent'
import type { AgentContract } from '@/server/contract/agent/agent'
import { fromWireError } from '@/server/domain/wire-error'
import { peerName } from '@/server/domain/pki/name'
import { httpsFetch } from './https-fetch'

export type AgentClient = ContractRouterClient<AgentContract>

export interface ManagerTls {
  key: string
  cert: string
  ca: string
}

/** A client such as the manager's: shows its certificate, checks the host's name, and turns errors back into AppErrors. */
export const agentClient = (port: number, hostId: string, tls: ManagerTls): { client: AgentClient; close: () => void } => {
  const checkServerIdentity = (_: string, certificate: { subjectaltname?: string }): Error | undefined => {
    const peer = peerName(certificate)
    return peer?.kind === 'host' && peer.id === hostId ? undefined : new Error('CERT_WRONG_HOST')
  }
  const { fetch, close } = httpsFetch({ ...tls, checkServerIdentity })
  const link = new RPCLink({
    url: `https://127.0.0.1:${port}${agentRpcPath}`,
    fetch,
    interceptors: [
      async ({ next }) => {
        try {
          return await next()
        } catch (error) {
          throw fromWireError(error)
        }
      },
    ],
  })
  return { client: createORPCClient(link), close }
}
