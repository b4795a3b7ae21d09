import { describe, expect, it } from 'vitest'
import { DiskOptions } from '@/server/contract/hardware/disk'
import { Hardware } from '@/server/contract/hardware/hardware'
import { NicOptions } from '@/server/contract/hardware/nic'
import { checkHardware } from './check'
import { merge } from './merge'
import { freeTarget, retargeted } from './target'

const wish = (hardware: unknown = {}, more: Record<string, unknown> = {}) => ({
  memoryMiB: 1024, vcpus: 2, firmware: 'bios' as const, hardware: Hardware.parse(hardware), disks: [], nics: [], ...more,
})
const disk = (options: unknown, more: Record<string, unknown> = {}) => ({ bus: 'virtio' as const, target: 'vda', format: 'qcow2' as const, ...more, options: DiskOptions.parse(options) })
const nic = (options: unknown, model = 'virtio') => ({ model, options: NicOptions.parse(options) })
const spice = { graphics: { spice: {} } }

describe('what contradicts itself gets one sentence', () => {
  it.each<[string, ReturnType<typeof wish>, string]>([
    ['fewer vCPUs at most than at the start', wish({ cpu: { maxVcpus: 1 } }), 'max_vcpus'],
    ['a topology of another size', wish({ cpu: { topology: { sockets: 1, cores: 3, threads: 1 } } }), 'topology'],
    ['a custom processor without a model', wish({ cpu: { mode: 'custom' } }), 'cpu_model'],
    ['a model without the mode', wish({ cpu: { model: 'Nehalem' } }), 'cpu_model_mode'],
    ['a pin of a vCPU that is not there', wish({ cpuTune: { vcpuPins: [{ vcpu: 2, cpus: '0' }] } }), 'pin_beyond'],
    ['NUMA nodes without all vCPUs', wish({ numa: { cells: [{ cpus: '0', memoryMiB: 1024 }] } }), 'numa_cpus'],
    ['NUMA nodes with other memory', wish({ numa: { cells: [{ cpus: '0-1', memoryMiB: 512 }] } }), 'numa_memory'],
    ['more memory at the start than there is', wish({ memory: { currentMiB: 2048 } }), 'memory_current'],
    ['modules without a maximum', wish({ memory: { devices: [{ sizeMiB: 128 }] } }), 'memory_no_max'],
    ['half a huge page', wish({ memory: { hugePagesKiB: 1_048_576 } }, { memoryMiB: 1536 }), 'memory_pages'],
    ['a hard limit that ends it', wish({ memory: { hardLimitMiB: 512 } }), 'memory_limit'],
    ['Secure Boot without UEFI', wish({ firmware: { secureBoot: true } }), 'secure_boot_bios'],
    ['an IDE disk on q35', wish({ machine: { type: 'q35' } }, { disks: [disk({}, { bus: 'ide', target: 'hda' })] }), 'machine_ide'],
    ['a time zone that is not chosen', wish({ clock: { offset: 'timezone' } }), 'timezone_empty'],
    ['one timer twice', wish({ clock: { timers: [{ name: 'rtc' }, { name: 'rtc' }] } }), 'timer_twice'],
    ['two devices in one place of the boot order', wish({}, { disks: [disk({ bootOrder: 1 })], nics: [nic({ bootOrder: 1 })] }), 'boot_order_twice'],
    ['an I/O thread that is not there', wish({}, { disks: [disk({ iothread: 1 })] }), 'disk_no_iothread'],
    ['a total and a part of it', wish({}, { disks: [disk({ limits: { totalIops: 100, readIops: 50 } })] }), 'disk_limits'],
    ['native I/O through the page cache', wish({}, { disks: [disk({ cache: 'writeback', io: 'native' })] }), 'disk_io'],
    ['a read-only SATA disk', wish({}, { disks: [disk({ readOnly: true }, { bus: 'sata', target: 'sda' })] }), 'disk_readonly'],
    ['a shared qcow2', wish({}, { disks: [disk({ shareable: true })] }), 'disk_share'],
    ['queues of an e1000', wish({}, { nics: [nic({ queues: 2 }, 'e1000')] }), 'nic_queues'],
    ['a tablet without USB', wish({ usb: { controller: 'none' } }), 'usb_none'],
    ['the SPICE agent without SPICE', wish({ channels: { spiceAgent: true } }), 'spice_none'],
    ['rules without redirection', wish({ ...spice, usb: { redirectionRules: [{ allow: true }] } }), 'redirection_none'],
    ['a second head of VGA', wish({ video: { heads: 2 } }), 'video_heads'],
    ['a TPM 1.2 as CRB', wish({ tpm: { version: '1.2' } }), 'tpm_crb'],
    ['a serial port to nowhere', wish({ serial: { ports: [{ type: 'file' }] } }), 'serial_path'],
    ['a console on no port', wish({ serial: { ports: [] } }), 'console_none'],
    ['a CD drive of another bus', wish({ cdroms: [{ target: 'hda' }] }), 'cdrom_target'],
    ['a serial number of a whole device', wish({}, { disks: [disk({ device: 'lun', serial: 'A1' }, { bus: 'scsi', target: 'sda', format: 'raw' })] }), 'disk_lun_own'],
    ['a timer of Xen', wish({ clock: { timers: [{ name: 'platform' }] } }), 'timer_foreign'],
    ['a tick policy that a timer does not have', wish({ clock: { timers: [{ name: 'pit', tickPolicy: 'merge' }] } }), 'timer_policy'],
    ['an rtc that follows the boot', wish({ clock: { timers: [{ name: 'rtc', track: 'boot' }] } }), 'timer_boot'],
    ['an action that is Xen’s', wish({ lifecycle: { onCrash: 'rename-restart' } }), 'lifecycle_action'],
    ['a restart at power-off that ends at a reboot', wish({ lifecycle: { onPoweroff: 'restart', onReboot: 'destroy' } }), 'lifecycle_pair'],
    ['UEFI without ACPI', wish({ features: { acpi: false } }, { firmware: 'uefi' }), 'uefi_acpi'],
    ['a GPU on a console that is not there', wish({ graphics: { vnc: null }, hostDevices: [{ type: 'mdev', uuid: '6f0d4d9e-4f6c-4b1f-9a70-b4d2d2a7a001', display: true }] }), 'mdev_screen'],
    ['a sound card without a place', wish({ sound: { model: 'ich7' } }), 'sound_ich7'],
    ['a watchdog of another processor', wish({ watchdog: { model: 'diag288' } }), 'watchdog_arch'],
    ['system information that nobody shows', wish({ smbios: { serial: 'A1' } }), 'smbios_mode'],
  ])('%s', (_, machine, code) => {
    expect(checkHardware(machine).map(found => found.code)).toContain(code)
  })

  it('and nothing is said of the ordinary machine', () => {
    expect(checkHardware(wish({}, { disks: [disk({})], nics: [nic({})] }))).toEqual([])
  })
})

