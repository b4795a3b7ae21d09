import type { Hardware, HardwareInput } from '@/server/contract/hardware/hardware'
import type { ImportFinding } from '@/server/contract/api/import'
import { attr, findAll, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { diskBuses } from '@/server/contract/hardware/disk'
import { parseDisk } from '@/server/domain/vm/xml/disk'
import { parseFirmware } from '@/server/domain/vm/xml/os'
import { parseHardware } from '@/server/domain/vm/xml/read'
import { viewDomain } from '@/server/domain/vm/xml/observe'
import { importedDefinition } from './definition'
import { macOfText, nicModelOf, shortened, stops, warns } from './foreign'
import type { ForeignDisk, ForeignMachine } from './foreign'
import { guestOs } from './guest-os'
import { problem } from './problem'

/** What belongs to the old host: paths, processors, devices, names. The rest of the machine stays as it is. */
const withoutHost = ({ serial: _, channels: __, rng: ___, customProperties: ____, ...hardware }: Hardware): HardwareInput => ({
  ...hardware,
  tpm: hardware.tpm && { model: hardware.tpm.model, version: hardware.tpm.version },
  firmware: { ...hardware.firmware, loader: null, nvram: null },
  cpuTune: { ...hardware.cpuTune, vcpuPins: [], emulatorPin: null, iothreadPins: [] },
  numa: { ...hardware.numa, memory: null },
  boot: { ...hardware.boot, kernel: null },
  cdroms: [], floppies: [], hostDevices: [],
  // Without a graphics card there is nothing to show; its serial console is there.
  graphics: { keymap: hardware.graphics.keymap, vnc: hardware.video.model === 'none' ? null : {}, spice: hardware.graphics.spice && {} },
})

/** `http://debian.org/debian/12` of osinfo-db. */
const osOf = (domain: Element): string => {
  const id = findAll(domain, 'metadata/libosinfo:libosinfo/libosinfo:os').flatMap((os) => attr(os, 'id') ?? [])[0] ?? ''
  const [, name, version] = /\/([a-z-]+)\/([\w.]+)$/.exec(id) ?? []
  return name && version ? `${name}${version}` : ''
}

const diskOf = (element: Element, at: number): ForeignDisk => {
  const disk = parseDisk(element)
  const bus = diskBuses.find((each) => each === disk.bus) ?? 'sata'
  const key = disk.target || `disk${at + 1}`
  const type = attr(element, 'type') ?? 'file'
  const bad = type === 'file' ? null : problem('import_source', `${key} is no file but of type ${type}: copy its data to an image first.`, { key, type: shortened(type, 40) })
  return { key, file: bad === null ? (disk.path?.split('/').at(-1) ?? null) : null, bus, controller: bus.toUpperCase(), problem: bad }
}

const hostFindings = (hardware: Hardware): ImportFinding[] => [
  ...(hardware.hostDevices.length > 0 ? [warns('import_passthrough', `Devices of its host (${hardware.hostDevices.length}) are left out: give it some of the new host later.`, { devices: hardware.hostDevices.length })] : []),
  ...(hardware.boot.kernel ? [warns('import_kernel', 'It booted a kernel of its host; that is left out, so it boots from its disk.')] : []),
  ...(hardware.tpm ? [warns('import_tpm', 'It gets a new TPM: keys that the old one kept, such as those of BitLocker, are not in it.')] : []),
]

/** A domain as `virsh dumpxml` writes it. Errors: BAD_INPUT for what is no XML. */
export function readLibvirt(xml: string): ForeignMachine {
  const domain = parseXml(xml)
  const { name, memoryMiB, vcpus, nics } = viewDomain(domain)
  const isHvm = domain.name === 'domain' && ['kvm', 'qemu'].includes(attr(domain, 'type') ?? '')
  const hardware = parseHardware(domain)
  const all = findAll(domain, 'devices/disk')
  const disks = all.filter((disk) => ['disk', 'lun'].includes(attr(disk, 'device') ?? 'disk')).map(diskOf)
  const os = osOf(domain)
  const { definition, lost } = importedDefinition(domain)
  return {
    name: shortened(name, 255),
    description: shortened(text(domain, 'description') ?? '', 4000),
    os: os || 'other',
    family: guestOs(os).family,
    memoryMiB: memoryMiB > 0 ? memoryMiB : null,
    vcpus: vcpus > 0 ? vcpus : null,
    firmware: parseFirmware(domain),
    hardware: withoutHost(hardware),
    disks,
    nics: nics.map((nic, at) => ({ key: `nic${at + 1}`, network: shortened(nic.network ?? '', 128), model: nicModelOf(nic.model ?? 'rtl8139'), mac: macOfText(nic.mac) })),
    cdroms: all.filter((disk) => attr(disk, 'device') === 'cdrom').length,
    findings: [
      ...(isHvm ? [] : [stops('import_no_machine', 'The description holds no machine that QEMU could run.')]),
      ...hostFindings(hardware),
      ...(lost.length > 0 ? [warns('import_lost', `These parts reach for its old host and are left out: ${shortened(lost.join(', '), 200)}.`, { parts: shortened(lost.join(', '), 200) })] : []),
    ],
    definition,
  }
}
