import type { DiskSpec, NicSpec } from '@/server/contract/agent/vm'
import type { OfferKind } from '@/server/contract/agent/capabilities'
import type { Reason } from '@/server/contract/api/common'
import type { Hardware } from '@/server/contract/hardware/hardware'
import { qemuNames } from './qemu-devices'

/** A machine with every `auto` decided. */
export interface ResolvedMachine {
  firmware: 'bios' | 'uefi'
  hardware: Hardware
  disks: readonly Pick<DiskSpec, 'id' | 'bus'>[]
  nics: readonly Pick<NicSpec, 'id' | 'model'>[]
}

/** One thing that a machine needs its host to offer, and the sentence for a host that does not. */
export interface Need extends Reason {
  /** Path of what asks for it; disks and cards by their id. */
  field: string
  kind: OfferKind
  value: string
}

const need = (field: string, [kind, value]: readonly [OfferKind, string], code: string, text: string, params: Reason['params'] = {}): Need =>
  ({ field, kind, value, code, params, text })

/** Of QEMU's own devices; a name that is null is always there. */
const device = (field: string, name: string | null, code: string, text: string, params: Reason['params'] = {}): Need[] =>
  name === null ? [] : [need(field, ['device', name], code, text, params)]

const firmware = ({ firmware: wanted, hardware: { firmware: details } }: ResolvedMachine): Need[] => [
  ...(wanted === 'uefi' && details.loader === null ? [need('firmware', ['firmware', 'efi'], 'lacks_uefi', 'has no UEFI firmware for machines')] : []),
  ...(details.secureBoot ? [need('hardware.firmware.secureBoot', ['secureBoot', 'yes'], 'lacks_secure_boot', 'has no UEFI firmware with Secure Boot')] : []),
]

/** A named processor that the host's own cannot be is refused by KVM alone, and not if features of it are switched off. */
const processor = ({ hardware: { cpu } }: ResolvedMachine, runBy: 'kvm' | 'qemu'): Need[] => {
  const isTrimmed = cpu.features.some(({ policy }) => policy === 'disable' || policy === 'forbid' || policy === 'optional')
  const kind = runBy === 'kvm' && !isTrimmed ? 'usableCpuModel' : 'cpuModel'
  return [
    need('hardware.cpu.mode', ['cpuMode', cpu.mode], 'lacks_cpu_mode', `does not offer the processor mode ${cpu.mode}`, { mode: cpu.mode }),
    ...(cpu.mode === 'custom' ? [need('hardware.cpu.model', [kind, cpu.model], 'lacks_cpu_model', `cannot give the processor model ${cpu.model}`, { model: cpu.model })] : []),
  ]
}

const screen = ({ hardware: { graphics, video, channels, usb } }: ResolvedMachine): Need[] => [
  ...(graphics.vnc ? [need('hardware.graphics.vnc', ['graphics', 'vnc'], 'lacks_graphics', 'does not offer VNC', { type: 'VNC' })] : []),
  ...(graphics.spice ? [need('hardware.graphics.spice', ['graphics', 'spice'], 'lacks_graphics', 'does not offer SPICE', { type: 'SPICE' })] : []),
  ...(video.model === 'none'
    ? []
    : [need('hardware.video.model', ['video', video.model], 'lacks_video', `does not offer the graphics card ${video.model}`, { model: video.model })]),
  ...(channels.spiceAgent ? [need('hardware.channels.spiceAgent', ['channel', 'spicevmc'], 'lacks_spice_agent', 'does not offer the channel of the SPICE agent')] : []),
  ...(usb.redirections > 0 ? [need('hardware.usb.redirections', ['redirection', 'usb'], 'lacks_redirection', 'does not offer USB redirection')] : []),
]

const drives = ({ disks, hardware: { cdroms, floppies } }: ResolvedMachine): Need[] => {
  const bus = (field: string, wanted: string): Need => need(field, ['diskBus', wanted], 'lacks_disk_bus', `does not offer the disk bus ${wanted}`, { bus: wanted })
  return [
    ...disks.map((disk) => bus(`disks.${disk.id}.bus`, disk.bus)),
    ...cdroms.map((drive, at) => bus(`hardware.cdroms.${at}.bus`, drive.bus)),
    ...floppies.map((_, at) => bus(`hardware.floppies.${at}.target`, 'fdc')),
  ]
}