it('a change keeps what it does not name, and replaces lists and maps', () => {
  const before = Hardware.parse({ cpu: { mode: 'host-model', features: [{ name: 'avx', policy: 'disable' }] }, tpm: {}, customProperties: { a: '1', b: '2' } })
  const after = merge(before, { cpu: { features: [] }, tpm: null, customProperties: { a: '1' } })
  expect(after).toEqual({ ...before, cpu: { ...before.cpu, features: [] }, tpm: null, customProperties: { a: '1' } })
})

it('disks are counted as the kernel does', () => {
  const many = Array.from({ length: 27 }).reduce<string[]>(names => [...names, freeTarget('virtio', names)], [])
  expect([many[0], many[25], many[26], freeTarget('usb', ['sda'])]).toEqual(['vda', 'vdz', 'vdaa', 'sdb'])
})

it('a disk on another bus has a name that no other disk and no drive has; others keep theirs', () => {
  const disks = [{ bus: 'sata' as const, target: 'vda' }, { bus: 'virtio' as const, target: 'vdb' }, { bus: 'sata' as const, target: 'hda' }]
  expect(retargeted(disks, [{ target: 'sda' }], ({ target }) => target === 'vda').map(({ target }) => target)).toEqual(['sdb', 'vdb', 'hda'])
})
