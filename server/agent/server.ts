import { createServer } from 'node:https'
import type { Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { agentRpcPath } from '@/server/contract/agent/agent'
import type { Agent } from './agent'
import { serveConsoles } from './consoles/upgrade'
import type { Identity } from './identity/folder'
import { managerOf, tlsOptions } from './identity/tls'
import { createRpc } from './rpc'
import { serveImage } from './transfer/send'
import { serveUpload } from './uploads/receive'

export interface AgentServer {
  server: Server
  close: () => Promise<void>
}

/** HTTPS with a client certificate, or nothing: calls at its RPC path, consoles at /console, files at /upload and /image. Not yet listening. */
export const createAgentServer = (agent: Agent, identity: Identity): AgentServer => {
  const rpc = createRpc(agent)
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const manager = managerOf(request.socket)
    if (!manager) {
      response.writeHead(403).end('Only the manager may call this agent.\n')
      return
    }
    if ((await serveUpload(agent, request, response)) || (await serveImage(agent, request, response))) return
    const { matched } = await rpc.handle(request, response, { prefix: agentRpcPath, context: { agent, caller: { instanceId: manager.id } } })
    if (!matched) response.writeHead(404).end()
  }
  const server = createServer(tlsOptions(identity), (request, response) => {
    answer(request, response).catch((error: unknown) => {
      agent.log.error({ err: error }, 'a request failed')
      response.destroy()
    })
  })
  // A copy of a large image answers only when it is done.
  server.requestTimeout = 0
  const consoles = serveConsoles(server, agent)
  return {
    server,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const client of consoles.clients) client.terminate()
      server.closeAllConnections()
      await closed
    },
  }
}
