import type { VmObservation } from '@/server/contract/agent/vm'
import { viewDomain } from '@/server/domain/vm/xml/observe'
import type { DomainView } from '@/server/domain/vm/xml/observe'
import { parseXml } from '@/server/domain/xml/parse'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { DomainXmlFlag } from '@/server/libvirt/flags'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'
import { isActive, observedState } from './state'

/** One reading of a machine: what the manager gets, and what the agent itself needs of it. */
export interface Reading {
  observation: VmObservation
  /** QEMU exists. */
  active: boolean
  /** Live when active, else the definition. */
  view: DomainView
}

const viewText = (xml: string): DomainView => viewDomain(parseXml(xml))

/** Reads a machine from libvirt, null when there is none. `guest` and `startedAt` are added by the caller, who remembers them. */
export const readMachine = async (libvirt: Libvirt, uuid: string): Promise<Reading | null> => {
  const domain = { uuid }
  try {
    const [state, live, definition] = await Promise.all([
      libvirt.domain.state(domain),
      libvirt.domain.xml(domain),
      // The mark of ownership and the generation belong to the definition; a live machine carries those of its start.
      libvirt.domain.xml(domain, { flags: DomainXmlFlag.INACTIVE }),
    ])
    return reading(state, viewText(live), viewText(definition))
  } catch (error) {
    if (isLibvirtError(error, 'NO_DOMAIN')) return null
    throw error
  }
}

const reading = ({ state: word, reason }: { state: string; reason: number }, view: DomainView, definition: DomainView): Reading => {
  const active = isActive(word)
  const ownership = definition.ownership
  return {
    active,
    view,
    observation: {
      id: view.id,
      name: view.name,
      ...observedState(word, reason),
      instanceId: ownership?.instanceId ?? null,
      generation: ownership?.generation ?? null,
      memoryMiB: view.memoryMiB,
      vcpus: view.vcpus,
      virtType: view.virtType,
      startedAt: null,
      guest: null,
      consoles: active ? [...(view.vnc ? (['vnc'] as const) : []), ...(view.serial ? (['serial'] as const) : [])] : [],
    },
  }
}
