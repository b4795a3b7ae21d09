import { Balloon, Memory } from '@/server/contract/hardware/memory'
import { attr, element, elements, find, findAll, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { numberOf, onOff, readPart } from './part'
import type { DeviceKind, Machine, Part } from './part'

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

/** An amount in MiB, rounded down. */
export const mibOf = (amount: string | null, unit: string | null): number => Math.floor((Number(amount ?? 0) * (unitBytes[unit ?? 'KiB'] ?? 1024)) / 1024 ** 2)

const mib = (name: string, amount: number | null): Element | null => (amount === null ? null : element(name, { unit: 'MiB' }, amount))
const readMib = (parent: Element, path: string): number | undefined => (find(parent, path) ? mibOf(text(parent, path), attr(parent, 'unit', path)) : undefined)

const pluggedMiB = (devices: Memory['devices']): number => devices.reduce((sum, { sizeMiB }) => sum + sizeMiB, 0)

/** libvirt counts modules as memory of the machine. */
const buildSizes = ({ memoryMiB, hardware: { memory } }: Machine): (Element | null)[] => {
  const plugged = pluggedMiB(memory.devices)
  return [
    memory.maxMiB === null ? null : element('maxMemory', { slots: memory.slots, unit: 'MiB' }, memory.maxMiB),
    mib('memory', memoryMiB + plugged),
    mib('currentMemory', (memory.currentMiB ?? memoryMiB) + plugged),
  ]
}

const buildBacking = ({ hardware: { memory } }: Machine): Element | null => {
  const backing = element(
    'memoryBacking',
    {},
    memory.hugePagesKiB === null ? null : element('hugepages', {}, element('page', { size: memory.hugePagesKiB, unit: 'KiB' })),
    memory.sharePages ? null : element('nosharepages'),
    memory.locked ? element('locked') : null,
  )
  return backing.children.length === 0 ? null : backing
}

const buildTune = ({ hardware: { memory } }: Machine): Element | null => {
  const tune = element(
    'memtune', {}, mib('hard_limit', memory.hardLimitMiB), mib('soft_limit', memory.softLimitMiB), mib('swap_hard_limit', memory.swapHardLimitMiB),
  )
  return tune.children.length === 0 ? null : tune
}

/** A module's place among equal ones does not matter, so its size and node name it. */
const modules: DeviceKind = {
  name: 'memory',
  is: (device) => attr(device, 'model') === 'dimm' && find(device, 'source') === null,
  key: (device) => `${readMib(device, 'target/size')} ${text(device, 'target/node') ?? 0}`,
  shape: { attributes: ['model'], children: { target: { children: { size: 'whole', node: 'whole' } } } },
}

/** Without a place of its own: a module that is plugged in gets the next free one. */
export const buildModule = ({ model, sizeMiB, node }: Memory['devices'][number]): Element =>
  element('memory', { model }, element('target', {}, mib('size', sizeMiB), element('node', {}, node)))

/** How much, from where, and what more can be plugged in. https://libvirt.org/formatdomain.html#memory-allocation */
export const memoryPart: Part = {
  fields: ['memoryMiB', 'memory'],
  shape: {
    maxMemory: 'whole',
    memory: 'whole',
    currentMemory: 'whole',
    memoryBacking: { children: { hugepages: 'whole', nosharepages: 'whole', locked: 'whole' } },
    memtune: { children: { hard_limit: 'whole', soft_limit: 'whole', swap_hard_limit: 'whole' } },
  },
  platform: (machine) => [...buildSizes(machine), buildBacking(machine), buildTune(machine)],
  kinds: [modules],
  devices: ({ hardware: { memory } }) => memory.devices.map(buildModule),
}

/** Memory at the start, without modules, MiB rounded down; 0 when the XML does not say. */
export const parseMemoryMiB = (domain: Element): number => (readMib(domain, 'memory') ?? 0) - pluggedMiB(parseModules(domain))

/** The modules of `domain`, with the elements that show them. */
export const moduleElements = (domain: Element): { module: Memory['devices'][number]; device: Element }[] =>
  findAll(domain, 'devices/memory').filter(modules.is).map((device) => ({ module: parseModule(device), device }))

const parseModule = (device: Element): Memory['devices'][number] => ({ model: 'dimm', sizeMiB: readMib(device, 'target/size') ?? 0, node: numberOf(text(device, 'target/node')) ?? 0 })

const parseModules = (domain: Element): Memory['devices'] =>
  moduleElements(domain).map(({ module }) => module)

export const parseMemory = (domain: Element): Memory => {
  const devices = parseModules(domain)
  const total = readMib(domain, 'memory') ?? 0
  const current = readMib(domain, 'currentMemory') ?? total
  const page = find(domain, 'memoryBacking/hugepages/page')
  return readPart(Memory, {
    currentMiB: current < total ? current - pluggedMiB(devices) : undefined,
    maxMiB: readMib(domain, 'maxMemory'),
    slots: numberOf(attr(domain, 'slots', 'maxMemory')),
    hugePagesKiB: page ? mibOf(attr(page, 'size'), attr(page, 'unit')) * 1024 : undefined,
    locked: find(domain, 'memoryBacking/locked') !== null,
    sharePages: find(domain, 'memoryBacking/nosharepages') === null,
    hardLimitMiB: readMib(domain, 'memtune/hard_limit'),
    softLimitMiB: readMib(domain, 'memtune/soft_limit'),
    swapHardLimitMiB: readMib(domain, 'memtune/swap_hard_limit'),
    devices,
  })
}

/** Reports the guest's memory each 10 s, the interval of the agent's statistics. */
const buildBalloon = ({ hardware: { balloon } }: Machine): Element =>
  balloon.model === 'none'
    ? element('memballoon', { model: 'none' })
    : element(
        'memballoon',
        { model: 'virtio', autodeflate: balloon.autodeflate ? 'on' : null, freePageReporting: balloon.freePageReporting ? onOff(true) : null },
        element('stats', { period: 10 }),
      )

export const balloonPart: Part = {
  fields: ['balloon'],
  kinds: [{
    name: 'memballoon', is: () => true, key: () => '', place: (device) => attr(device, 'model') ?? '',
    shape: { attributes: ['model', 'autodeflate', 'freePageReporting'], children: { stats: 'whole' } },
  }],
  devices: (machine) => [buildBalloon(machine)],
}

/** Without an element libvirt adds a virtio one. */
export const parseBalloon = (domain: Element): Balloon => {
  const [balloon] = elements(find(domain, 'devices') ?? element('devices'), 'memballoon')
  return readPart(Balloon, balloon
    ? { model: attr(balloon, 'model') === 'none' ? 'none' : 'virtio', autodeflate: attr(balloon, 'autodeflate') === 'on', freePageReporting: attr(balloon, 'freePageReporting') === 'on' }
    : {})
}
