import { Cpu, CpuTune } from '@/server/contract/hardware/cpu'
import { Numa } from '@/server/contract/hardware/numa'
import { attr, element, find, findAll, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { mibOf } from './memory'
import { numberOf, readPart } from './part'
import type { Machine, Part } from './part'

const topologyOf = ({ hardware: { cpu } }: Machine): Element | null =>
  cpu.topology && element('topology', { sockets: cpu.topology.sockets, dies: cpu.topology.dies, cores: cpu.topology.cores, threads: cpu.topology.threads })

const numaOf = ({ hardware: { numa } }: Machine): Element | null =>
  numa.cells.length === 0
    ? null
    : element('numa', {}, ...numa.cells.map((cell, id) => element('cell', { id, cpus: cell.cpus, memory: cell.memoryMiB, unit: 'MiB' })))

/** `check=none` under emulation: the emulator, not the host's CPU, provides the model. */
const buildCpu = (machine: Machine): Element => {
  const { mode, model, features } = machine.hardware.cpu
  const whole = mode === 'host-passthrough' || mode === 'maximum'
  const check = whole || machine.runBy === 'qemu' ? 'none' : 'partial'
  return element(
    'cpu',
    { mode, match: mode === 'custom' ? 'exact' : null, check, migratable: whole ? 'on' : null },
    mode === 'custom' ? element('model', { fallback: 'forbid' }, model) : null,
    topologyOf(machine),
    ...features.map(({ name, policy }) => element('feature', { policy, name })),
    numaOf(machine),
  )
}

const buildVcpus = ({ vcpus, hardware: { cpu } }: Machine): Element =>
  element('vcpu', { current: cpu.maxVcpus === vcpus ? null : vcpus }, cpu.maxVcpus ?? vcpus)

const value = (name: string, number: number | null): Element | null => (number === null ? null : element(name, {}, number))

const buildTune = ({ hardware: { cpuTune } }: Machine): Element | null => {
  const tune = element(
    'cputune',
    {},
    value('shares', cpuTune.shares),
    value('period', cpuTune.periodUs),
    value('quota', cpuTune.quotaUs),
    value('emulator_period', cpuTune.emulatorPeriodUs),
    value('emulator_quota', cpuTune.emulatorQuotaUs),
    ...cpuTune.vcpuPins.map(({ vcpu, cpus }) => element('vcpupin', { vcpu, cpuset: cpus })),
    cpuTune.emulatorPin === null ? null : element('emulatorpin', { cpuset: cpuTune.emulatorPin }),
    ...cpuTune.iothreadPins.map(({ iothread, cpus }) => element('iothreadpin', { iothread, cpuset: cpus })),
  )
  return tune.children.length === 0 ? null : tune
}

const buildNumaTune = ({ hardware: { numa } }: Machine): Element | null =>
  numa.memory && element('numatune', {}, element('memory', { mode: numa.memory.mode, nodeset: numa.memory.nodes }))

/** vCPUs, processor, NUMA and their place on the host. https://libvirt.org/formatdomain.html#cpu-allocation */
export const cpuPart: Part = {
  fields: ['vcpus', 'runBy', 'cpu', 'cpuTune', 'numa', 'iothreads'],
  shape: {
    vcpu: { attributes: ['current'] },
    // One of its own per vCPU contradicts another number of them.
    vcpus: 'whole',
    iothreads: 'whole',
    cpu: { attributes: ['mode', 'match', 'check', 'migratable'], children: { model: 'whole', vendor: 'whole', topology: 'whole', feature: 'whole', numa: 'whole' } },
    cputune: {
      children: {
        shares: 'whole', period: 'whole', quota: 'whole', emulator_period: 'whole', emulator_quota: 'whole', vcpupin: 'whole', emulatorpin: 'whole', iothreadpin: 'whole',
      },
    },
    numatune: { children: { memory: 'whole' } },
  },
  platform: (machine) => [
    buildVcpus(machine),
    machine.hardware.iothreads > 0 ? element('iothreads', {}, machine.hardware.iothreads) : null,
    buildTune(machine),
    buildNumaTune(machine),
    buildCpu(machine),
  ],
}

/** vCPUs at the start, and the most there can be; 1 when the XML does not say, as libvirt has it. */
export const parseVcpus = (domain: Element): { vcpus: number; maxVcpus: number | null } => {
  const most = numberOf(text(domain, 'vcpu')) ?? 1
  const current = numberOf(attr(domain, 'current', 'vcpu')) ?? most
  return { vcpus: current, maxVcpus: current === most ? null : most }
}

const parseTopology = (cpu: Element, most: number) => {
  const topology = find(cpu, 'topology')
  if (!topology) return null
  const [sockets, dies, cores, threads] = ['sockets', 'dies', 'cores', 'threads'].map((name) => numberOf(attr(topology, name)) ?? 1)
  const ours = sockets === 1 && dies === 1 && threads === 1 && cores === most
  return ours ? null : { sockets, dies, cores, threads }
}

/** A machine without a processor of its own has the hypervisor's default, which Atrium calls `auto`. */
export const parseCpu = (domain: Element): Cpu => {
  const { vcpus, maxVcpus } = parseVcpus(domain)
  const cpu = find(domain, 'cpu') ?? element('cpu')
  const model = text(cpu, 'model')
  const mode = attr(cpu, 'mode') ?? (model ? 'custom' : 'auto')
  const features = findAll(cpu, 'feature').map((feature) => ({ name: attr(feature, 'name'), policy: attr(feature, 'policy') ?? 'require' }))
  return readPart(Cpu, { mode, model: mode === 'custom' ? (model ?? '') : '', features, topology: parseTopology(cpu, maxVcpus ?? vcpus), maxVcpus })
}

export const parseCpuTune = (domain: Element): CpuTune => {
  const tune = find(domain, 'cputune') ?? element('cputune')
  const number = (name: string) => numberOf(text(tune, name))
  return readPart(CpuTune, {
    shares: number('shares'), periodUs: number('period'), quotaUs: number('quota'),
    emulatorPeriodUs: number('emulator_period'), emulatorQuotaUs: number('emulator_quota'),
    vcpuPins: findAll(tune, 'vcpupin').map((pin) => ({ vcpu: numberOf(attr(pin, 'vcpu')), cpus: attr(pin, 'cpuset') })),
    emulatorPin: attr(tune, 'cpuset', 'emulatorpin') ?? undefined,
    iothreadPins: findAll(tune, 'iothreadpin').map((pin) => ({ iothread: numberOf(attr(pin, 'iothread')), cpus: attr(pin, 'cpuset') })),
  })
}

export const parseIothreads = (domain: Element): number => numberOf(text(domain, 'iothreads')) ?? 0

export const parseNuma = (domain: Element): Numa => {
  const memory = find(domain, 'numatune/memory')
  return readPart(Numa, {
    cells: findAll(domain, 'cpu/numa/cell').map((cell) => ({ cpus: attr(cell, 'cpus') ?? '', memoryMiB: mibOf(attr(cell, 'memory'), attr(cell, 'unit')) })),
    memory: memory ? { mode: attr(memory, 'mode') ?? 'strict', nodes: attr(memory, 'nodeset') } : undefined,
  })
}
