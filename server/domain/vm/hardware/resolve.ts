import type { Cpu } from '@/server/contract/hardware/cpu'
import type { Screen } from '@/server/contract/hardware/graphics'
import type { Hardware } from '@/server/contract/hardware/hardware'
import type { Video } from '@/server/contract/hardware/graphics'
import { canonicalCpuSet, cpuSetOf } from './cpu-set'
import { sortedHostDevices } from './host-device'
import { personsNvram } from './nvram'

/** What the hardware's defaults depend on. */
export interface Surroundings {
  runBy: 'kvm' | 'qemu'
  memoryMiB: number
  vcpus: number
  firmware: 'bios' | 'uefi'
  /** Does a disk hang on IDE? */
  ide: boolean
  /** Has a disk or a card its own place in the boot order? */
  ordered: boolean
}

const named = (model: string): Pick<Cpu, 'mode' | 'model'> => ({ mode: 'custom', model })

/**
 * KVM: the host's own CPU. Emulation: Nehalem, because current distributions need x86-64-v2, and a named model stays the
 * same from one QEMU to the next (`max` does not).
 */
const resolveMode = ({ cpu, machine }: Hardware, runBy: 'kvm' | 'qemu'): Pick<Cpu, 'mode' | 'model'> => {
  if (cpu.mode !== 'auto') return cpu
  if (runBy === 'kvm') return { mode: 'host-passthrough', model: '' }
  return named(machine.arch === 'aarch64' ? 'cortex-a57' : 'Nehalem')
}

/** All vCPUs as cores of one socket: several guests limit the number of sockets they use. */
const resolveCpu = (hardware: Hardware, { runBy, vcpus }: Surroundings): Cpu => {
  const maxVcpus = hardware.cpu.maxVcpus ?? vcpus
  const topology = hardware.cpu.topology ?? { sockets: 1, dies: 1, cores: maxVcpus, threads: 1 }
  return { ...hardware.cpu, ...resolveMode(hardware, runBy), maxVcpus, topology }
}

/** QEMU plugs memory into NUMA nodes alone: without one of its own, the machine gets one that has everything. */
const resolveNuma = ({ numa, cpu, memory }: Hardware, { vcpus, memoryMiB }: Surroundings): Hardware['numa'] => {
  const all = { cpus: cpuSetOf(Array.from({ length: cpu.maxVcpus ?? vcpus }, (_, vcpu) => vcpu)), memoryMiB }
  const cells = numa.cells.length === 0 && memory.maxMiB !== null ? [all] : numa.cells.map((cell) => ({ ...cell, cpus: canonicalCpuSet(cell.cpus) }))
  return { cells, memory: numa.memory && { ...numa.memory, nodes: canonicalCpuSet(numa.memory.nodes) } }
}

const resolveTune = ({ cpuTune }: Hardware): Hardware['cpuTune'] => ({
  ...cpuTune,
  vcpuPins: cpuTune.vcpuPins.map((pin) => ({ ...pin, cpus: canonicalCpuSet(pin.cpus) })).sort((a, b) => a.vcpu - b.vcpu),
  emulatorPin: cpuTune.emulatorPin === null ? null : canonicalCpuSet(cpuTune.emulatorPin),
  iothreadPins: cpuTune.iothreadPins.map((pin) => ({ ...pin, cpus: canonicalCpuSet(pin.cpus) })).sort((a, b) => a.iothread - b.iothread),
})

const machineType = ({ machine, cdroms }: Hardware, { ide }: Surroundings): Hardware['machine']['type'] => {
  if (machine.type !== 'auto') return machine.type
  // Only the old machine type has an IDE controller.
  return machine.arch === 'aarch64' ? 'virt' : ide || cdroms.some(({ bus }) => bus === 'ide') ? 'pc' : 'q35'
}

/** Video memory as libvirt chooses it, KiB; a virtio card has none of its own. */
const standardVram: Record<Video['model'], number | null> = { qxl: 65_536, vga: 16_384, cirrus: 16_384, bochs: 16_384, virtio: null, none: null }

const resolveVideo = ({ model, heads, vramKiB }: Video): Video => {
  const standard = standardVram[model]
  return { model, heads: model === 'none' ? 1 : heads, vramKiB: standard === null ? null : (vramKiB ?? standard) }
}

const resolveScreen = <S extends Screen>(screen: S | null): S | null => (screen?.listen === 'socket' ? { ...screen, address: '127.0.0.1', port: null } : screen)

const resolveClock = ({ offset, timezone, adjustmentSeconds, basis, timers }: Hardware['clock']): Hardware['clock'] => ({
  offset,
  timers,
  timezone: offset === 'timezone' ? timezone : '',
  adjustmentSeconds: offset === 'variable' ? adjustmentSeconds : 0,
  basis: offset === 'variable' ? basis : 'utc',
})

const fullVersion = (version: string): string => {
  const [major, minor] = version.split('.')
  return `${Number(major)}.${String(Number(minor)).padStart(2, '0')}`
}

const resolveUsb = ({ redirectionRules, ...usb }: Hardware['usb']): Hardware['usb'] => ({
  ...usb,
  redirectionRules: redirectionRules.map((rule) => ({ ...rule, version: rule.version === null ? null : fullVersion(rule.version) })),
})

/**
 * The hardware with every `auto` decided, every list as libvirt orders it, and what has no meaning beside the rest at its
 * default: two that make the same machine are equal then.
 */
export const resolveHardware = (hardware: Hardware, around: Surroundings): Hardware => {
  const { boot, cdroms, floppies, graphics, hostDevices, memory, serial, tpm, balloon, firmware, features } = hardware
  const ordered = around.ordered || cdroms.some(({ bootOrder }) => bootOrder !== null)
  const arm = hardware.machine.arch === 'aarch64'
  return {
    ...hardware,
    machine: { ...hardware.machine, type: machineType(hardware, around) },
    firmware: { ...firmware, secureBoot: firmware.secureBoot && around.firmware === 'uefi' && firmware.loader === null, nvram: personsNvram(firmware.nvram) },
    features: { ...features, gic: arm ? features.gic : null },
    cpu: resolveCpu(hardware, around),
    cpuTune: resolveTune(hardware),
    numa: resolveNuma(hardware, around),
    memory: { ...memory, currentMiB: memory.currentMiB ?? around.memoryMiB, slots: memory.maxMiB === null ? 16 : memory.slots },
    balloon: balloon.model === 'none' ? { model: 'none', autodeflate: false, freePageReporting: false } : balloon,
    clock: resolveClock(hardware.clock),
    boot: { ...boot, devices: ordered || boot.devices.length === 0 ? ['hd'] : boot.devices },
    cdroms: cdroms.toSorted((a, b) => a.target.localeCompare(b.target)),
    floppies: floppies.toSorted((a, b) => a.target.localeCompare(b.target)),
    graphics: { ...graphics, vnc: resolveScreen(graphics.vnc), spice: resolveScreen(graphics.spice), keymap: graphics.vnc || graphics.spice ? graphics.keymap : '' },
    video: resolveVideo(hardware.video),
    // libvirt gives the first serial port a console by itself.
    serial: { ...serial, console: serial.console === 'none' && serial.ports.length > 0 ? 'serial' : serial.console },
    usb: resolveUsb(hardware.usb),
    tpm: tpm && (tpm.backend === 'passthrough' ? { ...tpm, version: '2.0' } : { ...tpm, device: '/dev/tpm0' }),
    hostDevices: sortedHostDevices(hostDevices),
  }
}
