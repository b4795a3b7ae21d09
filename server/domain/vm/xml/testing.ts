import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { DiskSpec, NicSpec, VmSpec } from '@/server/contract/agent/vm'
import { VmSpec as Spec } from '@/server/contract/agent/vm'
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
    mode: runBy === 'kvm' ? one('auto', 'host-model', 'host-passthrough') : one('auto', 'maximum'),
    features: fc.uniqueArray(fc.record({ name: one('avx', 'pcid', 'vmx'), policy: one('require', 'disable') }), { selector: (feature) => feature.name, maxLength: 2 }),
    wide: fc.boolean(),
    more: fc.boolean(),
  }).map(({ model, mode, features, wide, more }) => ({
    ...(model === '' ? { mode, model } : { mode: 'custom', model }),
    features: mode === 'auto' && model === '' ? [] : features,
    maxVcpus: more ? vcpus * 2 : null,
    topology: wide ? { sockets: more ? vcpus * 2 : vcpus, dies: 1, cores: 1, threads: 1 } : null,
  }))

const tune = (vcpus: number) => fc.record({
  shares: maybe(int(2, 10_000)),
  periodUs: maybe(int(1000, 1_000_000)),
  quotaUs: maybe(int(1000, 1_000_000)),
  emulatorPeriodUs: maybe(int(1000, 1_000_000)),
  emulatorQuotaUs: maybe(int(1000, 1_000_000)),
  vcpuPins: maybe(cpus).map((set) => (set === null ? [] : [{ vcpu: vcpus - 1, cpus: set }])),
  emulatorPin: maybe(cpus),
})

const memory = fc.record({
  hugePagesKiB: one(null, null, 2048), locked: fc.boolean(), sharePages: fc.boolean(),
  hardLimitMiB: one(null, 4096), softLimitMiB: one(null, 3072), currentMiB: one(null, 512), plug: one(0, 1, 2),
}).map(({ plug, ...rest }) => ({
  ...rest, maxMiB: plug > 0 ? 8192 : null, slots: 4, devices: Array.from({ length: plug > 1 ? 1 : 0 }, () => ({ model: 'dimm', sizeMiB: 256, node: 0 })),
}))

const hyperv = fc.record({
  relaxed: fc.boolean(), vapic: fc.boolean(), spinlocks: one(null, 8191), vpindex: fc.boolean(), runtime: fc.boolean(), reset: fc.boolean(), frequencies: fc.boolean(),
})

const clock = fc.record({
  offset: one('utc', 'localtime', 'timezone', 'variable'), timezone: one('Asia/Shanghai', 'Europe/Berlin'), adjustmentSeconds: int(-9999, 9999), basis: one('utc', 'localtime'),
  timers: fc.subarray([
    { name: 'rtc', tickPolicy: 'catchup', track: 'guest', catchup: { threshold: 123, slew: 120, limit: 10_000 } },
    { name: 'pit', tickPolicy: 'delay' }, { name: 'hpet', present: false }, { name: 'kvmclock', present: true },
  ]),
})

const screen = fc.record({ listen: one('socket', 'network'), address: one('127.0.0.1', '0.0.0.0', '::1'), port: one(null, 5950) })
const graphics = (spice: boolean) => fc.record({
  vnc: maybe(screen),
  spice: spice ? maybe(fc.record({ listen: one('network'), clipboard: fc.boolean(), fileTransfer: fc.boolean(), streaming: one('default', 'filter', 'off') })) : fc.constant(null),
  keymap: one('', 'de', 'en-us'),
})
const video = fc.oneof(
  fc.record({ model: one('vga', 'cirrus', 'bochs'), vramKiB: one(null, 16_384, 32_768) }), fc.record({ model: one('virtio'), heads: int(1, 4) }),
)

const hostDevice = fc.oneof(
  fc.record({ type: one('pci'), address: int(0, 31).map((slot) => `0000:3b:${slot.toString(16).padStart(2, '0')}.1`), rom: fc.boolean() }),
  fc.record({ type: one('mdev'), uuid: fc.uuid({ version: 4 }), display: fc.constant(false) }),
  fc.record({ type: one('usb'), vendor: usbId, product: usbId }),
  fc.record({ type: one('vf'), address: int(0, 31).map((slot) => `0000:5e:${slot.toString(16).padStart(2, '0')}.2`), mac: int(0, 255).map((last) => `52:54:00:aa:00:${last.toString(16).padStart(2, '0')}`), vlan: maybe(int(1, 4094)) }),
)

const rule = fc.record({ class: maybe(hex(2)), vendor: maybe(hex(4)), product: maybe(hex(4)), version: maybe(one('1.10', '2.00', '3.1')), allow: fc.boolean() })

/** What the emulator of this test machine may lack is left out where libvirt itself judges. */
export interface Choice {
  spice: boolean
  hostDevices: boolean
}

