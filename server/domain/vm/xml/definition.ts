import type { VmSpec } from '@/server/contract/agent/vm'
import { element, find, setChild } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { buildDomain } from './domain'
import { editDomain } from './edit'
import { parseOwnership } from './metadata'
import type { Accelerator } from './part'

/** A definition of another host: its name and id are those of today, and each host has its own emulator. */
const madeHere = (kept: Element, { name, id }: VmSpec): Element => {
  const named = setChild(setChild(kept, 'name', element('name', {}, name)), 'uuid', element('uuid', {}, id))
  const devices = find(named, 'devices')
  return devices ? setChild(named, 'devices', setChild(devices, 'emulator', null)) : named
}

/**
 * The definition that is wanted on a host. It begins with what the host has, or with what is kept of the machine where the host has
 * none, or one from before an expert's edit; so that what Atrium does not model survives both an edit and a move.
 */
export const wantedDomain = (existing: Element | null, spec: VmSpec, runBy: Accelerator): Element => {
  const { kept } = spec
  if (!existing) return kept ? editDomain(madeHere(parseXml(kept.xml), spec), spec, runBy) : buildDomain(spec, runBy)
  const outdated = kept !== null && (parseOwnership(existing)?.generation ?? 0) < kept.generation
  if (!outdated) return editDomain(existing, spec, runBy)
  // libvirt renames by a call of its own: an edit keeps the name that is there.
  return editDomain(setChild(parseXml(kept.xml), 'name', find(existing, 'name')), spec, runBy)
}
