import type { VmSpec } from '@/server/contract/agent/vm'
import { element } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

/** What the host has: the program, and the bridge behind each network. */
export interface StratovirtHost {
  emulator: string
  bridgeOf: (network: string) => string
}

type Place = (at: number) => Element

/** On x86 each device has a root port of its own, as bus `at`; on ARM all sit on the root bus, in slot `at`. */
const places = (arm: boolean): Place => (at) => {
  const number = `0x${at.toString(16).padStart(2, '0')}`
  return element('address', { type: 'pci', domain: '0x000', bus: arm ? '0x00' : number, slot: arm ? number : '0x00', function: '0x00' })
}

const gib = 1024

/** Whole GiB are written as such, as the document does. */
const amount = (name: string, mib: number): Element => (mib % gib === 0 ? element(name, { unit: 'GiB' }, mib / gib) : element(name, { unit: 'MiB' }, mib))

const buildBacking = ({ hardware: { memory } }: VmSpec): Element | null => {
  const [size, unit] = memory.hugePagesKiB === 1_048_576 ? [1, 'GiB'] : [2, 'MiB']
  return memory.hugePagesKiB === null ? null : element('memoryBacking', {}, element('hugepages', {}, element('page', { size, unit })))
}

const buildOs = ({ hardware: { machine, boot: { kernel }, firmware } }: VmSpec): Element =>
  element(
    'os', {}, element('type', { arch: machine.arch, machine: machine.arch === 'aarch64' ? 'virt' : 'q35' }, 'hvm'),
    kernel && element('kernel', {}, kernel.path),
    kernel && kernel.commandLine !== '' ? element('cmdline', {}, kernel.commandLine) : null,
    firmware.loader === null ? null : element('loader', { readonly: 'yes', type: 'pflash' }, firmware.loader),
    firmware.nvram === null ? null : element('nvram', {}, firmware.nvram),
  )

const buildDisk = ({ path, target, options }: VmSpec['disks'][number], address: Element): Element =>
  element(
    'disk', { type: 'file', device: 'disk' },
    element('driver', { name: 'qemu', type: 'raw', iothread: options.iothread }),
    element('source', { file: path }),
    element('target', { dev: target, bus: 'virtio' }),
    options.limits.totalIops === null ? null : element('iotune', {}, element('total_iops_sec', {}, options.limits.totalIops)),
    address,
  )

const buildNic = ({ mac, network, options }: VmSpec['nics'][number], { bridgeOf }: StratovirtHost, address: Element): Element =>
  element(
    'interface', { type: 'bridge' }, element('mac', { address: mac }), network === null ? null : element('source', { bridge: bridgeOf(network) }),
    element('model', { type: 'virtio' }), options.driver === 'auto' ? null : element('driver', { name: options.driver }), address,
  )

/** The one console hangs on virtio-serial. */
const buildConsole = ({ hardware: { serial } }: VmSpec, address: Element): Element[] => {
  const [port] = serial.ports
  const source = port?.type === 'unix' ? element('source', { mode: 'bind', path: port.path }) : port?.type === 'file' ? element('source', { path: port.path }) : null
  return [
    element('controller', { type: 'virtio-serial', index: 0 }, element('alias', { name: 'virt-serial0' }), address),
    element('console', { type: port?.type ?? 'pty' }, source, element('target', { type: 'virtio', port: 0 }), element('alias', { name: 'console0' })),
  ]
}

/** The document has `autodeflate` on the alias. */
const buildBalloon = ({ hardware: { balloon } }: VmSpec, address: Element): Element =>
  element('memballoon', { model: 'virtio' }, element('alias', { name: 'balloon0', autodeflate: balloon.autodeflate ? 'on' : null }), address)

const buildRng = ({ hardware: { rng } }: VmSpec, address: Element): Element | null =>
  rng &&
  element('rng', { model: 'virtio' }, rng.rate && element('rate', { period: 1000, bytes: rng.rate.bytes }), element('backend', { model: 'random' }, rng.source), address)

const buildVsock = ({ hardware: { vsock } }: VmSpec, address: Element): Element | null =>
  vsock && element('vsock', { model: 'virtio' }, element('cid', vsock.cid === null ? { auto: 'yes' } : { auto: 'no', address: vsock.cid }), address)

/** The domain of a StratoVirt machine, as its document has it (catalogue SV-4). What it cannot have was refused before (SV-3). */
export const buildStratovirt = (spec: VmSpec, host: StratovirtHost): Element => {
  const { hardware } = spec
  const arm = hardware.machine.arch === 'aarch64'
  const place = places(arm)
  let at = 0
  const next = (): Element => place(++at)
  const devices = [
    ...spec.disks.map((disk) => buildDisk(disk, next())),
    ...spec.nics.map((nic) => buildNic(nic, host, next())),
    ...buildConsole(spec, next()),
    ...(hardware.balloon.model === 'none' ? [] : [buildBalloon(spec, next())]),
    ...(hardware.rng ? [buildRng(spec, next())] : []),
    ...(hardware.vsock ? [buildVsock(spec, next())] : []),
  ]
  // One port more than devices, so that one can be plugged in.
  const ports = arm ? [] : Array.from({ length: at + 1 }, (_, index) => element('controller', { type: 'pci', index: index + 1, model: 'pcie-root-port' }))
  return element(
    'domain', { type: 'kvm' },
    element('name', {}, spec.name),
    amount('memory', spec.memoryMiB),
    buildBacking(spec),
    element('vcpu', {}, spec.vcpus),
    hardware.iothreads === 0 ? null : element('iothreads', {}, hardware.iothreads),
    buildOs(spec),
    element('features', {}, element('acpi'), arm ? element('gic', { version: 3 }) : null),
    element('devices', {}, element('emulator', {}, host.emulator), element('controller', { type: 'pci', index: 0, model: 'pcie-root' }), ...ports, ...devices),
  )
}
