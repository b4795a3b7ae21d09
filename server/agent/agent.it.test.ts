import { agentContractCases } from '@/server/contract/agent/agent.cases'
import { testHost } from './testing/test-host'

agentContractCases('real', async () => {
  const host = await testHost()
  const { client, instanceId, storagePath } = host
  return { client, instanceId, storagePath, dispose: () => host[Symbol.asyncDispose]() }
})
