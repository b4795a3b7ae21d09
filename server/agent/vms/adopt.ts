import type { VmObservation } from '@/server/contract/agent/vm'
import { buildMark, vmNamespace } from '@/server/domain/vm/xml/metadata'
import { buildXml } from '@/server/domain/xml/build'
import { AffectFlag, MetadataType } from '@/server/libvirt/flags'
import type { Agent, Caller } from '@/server/agent/agent'
import { observe, onVm, present } from './on-vm'

interface Adoption {
  id: string
  instanceId: string
  generation: number
}

/**
 * Marks a machine as this manager's. Only the mark is written: its definition is otherwise kept byte for byte, and a
 * running machine does not notice. Errors: STALE_GENERATION, NOT_FOUND, WRONG_STATE.
 */
export const adopt = (agent: Agent, caller: Caller, { id, instanceId, generation }: Adoption): Promise<VmObservation> =>
  onVm(agent, caller, { id, generation }, 'adopt', async (on) => {
    const { observation, active } = present(on.reading, id)
    if (observation.instanceId === instanceId && observation.generation === generation) return observation
    const persistent = await on.libvirt.domain.isPersistent({ uuid: id })
    const flags = (persistent ? AffectFlag.CONFIG : 0) | (active ? AffectFlag.LIVE : 0)
    await on.libvirt.domain.setMetadata(
      { uuid: id },
      { type: MetadataType.ELEMENT, metadata: buildXml(buildMark({ instanceId, generation })), key: 'atrium', uri: vmNamespace, flags },
    )
    return observe(on, id)
  })
