import { parseOwnership } from '@/server/domain/vm/xml/metadata'
import { parseXml } from '@/server/domain/xml/parse'
import { withFreeVm } from '@/server/store/observation/drift'
import { keepDefinition, unkeptDefinitions } from '@/server/store/vm/definition'
import type { Environment } from '@/server/workflows/environment'

const callMs = 10_000

/**
 * Reads definitions that hosts have changed: their own places and names, what another tool or an expert with virsh put in. What
 * Atrium does not model would otherwise be lost with the host.
 */
export async function keepDefinitions({ db, hosts, instanceId }: Environment, hostIds: readonly string[]): Promise<void> {
  for (const { id, hostId, observedDefinition: digest } of await unkeptDefinitions(db, hostIds)) {
    if (!hostId) continue
    await withFreeVm(db, id, async tx => {
      const { xml } = await (await hosts.agent(hostId)).vm.xml({ id, inactive: true }, { signal: AbortSignal.timeout(callMs) })
      const mark = parseOwnership(parseXml(xml))
      if (mark?.instanceId === instanceId) await keepDefinition(tx, id, { xml, generation: mark.generation, digest })
    })
  }
}
