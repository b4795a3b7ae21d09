import type { StorageObservation } from '@/server/contract/agent/host'
import { requireOwn } from './metadata'
import type { Agent } from '@/server/agent/agent'

interface Ensuring {
  id: string
  path: string
  owner?: string | undefined
  takeOver: boolean
}

/** The folder exists with images/, templates/ and iso/ and can be written; its space is reported from then on. Errors: BAD_INPUT, FORBIDDEN, DISK_FULL, and those of `requireOwn`. */
export const ensureDomain = (agent: Agent, { id, path, owner, takeOver }: Ensuring): Promise<StorageObservation> =>
  agent.turns.take(`storage ${id}`, async () => {
    if (owner) await requireOwn(path, { id, owner, takeOver })
    return agent.storage.ensure(id, path)
  })

/** Its space is no longer reported. The folder and what is in it stay. */
export const forgetDomain = async (agent: Agent, { id }: { id: string }): Promise<Record<string, never>> => {
  await agent.turns.take(`storage ${id}`, () => agent.storage.forget(id))
  return {}
}
