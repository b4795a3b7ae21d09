import { randomBytes } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/node'
import { agentRpcPath } from '@/server/contract/agent/agent'
import { createCsr, signHost } from '@/server/domain/pki/certificate'
import type { Credentials } from '@/server/domain/pki/certificate'
import { peerName } from '@/server/domain/pki/name'
import { toWireError } from '@/server/domain/wire-error'
import type { SimulatedAgent } from '@/server/hosts/simulated/agent'

export interface ServedAgent {
  /** host:port */
  address: string
  /** Ids that callers' certificates named, in order. */
  callers: (string | undefined)[]
  close: () => Promise<void>
}

export const serial = (): string => randomBytes(16).toString('hex')

/** A simulated agent behind real HTTPS on a free port, with a certificate of this authority and a check of the client's. */
export async function serveSimulated(agent: SimulatedAgent, ca: Credentials): Promise<ServedAgent> {
  const { csr, key } = await createCsr('host')
  const cert = await signHost(agent.hostId, { ca, csr, serial: serial(), now: Date.now() })
  const callers: (string | undefined)[] = []
  const rpc = new RPCHandler(agent.router, {
    clientInterceptors: [async ({ next }) => next().catch((error: unknown) => {
      if (error instanceof ORPCError) throw error
      const { code, ...rest } = toWireError(error)
      throw new ORPCError(code, rest)
    })],
  })
  const server = createServer({ cert, key, ca: ca.certificate, requestCert: true, rejectUnauthorized: true }, (request, response) => {
    callers.push(peerName((request.socket as TLSSocket).getPeerCertificate())?.id)
    void rpc.handle(request, response, { prefix: agentRpcPath, context: {} })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    callers,
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