const hostDevices = ({ hardware }: ResolvedMachine): Need[] =>
  hardware.hostDevices.map(({ type }, at) =>
    need(
      `hardware.hostDevices.${at}.type`,
      type === 'usb' ? ['hostDevice', 'usb'] : ['passthrough', 'vfio'],
      type === 'usb' ? 'lacks_usb_passthrough' : 'lacks_vfio',
      type === 'usb' ? 'cannot pass USB devices through' : 'cannot pass PCI devices through: VFIO needs an IOMMU',
    ),
  )

const safety = ({ hardware: { tpm, rng, watchdog, panic, vsock } }: ResolvedMachine): Need[] => [
  ...(tpm
    ? [
        need('hardware.tpm.backend', ['tpmBackend', tpm.backend], 'lacks_tpm', `does not offer a TPM of the kind ${tpm.backend}`, { backend: tpm.backend }),
        need('hardware.tpm.model', ['tpmModel', tpm.model], 'lacks_tpm_model', `does not offer the TPM model ${tpm.model}`, { model: tpm.model }),
        ...(tpm.backend === 'emulator'
          ? [need('hardware.tpm.version', ['tpmVersion', tpm.version], 'lacks_tpm_version', `does not offer TPM ${tpm.version}`, { version: tpm.version })]
          : []),
      ]
    : []),
  ...(rng ? [need('hardware.rng', ['rng', 'random'], 'lacks_rng', 'does not offer a random number generator')] : []),
  ...(watchdog
    ? device('hardware.watchdog.model', qemuNames.watchdog[watchdog.model], 'lacks_watchdog', `does not offer the watchdog ${watchdog.model}`, { model: watchdog.model })
    : []),
  ...(panic ? device('hardware.panic.model', qemuNames.panic[panic.model], 'lacks_panic', 'does not offer a panic device') : []),
  ...(vsock ? device('hardware.vsock', qemuNames.vsock.vsock, 'lacks_vsock', 'does not offer vsock') : []),
]

const others = ({ nics, hardware: { sound, smartcard, usb, input } }: ResolvedMachine): Need[] => [
  ...nics.flatMap(({ id, model }) => device(`nics.${id}.model`, qemuNames.nic[model], 'lacks_nic', `does not offer the network card ${model}`, { model })),
  ...(sound ? device('hardware.sound.model', qemuNames.sound[sound.model], 'lacks_sound', `does not offer the sound card ${sound.model}`, { model: sound.model }) : []),
  ...(smartcard ? device('hardware.smartcard.mode', qemuNames.smartcard[smartcard.mode], 'lacks_smartcard', 'does not offer a smart card reader') : []),
  ...device('hardware.usb.controller', qemuNames.usb[usb.controller], 'lacks_usb', `does not offer the USB controller ${usb.controller}`, { model: usb.controller }),
  ...device('hardware.input.tablet', qemuNames.tablet[input.tablet], 'lacks_input', `does not offer a tablet on ${input.tablet}`, { bus: input.tablet }),
  ...device('hardware.input.keyboard', qemuNames.keyboard[input.keyboard], 'lacks_input', `does not offer a keyboard on ${input.keyboard}`, { bus: input.keyboard }),
]

const hyperVFlags = ['relaxed', 'vapic', 'vpindex', 'runtime', 'synic', 'stimer', 'reset', 'frequencies', 'tlbflush', 'ipi'] as const

/** Of these libvirt lets a machine do without (qemuProcessVerifyHypervFeatures): Windows runs in emulation, too, where nothing offers them. */
const dispensable: readonly string[] = ['relaxed', 'vapic']

const enlightenments = ({ hardware: { features: { hyperv } } }: ResolvedMachine, runBy: 'kvm' | 'qemu'): Need[] => {
  const wanted = [...hyperVFlags.filter((name) => hyperv[name]), ...(hyperv.spinlocks === null ? [] : ['spinlocks'])]
  return wanted
    .filter((name) => runBy === 'kvm' || !dispensable.includes(name))
    .map((name) => need(`hardware.features.hyperv.${name}`, ['hyperV', name], 'lacks_hyperv', `does not offer the Hyper-V feature ${name}`, { feature: name }))
}

/** Everything of a machine that a host may not be able to give. */
export const needsOf = (machine: ResolvedMachine, runBy: 'kvm' | 'qemu'): Need[] => [
  ...firmware(machine), ...processor(machine, runBy), ...enlightenments(machine, runBy), ...screen(machine), ...drives(machine), ...hostDevices(machine), ...safety(machine), ...others(machine),
]
