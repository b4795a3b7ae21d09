import type { Hardware } from '@/server/contract/hardware/hardware'
import { attr, elements, findAll, isElement } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { buildXml } from '@/server/domain/xml/build'
import { finding } from '../hardware/finding'
import type { Verdict } from '../hardware/finding'
import { aliasId } from './alias'
import { isHardDisk } from './disk'

/** Texts and attribute values, wherever they are. */
const values = (part: Element): string[] => [
  ...Object.values(part.attributes),
  ...part.children.flatMap(child => (typeof child === 'string' ? [child.trim()] : isElement(child) ? values(child) : [])),
]

const paths = (part: Element): Set<string> => new Set(values(part).filter(value => value.startsWith('/')))

/** Paths in fields of their own have their own rules. */
const modelled = (value: unknown): string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(modelled) : [])

const isInside = (path: string, folders: readonly string[]): boolean => !path.split('/').includes('..') && folders.some(folder => path.startsWith(`${folder}/`))

const written = (parts: readonly Element[]): string => parts.map(buildXml).sort().join('')

/** Elements of QEMU's own name space: arguments and device properties that go past libvirt. */
const raw = (domain: Element): string => written(elements(domain).filter(({ name }) => name.startsWith('qemu:')))

/** Disks and cards that Atrium does not know: hard disks alone, for drives are modelled. */
const strangers = (domain: Element): string => written([
  ...findAll(domain, 'devices/disk').filter(disk => aliasId(disk) === null && isHardDisk(disk)),
  // A virtual function of the host is a device like others: it is modelled.
  ...findAll(domain, 'devices/interface').filter(nic => aliasId(nic) === null && attr(nic, 'type') !== 'hostdev'),
])

/** What an expert may not bring in by XML: files of the host, and what goes past every check. */
export const foreignParts = (now: Element, next: Element, hardware: Hardware, folders: readonly string[]): Verdict[] => {
  const known = new Set([...paths(now), ...modelled(hardware)])
  const strange = [...paths(next)].find(path => !known.has(path) && !isInside(path, folders))
  return [
    strange !== undefined && finding('xml', 'xml_path', `${strange} is a path of the host outside the storage domains.`, { path: strange }),
    raw(now) !== raw(next) && finding('xml', 'xml_qemu', 'QEMU’s own arguments go past every check: they can’t be changed here.'),
    strangers(now) !== strangers(next) && finding('xml', 'xml_stranger', 'Disks and cards are added, changed and removed on their own tabs, not here.'),
  ]
}
