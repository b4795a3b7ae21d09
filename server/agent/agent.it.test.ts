import { agentContractCases } from '@/server/contract/agent/agent.cases'
import { sendPiece } from './testing/send-piece'
import { testHost } from './testing/test-host'

agentContractCases('real', async () => {
  const host = await testHost()
  const { client, instanceId, storagePath } = host
  return { client, instanceId, storagePath, send: (...piece) => sendPiece(host, ...piece), dispose: () => host[Symbol.asyncDispose]() }
})
