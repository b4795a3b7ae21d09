import type { OperatingSystem } from '@/server/contract/api/os'
import { attr, elements, find, findAll, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { osDefaults } from './defaults'

/** One `<os>` of osinfo-db, before what it takes over from the one it derives from. */
export interface OsEntry {
  uri: string
  id: string
  name: string
  family: string
  vendor: string
  releasedOn: string | null
  endOfLifeOn: string | null
  parents: string[]
  /** Devices it has drivers for, and those it has lost. */
  devices: string[]
  withoutDevices: string[]
  uefi: boolean
  bios: boolean
  minimum: OperatingSystem['minimum']
  recommended: OperatingSystem['recommended']
}

/** Translations have the attribute `xml:lang`; the first without it is English. */
const english = (os: Element, name: string): string => {
  const found = elements(os, name).find((each) => !('xml:lang' in each.attributes))
  return found ? (text(found) ?? '') : ''
}

const mib = (bytes: string | null): number | null => (bytes === null || !/^\d+$/.test(bytes) ? null : Math.ceil(Number(bytes) / 1024 ** 2))

/** Of the architectures, what holds for x86-64 counts before what holds for all. */
const sizeOf = (os: Element, kind: 'minimum' | 'recommended'): OperatingSystem['minimum'] => {
  const resources = elements(os, 'resources').filter((each) => ['x86_64', 'all'].includes(attr(each, 'arch') ?? 'all'))
  const size = (resources.find((each) => attr(each, 'arch') === 'x86_64' && find(each, kind)) ?? resources.find((each) => find(each, kind))) ?? null
  const value = (name: string) => (size ? text(size, `${kind}/${name}`) : null)
  const cpus = value('n-cpus')
  return { memoryMiB: mib(value('ram')), vcpus: cpus === null ? null : Number(cpus), diskMiB: mib(value('storage')) }
}

/** Null for an entry without a name. */
export const parseOs = (os: Element): OsEntry | null => {
  const firmware = findAll(os, 'firmware').filter((each) => (attr(each, 'arch') ?? 'x86_64') === 'x86_64')
  const supports = (type: string) => firmware.filter((each) => attr(each, 'type') === type)
  const devices = findAll(os, 'devices/device')
  const removed = (device: Element) => attr(device, 'removed') === 'true'
  const [id, name] = [english(os, 'short-id'), english(os, 'name')]
  return id === '' || name === '' ? null : {
    uri: attr(os, 'id') ?? '', id, name, family: english(os, 'family'), vendor: english(os, 'vendor'),
    releasedOn: text(os, 'release-date'), endOfLifeOn: text(os, 'eol-date'),
    parents: [...findAll(os, 'derives-from'), ...findAll(os, 'clones')].flatMap((each) => attr(each, 'id') ?? []),
    devices: devices.filter((device) => !removed(device)).flatMap((device) => attr(device, 'id') ?? []),
    withoutDevices: devices.filter(removed).flatMap((device) => attr(device, 'id') ?? []),
    uefi: supports('efi').some((each) => attr(each, 'supported') !== 'false'),
    bios: !supports('bios').some((each) => attr(each, 'supported') === 'false'),
    minimum: sizeOf(os, 'minimum'), recommended: sizeOf(os, 'recommended'),
  }
}

type Inherited = Pick<OsEntry, 'uefi' | 'minimum' | 'recommended'> & { devices: Set<string> }

const either = (own: OperatingSystem['minimum'], other: OperatingSystem['minimum'] | undefined): OperatingSystem['minimum'] =>
  ({ memoryMiB: own.memoryMiB ?? other?.memoryMiB ?? null, vcpus: own.vcpus ?? other?.vcpus ?? null, diskMiB: own.diskMiB ?? other?.diskMiB ?? null })

/** All systems with what they take over from those they derive from, and the hardware that suits them; the newest first. */
export const osLibrary = (entries: readonly OsEntry[]): OperatingSystem[] => {
  const byUri = new Map(entries.map((entry) => [entry.uri, entry]))
  const known = new Map<string, Inherited>()
  const inherit = (entry: OsEntry, above: readonly string[]): Inherited => {
    const done = known.get(entry.uri)
    if (done) return done
    const parents = entry.parents.filter((uri) => !above.includes(uri)).flatMap((uri) => byUri.get(uri) ?? []).map((parent) => inherit(parent, [...above, entry.uri]))
    const devices = new Set([...parents.flatMap((parent) => [...parent.devices]), ...entry.devices])
    for (const lost of entry.withoutDevices) devices.delete(lost)
    const whole: Inherited = {
      devices, uefi: entry.uefi || parents.some(({ uefi }) => uefi),
      minimum: parents.reduce((own, parent) => either(own, parent.minimum), entry.minimum),
      recommended: parents.reduce((own, parent) => either(own, parent.recommended), entry.recommended),
    }
    known.set(entry.uri, whole)
    return whole
  }
  return entries
    .map((entry): OperatingSystem => {
      const { devices, uefi, minimum, recommended } = inherit(entry, [entry.uri])
      const { id, name, family, vendor, releasedOn, endOfLifeOn, bios } = entry
      return { id, name, family, vendor, releasedOn, endOfLifeOn, minimum, recommended, defaults: osDefaults({ id, family, uefi, bios, devices }) }
    })
    .sort((a, b) => (b.releasedOn ?? '').localeCompare(a.releasedOn ?? '') || a.name.localeCompare(b.name))
}

/** Those whose name, id or vendor hold every word. */
export const searchOs = (all: readonly OperatingSystem[], search: string): OperatingSystem[] => {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '')
  return all.filter(({ id, name, vendor }) => words.every((word) => `${id} ${name} ${vendor}`.toLowerCase().includes(word)))
}
