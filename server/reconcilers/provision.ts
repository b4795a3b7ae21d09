import { plainError } from '@/server/domain/error'
import type { AgentClient } from '@/server/hosts/client'
import type { WatchedHost } from '@/server/store/observation/host'
import { observeNetwork, wantedNetworks } from '@/server/store/observation/network'
import type { NetworkView } from '@/server/store/observation/network'
import { observeStorageDomain, wantedStorageDomains } from '@/server/store/observation/storage'
import type { StorageView } from '@/server/store/observation/storage'
import type { Environment } from '@/server/workflows/environment'
import { letGo } from './let-go'
import { ensureNetwork } from '@/server/workflows/vm/prepare'

/**
 * Makes the networks and storage domains that are attached to its cluster exist on a host, and those that were removed gone. `all` asks for each again, as after a new
 * connection; otherwise only for those that are not there yet. What a host cannot do is written as its error, not thrown.
 */
export async function provisionHost(environment: Environment, host: WatchedHost, all: boolean): Promise<void> {
  await letGo(environment, host)
  const { db, hosts, now } = environment
  const { datacenterId } = host.cluster
  const networks = (await wantedNetworks(db, host.id, datacenterId)).filter(({ ready }) => all || !ready)
  const domains = (await wantedStorageDomains(db, host.id, datacenterId)).filter(({ ready }) => all || !ready)
  if (networks.length === 0 && domains.length === 0) return
  const agent: AgentClient = await hosts.agent(host.id)
  const stepId = `provision:${now().getTime()}`

  for (const network of networks) {
    const view = await answer<NetworkView>(async () => {
      const { active, bridge } = await ensureNetwork(agent, network, stepId)
      return { active, bridge, error: null }
    }, message => ({ active: false, bridge: null, error: message }))
    await db.$transaction(tx => observeNetwork(tx, network.id, host.id, view, now()))
  }
  for (const { id, path } of domains) {
    const view = await answer<StorageView>(
      () => agent.storage.ensureDomain({ stepId: `${stepId}:${id}`, id, path, owner: environment.instanceId }), message => ({ capacityMiB: 0, freeMiB: 0, writable: false, error: message }),
    )
    await db.$transaction(tx => observeStorageDomain(tx, id, host.id, view, now()))
  }
}

/** What the host answered, or its refusal in words. A host that does not answer has refused nothing: that is thrown. */
async function answer<T>(ask: () => Promise<T>, refused: (message: string) => T): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const { code, message } = plainError(error)
    if (code === 'HOST_UNREACHABLE' || code === 'TIMEOUT') throw error
    return refused(message)
  }
}
