import type { Hardware } from '@/server/contract/hardware/hardware'
import type { HardwareWish } from './hardware/check'
import { finding } from './hardware/finding'
import type { Verdict } from './hardware/finding'
import type { Finding } from './validate'

/** Parts that StratoVirt has no device for: each must be as `without` says, for the reason in words. */
const absent: readonly [part: keyof Hardware, without: (hardware: Hardware) => boolean, what: string][] = [
  ['graphics', ({ graphics }) => graphics.vnc === null && graphics.spice === null, 'a screen'],
  ['video', ({ video }) => video.model === 'none', 'a graphics card'],
  ['usb', ({ usb }) => usb.controller === 'none' && usb.redirections === 0, 'USB'],
  ['input', ({ input }) => input.tablet === 'none' && input.keyboard === 'ps2', 'a tablet or keyboard'],
  ['sound', ({ sound }) => sound === null, 'sound'],
  ['watchdog', ({ watchdog }) => watchdog === null, 'a watchdog'],
  ['tpm', ({ tpm }) => tpm === null, 'a TPM'],
  ['panic', ({ panic }) => panic === null, 'a panic device'],
  ['smartcard', ({ smartcard }) => smartcard === null, 'a smart card reader'],
  ['cdroms', ({ cdroms }) => cdroms.length === 0, 'CD drives'],
  ['floppies', ({ floppies }) => floppies.length === 0, 'floppy drives'],
  ['hostDevices', ({ hostDevices }) => hostDevices.length === 0, 'devices of the host'],
  ['channels', ({ channels }) => !channels.guestAgent && !channels.spiceAgent && channels.others.length === 0, 'channels to the guest'],
  ['numa', ({ numa }) => numa.cells.length === 0 && numa.memory === null, 'NUMA nodes'],
]

const platform = ({ firmware, hardware: { machine, firmware: details, features, cpu, boot } }: HardwareWish): Verdict[] => [
  machine.arch === 'x86_64' && !['auto', 'q35'].includes(machine.type) && finding('hardware.machine.type', 'sv_machine', 'StratoVirt on x86_64 has the machine type q35 alone.'),
  machine.arch === 'aarch64' && features.gic !== '3' && finding('hardware.features.gic', 'sv_gic', 'StratoVirt on ARM needs a GIC of version 3.'),
  !features.acpi && finding('hardware.features.acpi', 'sv_acpi', 'StratoVirt needs ACPI.'),
  (cpu.topology !== null || cpu.maxVcpus !== null) && finding('hardware.cpu.topology', 'sv_topology', 'StratoVirt has no processor topology and plugs in no vCPUs.'),
  (firmware !== 'uefi' || details.loader === null) && finding('hardware.firmware.loader', 'sv_loader', 'StratoVirt boots with a pflash image: choose UEFI and give the path of the image.'),
  boot.kernel === null && finding('hardware.boot.kernel', 'sv_kernel', 'StratoVirt boots a kernel of the host: give its path.'),
]

const devices = ({ disks, nics, hardware: { serial, rng } }: HardwareWish): Verdict[] => [
  ...disks.flatMap(({ bus, format, target }, at) => [
    bus !== 'virtio' && finding(`disks.${at}.bus`, 'sv_disk_bus', `StratoVirt has virtio disks alone; ${target} is on ${bus}.`, { target, bus }),
    format !== 'raw' && finding(`disks.${at}.format`, 'sv_disk_format', `StratoVirt reads raw disks alone; ${target} is ${format}.`, { target, format }),
  ]),
  ...nics.map(({ model }, at) => model !== 'virtio' && finding(`nics.${at}.model`, 'sv_nic', `StratoVirt has virtio cards alone, not ${model}.`, { model })),
  serial.console !== 'virtio' && finding('hardware.serial.console', 'sv_console', 'StratoVirt has one console, on virtio.'),
  (serial.ports.length > 1 || serial.ports.some(({ type }) => type === 'null')) &&
    finding('hardware.serial.ports', 'sv_console', 'The console of StratoVirt is one: a terminal (pty), a file or a socket.'),
  rng?.rate !== undefined && rng.rate !== null && rng.rate.periodMs !== 1000 &&
    finding('hardware.rng.rate', 'sv_rng', 'StratoVirt measures entropy per 1000 ms.'),
]

/** Digits, letters, `_ - :`, at most 255. */
export const checkStratovirtName = (name: string): Finding | null =>
  /^[A-Za-z0-9_:-]{1,255}$/.test(name) ? null : finding('name', 'sv_name', `StratoVirt takes digits, letters, “_”, “-” and “:” in a name, not “${name}”.`, { name })

/** What StratoVirt cannot do of a machine (SV-3), before anything is sent. */
export const checkStratovirt = (wish: HardwareWish): Verdict[] =>
  wish.hardware.hypervisor === 'stratovirt'
    ? [
        ...platform(wish),
        ...devices(wish),
        ...absent.map(([part, without, what]) => !without(wish.hardware) && finding(`hardware.${part}`, 'sv_absent', `StratoVirt has no ${what.replace(/^a /, '')}.`, { part })),
      ]
    : []

/** Parts that a form greys for StratoVirt, with the reason beside them. */
export const greyedByStratovirt: ReadonlyMap<keyof Hardware, string> = new Map(absent.map(([part, , what]) => [part, `StratoVirt has no ${what.replace(/^a /, '')}.`]))
