import type { VmObservation, VmSpec } from '@/server/contract/agent/vm'
import type { LiveResult } from '@/server/contract/hardware/change'
import { chosen, differences } from '@/server/domain/vm/live/difference'
import { results } from '@/server/domain/vm/live/outcome'
import type { LiveReason } from '@/server/domain/vm/live/outcome'
import { parseXml } from '@/server/domain/xml/parse'
import { DomainXmlFlag } from '@/server/libvirt/flags'
import type { Agent, Caller } from '@/server/agent/agent'
import { define } from '../define'
import { fromLibvirt } from '../libvirt-error'
import { connected, observe, onVm, present, subjectOf } from '../on-vm'
import { changeAtOnce } from './at-once'
import { changeWithGuest } from './guest'

interface Request {
  spec: VmSpec
  only: readonly string[] | null
  force: boolean
  guestMs: number
}

/**
 * Defined as the specification says, and the running machine made equal to it as far as that goes. It compares anew each time, so the same call twice
 * acts once, and after a crash it goes on with what is left. What was done is judged by looking again, never by the answers alone.
 * Errors: NOT_FOUND, STALE_GENERATION, WRONG_STATE, FORBIDDEN, BAD_INPUT, LIBVIRT.
 */
export const applyLive = async (agent: Agent, caller: Caller, { spec, only, force, guestMs }: Request): Promise<{ vm: VmObservation; changes: LiveResult[] }> => {
  const refusals = new Map<string, LiveReason>()
  const uuid = spec.id
  const begun = await onVm(agent, caller, spec, 'change', async (on) => {
    present(on.reading, uuid)
    await define(on, spec)
    const { running } = await observe(on, uuid)
    if (!running) return null
    const [live, definition] = await Promise.all([on.libvirt.domain.xml({ uuid }), on.libvirt.domain.xml({ uuid }, { flags: DomainXmlFlag.INACTIVE | DomainXmlFlag.SECURE })])
    const change = { libvirt: on.libvirt, spec, running, live: parseXml(live), definition: parseXml(definition) }
    // What a single run has of its own stays; one thing of it may still be changed.
    const found = running.once && only === null ? [] : chosen(differences(running, spec), only)
    await changeAtOnce(change, found, refusals)
    return { change, found }
  })
  const libvirt = await connected(agent, 'side')
  try {
    if (begun) await changeWithGuest({ agent, change: { ...begun.change, libvirt }, force, guestMs }, begun.found, refusals)
    const { observation } = present(await agent.machines.read(libvirt, uuid), uuid)
    // Not every change has an event of libvirt's.
    void agent.machines.refresh(uuid, 'changed')
    const left = new Set((observation.running ? differences(observation.running, spec) : []).map(({ field }) => field))
    return { vm: observation, changes: begun ? results(begun.found, left, refusals) : [] }
  } catch (error) {
    throw fromLibvirt(error, `change machine “${spec.name}”`, subjectOf(uuid, spec.name))
  }
}
