import { plainError } from '@/server/domain/error'
import type { AgentClient } from '@/server/hosts/client'
import type { WatchedHost } from '@/server/store/observation/host'
import { wantedNetworks } from '@/server/store/observation/network'
import { missStorageDomain, wantedStorageDomains } from '@/server/store/observation/storage'
import { appendEvent } from '@/server/store/event'
import { removalsOf } from '@/server/store/infrastructure/release'
import type { Environment } from '@/server/workflows/environment'

type Removal = Awaited<ReturnType<typeof removalsOf>>[number]

/**
 * Tells a host what it no longer has to have. What it refuses (machines of other tools use a network) is left to it, and said
 * once; a host that does not answer has refused nothing: that is thrown, and asked again.
 */
export async function letGo({ db, hosts, now, logger }: Environment, host: WatchedHost): Promise<void> {
  const removals = await removalsOf(db, host.id)
  if (removals.length === 0) return
  const agent = await hosts.agent(host.id)
  const { datacenterId } = host.cluster
  for (const removal of removals) {
    // Made or attached again meanwhile: then the host keeps it.
    const wanted = removal.kind === 'network'
      ? (await wantedNetworks(db, host.id, datacenterId)).some(({ name }) => name === removal.name)
      : (await wantedStorageDomains(db, host.id, datacenterId)).some(({ id }) => id === removal.objectId)
    const refusal = wanted ? null : await tell(agent, removal, `let-go:${removal.objectId}:${now().getTime()}`)
    if (refusal) logger.info({ host: host.name, [removal.kind]: removal.name, refusal }, 'A host keeps what was removed.')
    await db.$transaction(async tx => {
      const { count } = await tx.hostRemoval.deleteMany({ where: { hostId: host.id, objectId: removal.objectId, name: removal.name } })
      // Activated while it was told: it is to take the domain up again.
      if (count === 0 && !wanted && removal.kind === 'storage-domain') await missStorageDomain(tx, removal.objectId, host.id)
      if (refusal && count > 0) await appendEvent(tx, {
        severity: 'warning',
        code: 'host.kept_network',
        params: { network: removal.name, reason: refusal },
        message: `Host ${host.name} keeps network ${removal.name}: ${refusal}`,
        subject: { type: 'host', id: host.id, name: host.name },
      })
    })
  }
}

/** The host's refusal in words, or null when it is done. */
async function tell(agent: AgentClient, { kind, objectId, name }: Removal, stepId: string): Promise<string | null> {
  try {
    await (kind === 'network' ? agent.network.ensureAbsent({ stepId, name }) : agent.storage.forgetDomain({ stepId, id: objectId }))
    return null
  } catch (error) {
    const { code, message } = plainError(error)
    if (code === 'HOST_UNREACHABLE' || code === 'TIMEOUT') throw error
    return message
  }
}
