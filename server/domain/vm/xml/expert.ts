import type { VmSpec } from '@/server/contract/agent/vm'
import type { DiskOptions } from '@/server/contract/hardware/disk'
import type { Hardware } from '@/server/contract/hardware/hardware'
import type { NicOptions } from '@/server/contract/hardware/nic'
import type { Patch } from '@/server/contract/hardware/patch'
import { attr, findAll, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { finding } from '../hardware/finding'
import { merge } from '../hardware/merge'
import { retargeted } from '../hardware/target'
import type { Verdict } from '../hardware/finding'
import type { Finding } from '../validate'
import { aliasId } from './alias'
import { difference } from './difference'
import { parseDisk, parseDiskOptions } from './disk'
import { buildDomain } from './domain'
import { equal } from './equal'
import { foreignParts } from './expert-guard'
import { parseOwnership } from './metadata'
import { parseNic, parseNicOptions } from './nic'
import type { Machine } from './part'
import { parseHardware, readMachine } from './read'

type Disks = { id: string; bus?: VmSpec['disks'][number]['bus']; options?: Patch<DiskOptions> }[]
type Nics = { id: string; model?: VmSpec['nics'][number]['model']; options?: Patch<NicOptions> }[]

/** What of an expert's XML Atrium models: a change of the machine like any other. */
export interface ExpertEdit {
  memoryMiB?: number
  vcpus?: number
  virtType?: 'kvm' | 'qemu'
  firmware?: 'bios' | 'uefi'
  description?: string
  hardware?: Patch<Hardware>
  disks?: Disks
  nics?: Nics
}

const byId = (domain: Element, kind: 'disk' | 'interface'): Map<string, Element> =>
  new Map(findAll(domain, `devices/${kind}`).flatMap(device => {
    const id = aliasId(device)
    return id === null ? [] : [[id, device] as const]
  }))

/** Devices of both, and whether one is in one of them alone. */
const pairs = (now: Element, next: Element, kind: 'disk' | 'interface') => {
  const [before, after] = [byId(now, kind), byId(next, kind)]
  const both = [...before].flatMap(([id, old]) => {
    const device = after.get(id)
    return device ? [{ id, old, device }] : []
  })
  return { both, uneven: both.length !== before.size || both.length !== after.size }
}

/** Without what is equal. */
const changes = <T extends object>(edits: readonly T[]): T[] => edits.filter(edit => Object.keys(edit).length > 1)
const given = <Name extends string, Value>(name: Name, value: Value | null | false): { [Key in Name]?: Value } =>
  value === null || value === false ? {} : ({ [name]: value } as { [Key in Name]?: Value })

const diskEdits = (now: Element, next: Element): Disks => changes(pairs(now, next, 'disk').both.map(({ id, old, device }) => ({
  id,
  ...given('bus', attr(old, 'bus', 'target') !== attr(device, 'bus', 'target') && (attr(device, 'bus', 'target') as Disks[number]['bus'] & string)),
  ...given('options', difference(parseDiskOptions(old), parseDiskOptions(device))),
})))

const nicEdits = (now: Element, next: Element): Nics => changes(pairs(now, next, 'interface').both.map(({ id, old, device }) => ({
  id,
  ...given('model', attr(old, 'type', 'model') !== attr(device, 'type', 'model') && (attr(device, 'type', 'model') as Nics[number]['model'] & string)),
  ...given('options', difference(parseNicOptions(old), parseNicOptions(device))),
})))

const identity = (now: Element, next: Element): Verdict[] => [
  next.name !== 'domain' && finding('xml', 'xml_root', `The XML must describe one domain, not “${next.name}”.`, { name: next.name }),
  ...(['name', 'uuid'] as const).map(part => text(now, part) !== text(next, part) && finding('xml', 'xml_identity', `The ${part} of the machine can’t be changed here.`, { part })),
  // Its generation is older where somebody else was faster: that is If-Match's matter, and it is written anew.
  parseOwnership(now)?.instanceId !== parseOwnership(next)?.instanceId && finding('xml', 'xml_mark', 'The metadata by which Atrium knows the machine as its own must stay as they are.'),
]

const devices = (now: Element, next: Element): Verdict[] => {
  const [disks, nics] = [pairs(now, next, 'disk'), pairs(now, next, 'interface')]
  return [
    disks.uneven && finding('xml', 'xml_disk_set', 'Disks are added and removed on the Disks tab, not here.'),
    nics.uneven && finding('xml', 'xml_nic_set', 'Network cards are added and removed on the NICs tab, not here.'),
    ...disks.both.map(({ old, device }) => {
      const [before, after] = [parseDisk(old), parseDisk(device)]
      const same = before.path === after.path && before.format === after.format && attr(old, 'type') === attr(device, 'type')
      return !same && finding('xml', 'xml_disk_source', `The image of disk ${before.target} and its format can’t be changed here.`, { target: before.target })
    }),
    ...nics.both.map(({ old, device }) => {
      const [before, after] = [parseNic(old), parseNic(device)]
      const same = before.mac === after.mac && before.network === after.network && attr(old, 'type') === attr(device, 'type')
      return !same && finding('xml', 'xml_nic_source', `The network and the MAC address of card ${before.mac} are changed on the NICs tab, not here.`, { mac: before.mac })
    }),
  ]
}

/** The machine as it is wanted, its definition, and the storage domains in which new paths may lie. */
export interface Present {
  spec: VmSpec
  now: Element
  folders: readonly string[]
}

/**
 * What an expert's XML wants of the machine, and what is refused in it. All else in it is kept as it is, and survives
 * (definition.ts).
 */
export function readExpert({ spec, now, folders }: Present, next: Element): { edit: ExpertEdit; findings: Finding[] } {
  const refused = [...identity(now, next), ...devices(now, next), ...foreignParts(now, next, parseHardware(next), folders)]
  const [before, after] = [readMachine(now), readMachine(next)]
  const [said, says] = [text(now, 'description') ?? '', text(next, 'description') ?? '']
  const [disks, nics] = [diskEdits(now, next), nicEdits(now, next)]
  const edit: ExpertEdit = {
    ...given('memoryMiB', before.memoryMiB !== after.memoryMiB && after.memoryMiB),
    ...given('vcpus', before.vcpus !== after.vcpus && after.vcpus),
    ...given('virtType', before.runBy !== after.runBy && after.runBy),
    ...given('firmware', before.firmware !== after.firmware && after.firmware),
    ...(said === says ? {} : { description: says }),
    ...given('hardware', difference(parseHardware(now), parseHardware(next))),
    ...given('disks', disks.length > 0 && disks),
    ...given('nics', nics.length > 0 && nics),
  }
  return { edit: completed(spec, edit, after), findings: refused.filter(verdict => verdict !== null && verdict !== false) }
}

/**
 * What is stored beside a changed field may mean something now that it did not before, or be “automatic” no longer fit for it (the
 * machine type, when the last IDE drive goes): a part that would not become what the XML says is taken whole.
 */
const completed = (spec: VmSpec, edit: ExpertEdit, wanted: Machine): ExpertEdit => {
  if (Object.keys(edit).length === 0) return edit
  const made = (each: ExpertEdit): Hardware => readMachine(buildDomain(withEdit({ ...spec, kept: null }, each), wanted.runBy)).hardware
  const [before, after] = [made({}), made(edit)]
  const parts = (Object.keys(after) as (keyof Hardware)[]).filter(part =>
    !equal(after[part], wanted.hardware[part]) && (edit.hardware?.[part] !== undefined || equal(before[part], wanted.hardware[part])))
  if (parts.length === 0) return edit
  return { ...edit, hardware: { ...edit.hardware, ...Object.fromEntries(parts.map(part => [part, wanted.hardware[part]])) } }
}

/** The machine as the edit wants it. */
export const withEdit = (spec: VmSpec, { hardware, disks = [], nics = [], ...plain }: ExpertEdit): VmSpec => ({
  ...spec,
  ...plain,
  hardware: merge(spec.hardware, hardware),
  disks: retargeted(spec.disks.map(disk => edited(disk, disks)), spec.hardware.cdroms, ({ id }) => disks.some(edit => edit.id === id && edit.bus !== undefined)),
  nics: spec.nics.map(nic => edited(nic, nics)),
})

const edited = <Device extends { id: string; options: object }>(device: Device, edits: readonly { id: string; options?: Patch<Device['options']> }[]): Device => {
  const { options, ...rest } = edits.find(({ id }) => id === device.id) ?? { id: device.id }
  return { ...device, ...rest, options: merge(device.options, options) }
}
