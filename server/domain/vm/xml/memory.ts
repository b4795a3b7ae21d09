import { attr, element, find, setChild, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

export const buildMemory = (memoryMiB: number): Element[] => [
  element('memory', { unit: 'MiB' }, memoryMiB),
  element('currentMemory', { unit: 'MiB' }, memoryMiB),
]

/** Bytes per unit, as libvirt reads them: KiB unless told otherwise (formatdomain, Memory Allocation). */
const unitBytes: Record<string, number> = {
  b: 1,
  bytes: 1,
  KB: 1000,
  k: 1024,
  KiB: 1024,
  MB: 1e6,
  M: 1024 ** 2,
  MiB: 1024 ** 2,
  GB: 1e9,
  G: 1024 ** 3,
  GiB: 1024 ** 3,
  TB: 1e12,
  T: 1024 ** 4,
  TiB: 1024 ** 4,
}

/** Memory of the machine in MiB, rounded down; 0 when the XML does not say. */
export const parseMemoryMiB = (domain: Element): number => {
  const amount = Number(text(domain, 'memory') ?? 0)
  return Math.floor((amount * (unitBytes[attr(domain, 'unit', 'memory') ?? 'KiB'] ?? 1024)) / 1024 ** 2)
}

/** `domain` with that much memory; left byte for byte when it already has it, so that a ballooned value survives. */
export const editMemory = (domain: Element, memoryMiB: number): Element => {
  if (parseMemoryMiB(domain) === memoryMiB) return domain
  const [memory, current] = buildMemory(memoryMiB)
  const sized = setChild(domain, 'memory', memory ?? null)
  return find(domain, 'currentMemory') ? setChild(sized, 'currentMemory', current ?? null) : sized
}
