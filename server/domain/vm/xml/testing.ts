import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { DiskSpec, NicSpec, VmSpec } from '@/server/contract/agent/vm'
import { VmSpec as Spec } from '@/server/contract/agent/vm'
import { featurePolicies } from '@/server/contract/hardware/cpu'
import { diskBuses } from '@/server/contract/hardware/disk'
import { nicModels } from '@/server/contract/hardware/nic'
import { soundModels, watchdogActions } from '@/server/contract/hardware/small-devices'
import { usbModels } from '@/server/contract/hardware/usb'
import { checkHardware } from '../hardware/check'
import { canonicalCpuSet } from '../hardware/cpu-set'
import { freeTarget } from '../hardware/target'

const maybe = <T>(arbitrary: Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const one = <T extends string | number | boolean | null>(...values: T[]) => fc.constantFrom(...values)
const int = (min: number, max: number) => fc.integer({ min, max })
const word = fc.stringMatching(/^[A-Za-z0-9 &<>"'é中._-]{0,20}$/).map((text) => text.trim())
const name = fc.stringMatching(/^[a-z][a-z0-9.]{0,9}$/)
const path = name.map((file) => `/srv/${file}`)
const cpus = fc.uniqueArray(int(0, 7), { minLength: 1, maxLength: 4 }).map((set) => canonicalCpuSet(set.join(',')))
const hex = (digits: number) => int(0, 16 ** digits - 1).map((number) => `0x${number.toString(16).padStart(digits, '0')}`)
const usbId = int(1, 0xffff).map((number) => `0x${number.toString(16).padStart(4, '0')}`)
const rate = maybe(int(1, 1_000_000))

/** 1, 2 or 4 vCPUs at the start, up to twice as many later. */
const cpu = (vcpus: number, runBy: 'kvm' | 'qemu') =>
  fc.record({

    model: one('', 'Nehalem', 'Westmere'),
    mode: runBy === 'kvm' ? one('auto', 'host-model', 'host-passthrough', 'maximum') : one('auto', 'maximum'),
    features: fc.uniqueArray(fc.record({ name: one('avx', 'pcid', 'vmx'), policy: one(...featurePolicies) }), { selector: (feature) => feature.name, maxLength: 2 }),
    shape: maybe(one('sockets', 'dies', 'cores', 'threads')),
    more: fc.boolean(),
  }).map(({ model, mode, features, shape, more }) => ({
    ...(model === '' ? { mode, model } : { mode: 'custom', model }),
    features: mode === 'auto' && model === '' ? [] : features,
    maxVcpus: more ? vcpus * 2 : null,
    topology: shape === null ? null : { sockets: 1, dies: 1, cores: 1, threads: 1, [shape]: more ? vcpus * 2 : vcpus },
  }))

const tune = (vcpus: number) => fc.record({
  shares: maybe(int(2, 10_000)),
  periodUs: maybe(int(1000, 1_000_000)),
  quotaUs: maybe(fc.oneof(one(-1), int(1000, 1_000_000))),
  emulatorPeriodUs: maybe(int(1000, 1_000_000)),
  emulatorQuotaUs: maybe(int(1000, 1_000_000)),
  vcpuPins: maybe(cpus).map((set) => (set === null ? [] : [{ vcpu: vcpus - 1, cpus: set }])),
  emulatorPin: maybe(cpus),
  iothreadPins: maybe(cpus).map((set) => (set === null ? [] : [{ iothread: 1, cpus: set }])),
})

/** One node, or two of the same size; every vCPU that there may be is on one. */
const numa = (most: number) => fc.record({ cells: one(0, 1, 2), memory: maybe(fc.record({ mode: one('strict', 'interleave', 'preferred', 'restrictive'), nodes: fc.constant('0') })) })
  .map(({ cells, memory: from }) => ({
    memory: from,
    cells: cells === 0 || most < cells ? [] : Array.from({ length: cells }, (_, at) => ({ cpus: rangeOf((at * most) / cells, ((at + 1) * most) / cells - 1), memoryMiB: 1024 / cells })),
  }))
const rangeOf = (first: number, last: number) => canonicalCpuSet(first === last ? String(first) : `${first}-${last}`)

const memory = fc.record({
  hugePagesKiB: one(null, null, 2048, 1_048_576), locked: fc.boolean(), sharePages: fc.boolean(),
  hardLimitMiB: one(null, 4096), softLimitMiB: one(null, 3072), swapHardLimitMiB: one(null, 5120), currentMiB: one(null, 512), plug: one(0, 1, 2, 3),
}).map(({ plug, ...rest }) => ({
  ...rest, maxMiB: plug > 0 ? 8192 : null, slots: 4, devices: Array.from({ length: plug > 1 ? 1 : 0 }, () => ({ model: 'dimm', sizeMiB: 256, node: plug - 2 })),
}))

const hyperv = fc.record({
  relaxed: fc.boolean(), vapic: fc.boolean(), spinlocks: one(null, 8191), vpindex: fc.boolean(), runtime: fc.boolean(), reset: fc.boolean(), frequencies: fc.boolean(),
  synic: fc.boolean(), stimer: fc.boolean(), tlbflush: fc.boolean(), ipi: fc.boolean(),
})

const clock = fc.record({
  offset: one('utc', 'localtime', 'timezone', 'variable'), timezone: one('Asia/Shanghai', 'Europe/Berlin'), adjustmentSeconds: int(-9999, 9999), basis: one('utc', 'localtime'),
  timers: fc.subarray([
    { name: 'rtc', tickPolicy: 'catchup', track: 'guest', catchup: { threshold: 123, slew: 120, limit: 10_000 } },
    { name: 'pit', tickPolicy: 'delay' }, { name: 'hpet', present: false }, { name: 'kvmclock', present: true }, { name: 'tsc', frequencyHz: 2_000_000_000 },
    { name: 'hypervclock', present: true },
  ]),
  other: fc.constantFrom(null, { name: 'rtc', tickPolicy: 'delay', track: 'wall' }, { name: 'pit', tickPolicy: 'discard' }, { name: 'hpet', tickPolicy: 'merge' }),
}).map(({ timers, other, ...rest }) => ({ ...rest, timers: other === null ? timers : [...timers.filter((timer) => timer.name !== other.name), other] }))

const screen = fc.record({ listen: one('socket', 'network'), address: one('127.0.0.1', '0.0.0.0', '::1'), port: one(null, 5950) })
const graphics = (spice: boolean) => fc.record({
  vnc: maybe(screen),
  spice: spice ? maybe(fc.record({ listen: one('network', 'socket'), port: one(null, 5951), clipboard: fc.boolean(), fileTransfer: fc.boolean(), streaming: one('default', 'filter', 'all', 'off') })) : fc.constant(null),
  keymap: one('', 'de', 'en-us'),
})
const video = (spice: boolean) => fc.oneof(
  ...(spice ? [fc.record({ model: one('qxl'), heads: int(1, 4), vramKiB: one(16_384) })] : []), fc.record({ model: one('none') }),
  fc.record({ model: one('vga', 'cirrus', 'bochs'), vramKiB: one(null, 16_384, 32_768) }), fc.record({ model: one('virtio'), heads: int(1, 4) }),
)

const hostDevice = fc.oneof(
  fc.record({ type: one('pci'), address: int(0, 31).map((slot) => `0000:3b:${slot.toString(16).padStart(2, '0')}.1`), rom: fc.boolean() }),
  fc.record({ type: one('mdev'), uuid: fc.uuid({ version: 4 }), display: fc.boolean() }),
  fc.record({ type: one('usb'), vendor: usbId, product: usbId }),
  fc.record({ type: one('vf'), address: int(0, 31).map((slot) => `0000:5e:${slot.toString(16).padStart(2, '0')}.2`), mac: int(0, 255).map((last) => `52:54:00:aa:00:${last.toString(16).padStart(2, '0')}`), vlan: maybe(int(1, 4094)) }),
)

const rule = fc.record({ class: maybe(hex(2)), vendor: maybe(hex(4)), product: maybe(hex(4)), version: maybe(one('1.10', '2.00', '3.1')), allow: fc.boolean() })

/** What the emulator of this test machine may lack is left out where libvirt itself judges. */
export interface Choice {
  spice: boolean
  hostDevices: boolean
  arm: boolean
}

const hardware = (vcpus: number, runBy: 'kvm' | 'qemu', { spice, hostDevices, arm }: Choice) => fc.record({
  machine: one('auto', 'q35', 'pc').map((type) => ({ type })),
  firmware: fc.record({ secureBoot: fc.boolean(), loader: maybe(path), nvram: maybe(path) }),
  features: fc.record({ acpi: fc.boolean(), apic: fc.boolean(), pae: fc.boolean(), kvmHidden: fc.boolean(), hyperv }),
  cpu: cpu(vcpus, runBy),
  cpuTune: tune(vcpus),
  iothreads: int(0, 3),
  numa: fc.oneof(numa(vcpus), numa(vcpus * 2)),
  memory,
  balloon: fc.record({ model: one('virtio', 'none'), autodeflate: fc.boolean(), freePageReporting: fc.boolean() }),
  clock,
  lifecycle: fc.record({ onPoweroff: one('destroy', 'restart'), onReboot: one('restart', 'destroy'), onCrash: one('destroy', 'restart', 'preserve', 'coredump-destroy', 'coredump-restart'), suspendToMem: fc.boolean(), suspendToDisk: fc.boolean() }),
  boot: fc.record({
    devices: fc.shuffledSubarray(['hd', 'cdrom', 'network', 'fd']), menuTimeoutMs: one(0, 3000), rebootTimeoutMs: one(null, 5000),
    kernel: maybe(fc.record({ path, initrd: maybe(path), commandLine: word })),
  }),
  smbios: fc.oneof(fc.record({ mode: one('default', 'emulate', 'host') }), fc.record({ mode: one('sysinfo'), manufacturer: word, product: word, version: word, serial: word, sku: word, family: word })),
  cdroms: fc.subarray([
    { target: 'sdy', bus: 'sata', path: null as string | null }, { target: 'sdz', bus: 'scsi', path: '/srv/a.iso' }, { target: 'sdx', bus: 'usb', path: null }, { target: 'hdc', bus: 'ide', path: null },
  ]),
  floppies: fc.subarray([{ target: 'fda', path: null as string | null, readOnly: false }, { target: 'fdb', path: '/srv/a.img', readOnly: true }]),
  graphics: graphics(spice),
  video: video(spice),
  serial: fc.oneof(
    fc.record({ ports: fc.array(fc.oneof(fc.record({ type: one('pty', 'null') }), fc.record({ type: one('file', 'unix'), path })), { maxLength: 3, minLength: 1 }), console: one('serial', 'virtio', 'none') }),
    fc.record({ ports: fc.constant([]), console: one('virtio', 'none') }),
  ),
  channels: fc.record({ guestAgent: fc.boolean(), others: fc.uniqueArray(name, { maxLength: 2 }), spiceAgent: spice ? fc.boolean() : fc.constant(false) }),
  input: fc.record({ tablet: one('usb', 'virtio', 'none'), keyboard: one('ps2', 'usb', 'virtio') }),
  usb: fc.record({
    controller: one(...usbModels), redirections: spice ? int(0, 2) : fc.constant(0),
    redirectionRules: spice ? fc.array(rule, { maxLength: 3 }) : fc.constant([]),
  }),
  sound: maybe(fc.record({ model: one(...soundModels) })),
  rng: maybe(fc.record({ source: fc.oneof(one('/dev/urandom', '/dev/random', '/dev/hwrng'), path), rate: maybe(fc.record({ bytes: int(1, 4096), periodMs: int(1, 5000) })) })),
  watchdog: maybe(fc.record({ model: one('i6300esb', 'ib700'), action: one(...watchdogActions) })),
  tpm: maybe(fc.record({ model: one('tpm-crb', 'tpm-tis'), backend: one('emulator', 'passthrough'), version: one('1.2', '2.0'), device: one('/dev/tpm0', '/dev/tpm1') })),
  panic: maybe(fc.record({ model: one('isa', 'hyperv') })),
  vsock: maybe(fc.record({ cid: maybe(int(3, 9999)) })),
  smartcard: spice ? maybe(fc.record({ mode: one('client', 'host') })) : fc.constant(null),
  hostDevices: hostDevices ? fc.array(hostDevice, { maxLength: 3 }) : fc.constant([]),
  customProperties: fc.dictionary(name, word, { maxKeys: 2 }),
  gic: arm ? fc.constantFrom(null, null, null, '2' as const, '3' as const) : fc.constant(null),
}).map(({ gic, ...parts }) => ({ ...parts, ...(parts.usb.controller === 'none' ? withoutUsb : {}), ...(gic === null ? {} : { ...withArm, features: { ...parts.features, apic: true, gic } }) }))

const withArm = { machine: { arch: 'aarch64', type: 'virt' }, panic: null, cdroms: [] }

/** Whatever would need it. */
const withoutUsb = { usb: { controller: 'none' }, input: { tablet: 'virtio', keyboard: 'ps2' }, smartcard: null, sound: null, cdroms: [], hostDevices: [] }

const limits = fc.oneof(
  fc.record({ totalBytesPerSecond: rate, totalIops: rate }), fc.record({ readBytesPerSecond: rate, writeBytesPerSecond: rate, readIops: rate, writeIops: rate }),
)
const disk = fc.record({
  id: fc.uuid({ version: 4 }), path: fc.constant('/srv/x.qcow2'), format: one('qcow2', 'raw'), bus: one(...diskBuses),
  options: fc.record({
    cache: one('default', 'none', 'writethrough', 'writeback', 'directsync', 'unsafe'), io: one('default', 'native', 'threads', 'io_uring'), discard: one('default', 'unmap', 'ignore'),
    detectZeroes: one('default', 'off', 'on', 'unmap'), errorPolicy: one('default', 'stop', 'report', 'ignore', 'enospace'), iothread: one(null, null, 1),
    queues: one(null, null, 2), limits, serial: fc.stringMatching(/^[A-Za-z0-9]{0,12}$/), wwn: one(null, '5000c50015ea71ac'), readOnly: fc.boolean(), shareable: fc.boolean(),
    device: one('disk', 'disk', 'lun'), sgio: one('default', 'default', 'filtered'),
  }),
})
const bandwidth = maybe(fc.record({ average: int(1, 9999), peak: rate, burst: rate }))
const nic = fc.record({
  id: fc.uuid({ version: 4 }), mac: int(0, 255).map((last) => `52:54:00:bb:00:${last.toString(16).padStart(2, '0')}`), model: one(...nicModels), network: one(null, 'lan'),
  options: fc.record({
    link: one('up', 'down'), driver: one('auto', 'vhost', 'qemu'), queues: one(null, 2), mtu: one(null, 1400), inbound: bandwidth, outbound: bandwidth,
    filter: maybe(fc.record({ name: one('clean-traffic'), parameters: fc.constantFrom([], [{ name: 'IP', value: '10.0.0.1' }]) })),
  }),
})

/** Unique targets, and each device in its place of the boot order (drives come last) or none at all. */
const arrange = (disks: Omit<DiskSpec, 'target'>[], nics: NicSpec[], ordered: boolean) => {
  const taken: string[] = []
  const placed = disks.map((each) => {
    const target = freeTarget(each.bus, taken)
    taken.push(target)
    return { ...each, target, options: { ...each.options, bootOrder: ordered ? taken.length : null } }
  })
  return { disks: placed, nics: nics.map((each, at) => ({ ...each, options: { ...each.options, bootOrder: ordered ? taken.length + at + 1 : null } })) }
}

/** A machine with anything that the rules of the hardware allow. */
export const anyMachine = (choice: Choice): Arbitrary<{ spec: VmSpec; runBy: 'kvm' | 'qemu' }> =>
  fc.tuple(one(1, 2, 4), one<'kvm' | 'qemu'>('qemu', 'kvm')).chain(([vcpus, runBy]) =>
    fc.record({
      hardware: hardware(vcpus, runBy, choice), disks: fc.array(disk, { maxLength: 4 }), nics: fc.uniqueArray(nic, { maxLength: 3, selector: ({ mac }) => mac }), ordered: fc.boolean(),
      firmware: one('bios', 'uefi'), id: fc.uuid({ version: 4 }), description: word,
    }).map(({ hardware: parts, disks, nics, ordered, ...rest }) => ({
      runBy,
      spec: Spec.parse({
        ...rest, name: `m-${rest.id}`, instanceId: rest.id, generation: 1, memoryMiB: 1024, vcpus, virtType: runBy,
        hardware: { ...parts, cdroms: (parts.cdroms as { target: string }[]).map((drive, at) => ({ ...drive, bootOrder: ordered ? disks.length + nics.length + at + 1 : null })) },
        ...arrange(disks as unknown as Omit<DiskSpec, 'target'>[], nics as unknown as NicSpec[], ordered),
      }),
    })),
  ).map(({ spec, runBy }) => ({ runBy, spec: allowed(spec) }))

/** Takes back what the rules refuse, one finding after another: generated machines then differ in all that is allowed. */
const allowed = (spec: VmSpec): VmSpec => {
  const [found] = checkHardware(spec)
  if (!found) return spec
  const [root, at, , field] = found.field.split('.')
  const plain = Spec.parse({ ...spec, hardware: {}, disks: spec.disks.map(({ options: _, ...rest }) => rest), nics: spec.nics.map(({ options: _, ...rest }) => rest) })
  // What is missing is reported at its own place; it is taken back where it is needed.
  const users = found.code === 'spice_none' ? (['channels', 'usb', 'smartcard'] as const) : []
  if (users.length > 0) return allowed({ ...spec, hardware: users.reduce((parts, part) => ({ ...parts, [part]: plain.hardware[part] }), spec.hardware) })
  if (root === 'hardware') return allowed({ ...spec, hardware: { ...spec.hardware, [at ?? '']: plain.hardware[at as keyof VmSpec['hardware']] } })
  if (root === 'nics') return allowed({ ...spec, nics: plain.nics })
  if (field === undefined) return { ...spec, hardware: plain.hardware, disks: plain.disks, nics: plain.nics }
  const reset = spec.disks.map((each, index) => {
    const standard = plain.disks[index]?.options
    return String(index) === at && standard ? { ...each, options: { ...each.options, [field]: standard[field as keyof typeof standard] } } : each
  })
  return allowed({ ...spec, disks: reset })
}
