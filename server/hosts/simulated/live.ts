import type { RunningMachine, VmSpec } from '@/server/contract/agent/vm'
import type { LiveResult } from '@/server/contract/hardware/change'
import { hostDeviceKey } from '@/server/domain/vm/hardware/host-device'
import { moduleKey } from '@/server/domain/vm/live/devices'
import { chosen, differences } from '@/server/domain/vm/live/difference'
import type { Difference } from '@/server/domain/vm/live/difference'
import { results } from '@/server/domain/vm/live/outcome'
import type { LiveReason } from '@/server/domain/vm/live/outcome'
import { readRunning } from '@/server/domain/vm/live/running'
import { buildDomain } from '@/server/domain/vm/xml/domain'

const readings = new WeakMap<VmSpec, RunningMachine>()

/** How a machine runs that was started as `spec`: what a libvirt would show of it. */
export const simulatedRunning = (spec: VmSpec): RunningMachine => {
  const known = readings.get(spec)
  if (known) return known
  const domain = buildDomain(spec, spec.virtType === 'kvm' ? 'kvm' : 'qemu')
  const running = readRunning(domain, domain)
  readings.set(spec, running)
  return running
}

/** The last part of a field names the device; of a module, its size and node. */
const last = (field: string): string => field.split('.').slice(3).join('.')

const withModules = (now: VmSpec, key: string, plug: boolean): VmSpec => {
  const [name = ''] = key.split('#')
  const [sizeMiB = 0, node = 0] = name.split('@').map(Number)
  const { devices } = now.hardware.memory
  const at = devices.findIndex((module) => moduleKey(module) === name)
  const next = plug ? [...devices, { model: 'dimm' as const, sizeMiB, node }] : devices.filter((_, index) => index !== at)
  return { ...now, hardware: { ...now.hardware, memory: { ...now.hardware.memory, devices: next } } }
}

/** `now` with one difference made, as the wanted machine has it. */
const withDifference = (wanted: VmSpec) => (now: VmSpec, { deed, field, label, running, next }: Difference): VmSpec => {
  const id = field.split('.')[1] ?? ''
  const hardware = (change: Partial<VmSpec['hardware']>): VmSpec => ({ ...now, hardware: { ...now.hardware, ...change } })
  if (deed.kind === 'vcpus') return { ...now, vcpus: wanted.vcpus, hardware: { ...now.hardware, cpu: { ...now.hardware.cpu, maxVcpus: now.hardware.cpu.maxVcpus ?? now.vcpus } } }
  if (deed.kind === 'balloon') return hardware({ memory: { ...now.hardware.memory, currentMiB: wanted.hardware.memory.currentMiB } })
  if (deed.kind === 'memory') return withModules(now, `${Number(next) - Number(running)}@0`, true)
  if (deed.kind === 'media') return hardware({ cdroms: now.hardware.cdroms.map((drive) => wanted.hardware.cdroms.find(({ target }) => target === drive.target) ?? drive) })
  if (label === 'memory.module') return withModules(now, last(field), running === null)
  if (label === 'hostDevice') {
    const key = field.split('.').slice(2).join('.')
    return hardware({ hostDevices: [...now.hardware.hostDevices.filter((device) => hostDeviceKey(device) !== key), ...wanted.hardware.hostDevices.filter((device) => hostDeviceKey(device) === key)] })
  }
  if (label.startsWith('disk')) {
    const [disk] = wanted.disks.filter((each) => each.id === id)
    if (deed.kind === 'limits') return { ...now, disks: now.disks.map((each) => (each.id === id && disk ? { ...each, options: { ...each.options, limits: disk.options.limits } } : each)) }
    return { ...now, disks: [...now.disks.filter((each) => each.id !== id), ...(disk ? [disk] : [])] }
  }
  const [nic] = wanted.nics.filter((each) => each.id === id)
  if (deed.kind === 'plug' || deed.kind === 'unplug') return { ...now, nics: [...now.nics.filter((each) => each.id !== id), ...(nic ? [nic] : [])] }
  return { ...now, nics: now.nics.map((each) => (each.id === id && nic ? { ...nic, mac: each.mac, model: each.model } : each)) }
}

const refused: LiveReason = { code: 'hypervisor', params: { text: 'the name asks for it' }, text: 'The hypervisor says: the name asks for it' }

/**
 * Makes what runs as `wanted`, as far as that goes. A guest with `deaf` in its name lets go of nothing; on a machine with `plug-fail` nothing can be
 * plugged in.
 */
export const simulatedChange = (started: VmSpec, wanted: VmSpec, only: readonly string[] | null): { running: VmSpec; changes: LiveResult[] } => {
  const found = chosen(differences(simulatedRunning(started), wanted), only)
  const deaf = wanted.name.includes('deaf')
  const fails = ({ deed }: Difference) => deed.kind === 'plug' && wanted.name.includes('plug-fail')
  const waits = ({ deed }: Difference) => deaf && ['unplug', 'replug', 'balloon'].includes(deed.kind)
  const made = found.filter((each) => each.canBeLive && !fails(each) && !waits(each))
  const running = made.reduce(withDifference(wanted), started)
  const left = new Set(differences(simulatedRunning(running), wanted).map(({ field }) => field))
  return { running, changes: results(found, left, new Map(found.filter(fails).map(({ field }) => [field, refused]))) }
}