const hardware = (vcpus: number, runBy: 'kvm' | 'qemu', { spice, hostDevices }: Choice) => fc.record({
  machine: one('auto', 'q35', 'pc').map((type) => ({ type })),
  firmware: fc.record({ secureBoot: fc.boolean() }),
  features: fc.record({ pae: fc.boolean(), kvmHidden: fc.boolean(), hyperv }),
  cpu: cpu(vcpus, runBy),
  cpuTune: tune(vcpus),
  iothreads: int(0, 3),
  numa: maybe(fc.record({ mode: one('strict', 'interleave', 'preferred'), nodes: fc.constant('0') })).map((memoryFrom) => ({ memory: memoryFrom })),
  memory,
  balloon: fc.record({ model: one('virtio', 'none'), autodeflate: fc.boolean(), freePageReporting: fc.boolean() }),
  clock,
  lifecycle: fc.record({ onPoweroff: one('destroy'), onReboot: one('restart', 'destroy'), onCrash: one('destroy', 'restart', 'preserve', 'coredump-destroy'), suspendToMem: fc.boolean(), suspendToDisk: fc.boolean() }),
  boot: fc.record({
    devices: fc.shuffledSubarray(['hd', 'cdrom', 'network'], { minLength: 1 }), menuTimeoutMs: one(0, 3000), rebootTimeoutMs: one(null, 5000),
    kernel: maybe(fc.record({ path, initrd: maybe(path), commandLine: word })),
  }),
  smbios: fc.oneof(fc.record({ mode: one('default', 'emulate', 'host') }), fc.record({ mode: one('sysinfo'), manufacturer: word, product: word, serial: word, family: word })),
  cdroms: fc.subarray([{ target: 'sdy', path: null as string | null }, { target: 'sdz', path: '/srv/a.iso' }]),
  graphics: graphics(spice),
  video,
  serial: fc.oneof(
    fc.record({ ports: fc.array(fc.oneof(fc.record({ type: one('pty', 'null') }), fc.record({ type: one('file', 'unix'), path })), { maxLength: 3, minLength: 1 }), console: one('serial', 'virtio', 'none') }),
    fc.record({ ports: fc.constant([]), console: one('virtio', 'none') }),
  ),
  channels: fc.record({ guestAgent: fc.boolean(), others: fc.uniqueArray(name, { maxLength: 2 }), spiceAgent: spice ? fc.boolean() : fc.constant(false) }),
  input: fc.record({ tablet: one('usb', 'virtio', 'none'), keyboard: one('ps2', 'usb', 'virtio') }),
  usb: fc.record({
    controller: one('qemu-xhci', 'nec-xhci', 'ich9-ehci1', 'none'), redirections: spice ? int(0, 2) : fc.constant(0),
    redirectionRules: spice ? fc.array(rule, { maxLength: 3 }) : fc.constant([]),
  }),
  sound: maybe(fc.record({ model: one('ich6', 'ich9', 'ac97', 'es1370', 'sb16') })),
  rng: maybe(fc.record({ source: one('/dev/urandom', '/dev/random'), rate: maybe(fc.record({ bytes: int(1, 4096), periodMs: int(1, 5000) })) })),
  watchdog: maybe(fc.record({ model: one('i6300esb', 'ib700'), action: one('reset', 'poweroff', 'pause', 'none', 'dump', 'inject-nmi') })),
  tpm: maybe(fc.record({ model: one('tpm-crb', 'tpm-tis'), version: one('2.0') })),
  panic: maybe(fc.record({ model: one('isa', 'hyperv') })),
  vsock: maybe(fc.record({ cid: maybe(int(3, 9999)) })),
  smartcard: spice ? maybe(fc.record({ mode: one('client', 'host') })) : fc.constant(null),
  hostDevices: hostDevices ? fc.array(hostDevice, { maxLength: 3 }) : fc.constant([]),
  customProperties: fc.dictionary(name, word, { maxKeys: 2 }),
})

const limits = fc.oneof(
  fc.record({ totalBytesPerSecond: rate, totalIops: rate }), fc.record({ readBytesPerSecond: rate, writeBytesPerSecond: rate, readIops: rate, writeIops: rate }),
)
const disk = fc.record({
  id: fc.uuid({ version: 4 }), path: fc.constant('/srv/x.qcow2'), format: one('qcow2', 'raw'), bus: one('virtio', 'scsi', 'sata', 'usb'),
  options: fc.record({
    cache: one('default', 'none', 'writethrough', 'writeback', 'directsync', 'unsafe'), io: one('default', 'native', 'threads'), discard: one('default', 'unmap', 'ignore'),
    detectZeroes: one('default', 'off', 'on', 'unmap'), errorPolicy: one('default', 'stop', 'report', 'ignore', 'enospace'), iothread: one(null, null, 1),
    queues: one(null, null, 2), limits, serial: fc.stringMatching(/^[A-Za-z0-9]{0,12}$/), wwn: one(null, '5000c50015ea71ac'), readOnly: fc.boolean(), shareable: fc.boolean(),
  }),
})
const bandwidth = maybe(fc.record({ average: int(1, 9999), peak: rate, burst: rate }))
const nic = fc.record({
  id: fc.uuid({ version: 4 }), mac: int(0, 255).map((last) => `52:54:00:bb:00:${last.toString(16).padStart(2, '0')}`), model: one('virtio', 'e1000', 'e1000e', 'rtl8139'), network: one(null, 'lan'),
  options: fc.record({
    link: one('up', 'down'), driver: one('auto', 'vhost', 'qemu'), queues: one(null, 2), mtu: one(null, 1400), inbound: bandwidth, outbound: bandwidth,
    filter: maybe(fc.record({ name: one('clean-traffic'), parameters: fc.constant([{ name: 'IP', value: '10.0.0.1' }]) })),
  }),
})

/** Unique targets, and each device in its place of the boot order or none at all. */
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
        ...rest, name: `m-${rest.id}`, instanceId: rest.id, generation: 1, memoryMiB: 1024, vcpus, virtType: runBy, hardware: parts,
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
