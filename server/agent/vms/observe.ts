import { createHash } from 'node:crypto'
import type { RunningMachine, VmObservation } from '@/server/contract/agent/vm'
import { parseMark, vmNamespace } from '@/server/domain/vm/xml/metadata'
import type { Ownership } from '@/server/domain/vm/xml/metadata'
import { readRunning } from '@/server/domain/vm/live/running'
import { viewDomain } from '@/server/domain/vm/xml/observe'
import type { DomainView } from '@/server/domain/vm/xml/observe'
import { parseXml } from '@/server/domain/xml/parse'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { AffectFlag, DomainXmlFlag, MetadataType } from '@/server/libvirt/flags'
import type { DomainRef } from '@/server/libvirt/procedures/objects'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'
import { isActive, observedState, saved } from './state'

/** One reading of a machine: what the manager gets, and what the agent itself needs of it. */
export interface Reading {
  observation: VmObservation
  /** QEMU exists. */
  active: boolean
  /** Live when active, else the definition. */
  view: DomainView
}

/** The mark of the definition: a live machine carries the one of its start. A transient machine has no definition. */
const readOwnership = async (libvirt: Libvirt, domain: DomainRef): Promise<Ownership | null> => {
  const mark = (flags: number) => libvirt.domain.metadata(domain, { type: MetadataType.ELEMENT, uri: vmNamespace, flags })
  try {
    const xml = await mark(AffectFlag.CONFIG).catch((error: unknown) => {
      if (isLibvirtError(error, 'NO_DOMAIN_METADATA', 'NO_DOMAIN')) throw error
      return mark(AffectFlag.CURRENT)
    })
    return parseMark(parseXml(xml))
  } catch (error) {
    if (isLibvirtError(error, 'NO_DOMAIN_METADATA')) return null
    throw error
  }
}

const digestOf = (xml: string): string => createHash('sha256').update(xml).digest('base64url')

/** Reads a machine from libvirt, null when there is none. `guest` and `startedAt` are added by the caller, who remembers them. */
export const readMachine = async (libvirt: Libvirt, uuid: string): Promise<Reading | null> => {
  const domain = { uuid }
  try {
    const [state, xml, ownership, autostart] = await Promise.all([
      libvirt.domain.state(domain), libvirt.domain.xml(domain), readOwnership(libvirt, domain), libvirt.domain.autostart(domain),
    ])
    const active = isActive(state.state)
    const keeps = !active && (await libvirt.domain.hasManagedSave(domain))
    const parsed = parseXml(xml)
    // Of another tool's machine nothing is wanted that it could be compared with.
    const running = active && ownership ? readRunning(parsed, parseXml(await libvirt.domain.xml(domain, { flags: DomainXmlFlag.MIGRATABLE }))) : null
    const definition = ownership && digestOf(active ? await libvirt.domain.xml(domain, { flags: DomainXmlFlag.INACTIVE }) : xml)
    return reading(state, viewDomain(parsed), { ownership, autostart, keeps, running, definition })
  } catch (error) {
    if (isLibvirtError(error, 'NO_DOMAIN')) return null
    throw error
  }
}

/** What libvirt keeps of a machine beside state and XML; `keeps` = saved memory. */
interface Kept {
  ownership: Ownership | null
  autostart: boolean
  keeps: boolean
  running: RunningMachine | null
  /** Digest; null where another tool made it. */
  definition: string | null
}

const reading = ({ state: word, reason }: { state: string; reason: number }, view: DomainView, { ownership, autostart, keeps, running, definition }: Kept): Reading => {
  const active = isActive(word)
  return {
    active,
    view,
    observation: {
      id: view.id,
      name: view.name,
      ...(keeps ? saved : observedState(word, reason)),
      instanceId: ownership?.instanceId ?? null,
      generation: ownership?.generation ?? null,
      memoryMiB: view.memoryMiB,
      vcpus: view.vcpus,
      virtType: view.virtType,
      autostart,
      startedAt: null,
      guest: null,
      frozen: false,
      consoles: active ? [...(view.vnc ? (['vnc'] as const) : []), ...(view.serial ? (['serial'] as const) : [])] : [],
      ...(view.addresses ? { addresses: view.addresses } : {}),
      ...(running ? { running } : {}),
      ...(definition === null ? {} : { definition }),
    },
  }
}
