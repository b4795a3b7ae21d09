import type { ImportProblem } from '@/server/contract/agent/import'
import type { ImportFinding } from '@/server/contract/api/import'
import { busFindings, busOf, familyHardware, macOfText, nicModelOf, shortened, stops, warns, wholeNumber } from './foreign'
import type { Controller, ForeignDisk, ForeignMachine, ForeignNic } from './foreign'
import { guestOs } from './guest-os'
import { problem } from './problem'

type Values = ReadonlyMap<string, string>

/** `key = "value"` a line, keys in any case; `|22` is the character with that number. */
export function vmxValues(text: string): Values {
  const values = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const [, key, quoted, bare] = /^\s*([\w.:-]+)\s*=\s*(?:"([^"]*)"|(\S*))\s*$/.exec(line) ?? []
    if (key) values.set(key.toLowerCase(), (quoted ?? bare ?? '').replace(/\|([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))))
  }
  return values
}

const isOn = (values: Values, key: string): boolean => values.get(key.toLowerCase())?.toLowerCase() === 'true'

/** Devices that are there, in the order of their numbers: `scsi0:0`. */
const present = (values: Values, pattern: RegExp): string[] =>
  [...values.keys()].flatMap((key) => pattern.exec(key)?.[1] ?? []).filter((device) => isOn(values, `${device}.present`)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))

const controllerNames: Readonly<Record<string, Controller>> = { scsi: 'scsi', ide: 'ide', sata: 'sata', nvme: 'nvme' }
const cdKinds = ['cdrom-image', 'cdrom-raw', 'atapi-cdrom']

interface Drive {
  key: string
  kind: string
  file: string
  controller: Controller
  model: string
}

const drivesOf = (values: Values): Drive[] =>
  present(values, /^((?:scsi|ide|sata|nvme)\d+:\d+)\.present$/).map((key) => {
    const [bus = ''] = key.split(':')
    return {
      key,
      // Without a word it is a disk (ESXi leaves it out for IDE).
      kind: (values.get(`${key}.devicetype`) ?? 'disk').toLowerCase(),
      file: values.get(`${key}.filename`) ?? '',
      controller: controllerNames[bus.replace(/\d+$/, '')] ?? 'scsi',
      model: values.get(`${bus}.virtualdev`) ?? '',
    }
  })

const isCd = ({ kind }: Drive): boolean => cdKinds.includes(kind)

/** A VMDK that a snapshot has made holds only what was written since. */
const isSnapshot = (file: string): boolean => /-\d{6}\.vmdk$/i.test(file)

function driveProblem({ key, file, kind }: Drive): ImportProblem | null {
  if (kind === 'rawdisk' || kind.endsWith('passthru')) return problem('import_device', `${key} is a device of its host, not a file.`, { key })
  if (!isSnapshot(file)) return null
  return problem('import_snapshot', `${file} belongs to a snapshot: delete or consolidate the machine's snapshots before you copy it.`, { file: shortened(file, 255) })
}

const elsewhere = (drives: readonly Drive[]): ImportFinding[] =>
  drives.filter((drive) => !isCd(drive) && /[/\\]/.test(drive.file))
    .map(({ key, file }) => warns('import_elsewhere', `${key} lay in another folder (${file}); it is looked for beside the description.`, { key, file: shortened(file, 255) }))

const fileName = (file: string): string => file.split(/[/\\]/).at(-1) ?? ''

const disksOf = (drives: readonly Drive[]): (ForeignDisk & { of: Controller })[] =>
  drives.filter((drive) => !isCd(drive)).map((drive) => {
    const { key, file, controller, model } = drive
    return {
      key, file: fileName(file) || null, bus: busOf[controller], of: controller, problem: driveProblem(drive),
      controller: model === '' ? controller.toUpperCase() : `${controller.toUpperCase()} (${shortened(model, 40)})`,
    }
  })

const nicsOf = (values: Values): ForeignNic[] =>
  present(values, /^(ethernet\d+)\.present$/).map((key) => ({
    key,
    network: shortened(values.get(`${key}.networkname`) ?? values.get(`${key}.vnet`) ?? values.get(`${key}.connectiontype`) ?? '', 128),
    // VMware's own default where none is named.
    model: nicModelOf(values.get(`${key}.virtualdev`) ?? 'flexible'),
    mac: macOfText(values.get(`${key}.address`) ?? values.get(`${key}.generatedaddress`)),
  }))

/** Devices that a machine here gets by itself, or that no guest misses. */
const needless = /^(scsi|ide|sata|nvme|ethernet|floppy|svga|sound|usb|usb_xhci|ehci|uhci|vmci|hpet|tools|pcibridge|mks|toolscripts|serial|parallel|vtpm|vtsc|rtc|monitor|guestinfo|sched|hgfs|isolation)\d*(:\d+)?$/

function deviceFindings(values: Values): ImportFinding[] {
  const devices = present(values, /^([\w:]+)\.present$/)
  const unknown = devices.filter((device) => !needless.test(device))
  const [lines, through] = [devices.filter((device) => /^(serial|parallel)\d+$/.test(device)), unknown.filter((device) => /^pcipassthru/.test(device))]
  const rest = unknown.filter((device) => !through.includes(device))
  return [
    ...(lines.length > 0 ? [warns('import_ports', `Its serial and parallel ports (${lines.join(', ')}) are left out; the machine gets one serial console.`, { devices: lines.join(', ') })] : []),
    ...(through.length > 0 ? [warns('import_passthrough', `Devices of its host (${through.join(', ')}) are left out: give it some of the new host later.`, { devices: through.join(', ') })] : []),
    ...(rest.length > 0 ? [warns('import_unknown', `These devices are not known here and are left out: ${rest.join(', ')}.`, { devices: shortened(rest.join(', '), 200) })] : []),
  ]
}

const isEncrypted = (values: Values): boolean => values.has('encryption.keysafe') || values.has('encryption.data')

/** VMware's description of one machine. https://docs.vmware.com (vmx files have no published schema; keys are those that ESXi and Workstation write) */
export function readVmx(text: string): ForeignMachine {
  const values = vmxValues(text)
  const drives = drivesOf(values)
  const disks = disksOf(drives)
  const { family, os } = guestOs(values.get('guestos') ?? '')
  const uefi = values.get('firmware')?.toLowerCase() === 'efi'
  const secureBoot = uefi && isOn(values, 'uefi.secureBoot.enabled')
  const tpm = isOn(values, 'vtpm.present') || values.get('managedvm.autoaddvtpm') === 'software'
  return {
    name: shortened(values.get('displayname') ?? '', 255),
    description: shortened(values.get('annotation') ?? '', 4000),
    os, family,
    memoryMiB: wholeNumber(values.get('memsize')),
    vcpus: wholeNumber(values.get('numvcpus')) ?? 1,
    firmware: uefi ? 'uefi' : 'bios',
    hardware: { ...familyHardware(family), ...(secureBoot ? { firmware: { secureBoot } } : {}), ...(tpm ? { tpm: {} } : {}) },
    disks: disks.map(({ of: _, ...disk }) => disk),
    nics: nicsOf(values),
    cdroms: drives.filter(isCd).length,
    findings: [
      ...(isEncrypted(values) ? [stops('import_encrypted', 'The machine is encrypted; remove its encryption before you export it.')] : []),
      ...(tpm ? [warns('import_tpm', 'It gets a new TPM: keys that the old one kept, such as those of BitLocker, are not in it.')] : []),
      ...elsewhere(drives),
      ...busFindings(disks.map(({ of }) => ({ controller: of }))),
      ...deviceFindings(values),
    ],
  }
}
