import type { DescriptionKind, ImportFile, ImportFormat, ImportProblem } from '@/server/contract/agent/import'
import type { ImportDisk, ImportNic, ImportProposal } from '@/server/contract/api/import'
import { importFormats } from '@/server/contract/agent/import'
import { stops, warns } from './foreign'
import type { ForeignDisk, ForeignMachine } from './foreign'
import { readLibvirt } from './libvirt'
import { readOvf } from './ovf'
import { problem } from './problem'
import { readVmx } from './vmx'

const readers: Readonly<Record<DescriptionKind, (text: string) => ForeignMachine>> = { vmx: readVmx, ovf: readOvf, ova: readOvf, libvirt: readLibvirt }

/** Errors: BAD_INPUT for text that cannot be read at all. */
export const readDescription = (kind: DescriptionKind, text: string): ForeignMachine => readers[kind](text)

/** A single image: all that is known of its machine is the disk. */
export const machineOfImage = (path: string): ForeignMachine => ({
  name: (path.split('/').at(-1) ?? '').replace(/\.[A-Za-z0-9]+$/, ''),
  description: '', os: 'other', family: 'other', memoryMiB: null, vcpus: null, firmware: 'bios', hardware: {},
  disks: [{ key: 'disk1', file: path.split('/').at(-1) ?? null, bus: 'virtio', controller: '', problem: null }],
  nics: [{ key: 'nic1', network: '', model: 'virtio', mac: null }],
  cdroms: 0, findings: [],
})

const isFormat = (kind: ImportFile['kind']): kind is ImportFormat => importFormats.some((format) => format === kind)

/** A disk of the description with the file that it means. Names differ in case where they went through Windows. */
export interface FoundDisk extends ForeignDisk {
  format: ImportFormat | null
}

export function findDisk(disk: ForeignDisk, files: readonly ImportFile[]): FoundDisk {
  if (disk.problem) return { ...disk, format: null }
  if (disk.file === null) return { ...disk, format: null, problem: problem('import_no_file', `${disk.key} names no file.`, { key: disk.key }) }
  const wanted = disk.file
  const file = files.find(({ path }) => path === wanted) ?? files.find(({ path }) => path.toLowerCase() === wanted.toLowerCase())
  if (!file) return { ...disk, format: null, problem: problem('import_file_missing', `${wanted} is missing: put it beside the description.`, { file: wanted }) }
  if (!isFormat(file.kind)) return { ...disk, file: file.path, format: null, problem: problem('import_file_kind', `${wanted} is no disk image.`, { file: wanted }) }
  return { ...disk, file: file.path, format: file.kind, problem: file.problem }
}

/** What the agent tells of an image. */
export type Inspected = { sizeMiB: number; neededMiB: number } | { problem: ImportProblem }

const diskOf = ({ key, file, format, bus, controller, problem: bad }: FoundDisk, inspected: Inspected | undefined): ImportDisk => {
  const sizes = inspected && 'sizeMiB' in inspected ? inspected : { sizeMiB: null, neededMiB: null }
  return { key, file, format, controller, bus, ...sizes, problem: bad ?? (inspected && 'problem' in inspected ? inspected.problem : null) }
}

interface Network {
  id: string
  name: string
}

const nicOf = ({ key, network, model, mac }: ForeignMachine['nics'][number], networks: readonly Network[]): ImportNic => ({
  key, network, model, mac,
  networkId: (networks.find(({ name }) => name.toLowerCase() === network.toLowerCase()) ?? networks[0])?.id ?? null,
})

/** A name that a machine may have here (row 3-34), as near as can be. */
export const usableName = (name: string): string => {
  const near = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 64)
  return near === '' ? 'imported' : /^\d+$/.test(near) ? `vm-${near}`.slice(0, 64) : near
}

const usualMemoryMiB = 2048

/** All that a person is asked to look at before it is imported. */
export function proposal(kind: ImportProposal['kind'], machine: ForeignMachine, disks: readonly FoundDisk[], inspected: ReadonlyMap<string, Inspected>, networks: readonly Network[]): ImportProposal {
  const name = usableName(machine.name)
  const { hardware } = machine
  return {
    kind, name,
    description: machine.description, os: machine.os, firmware: machine.firmware, cdroms: machine.cdroms,
    memoryMiB: machine.memoryMiB ?? usualMemoryMiB,
    vcpus: machine.vcpus ?? 1,
    secureBoot: hardware.firmware?.secureBoot ?? false,
    tpm: (hardware.tpm ?? null) !== null,
    disks: disks.map((disk) => diskOf(disk, inspected.get(disk.key))),
    nics: machine.nics.map((nic) => nicOf(nic, networks)),
    findings: [
      ...machine.findings,
      ...(name !== machine.name && machine.name !== '' ? [warns('import_renamed', `Its name “${machine.name}” cannot be used here; ${name} is suggested.`, { from: machine.name, to: name })] : []),
      ...(machine.memoryMiB === null ? [warns('import_memory', 'Its memory is not known; choose it.')] : []),
      ...(disks.length === 0 ? [stops('import_no_disk', 'It has no disk that could be imported.')] : []),
      ...(new Set(disks.map(({ key }) => key)).size < disks.length ? [stops('import_twice', 'The description names a disk twice.')] : []),
    ],
  }
}

/** Where the image of a disk lies: inside of the archive, beside the description, or it is what was chosen. */
export function imageOf(kind: ImportProposal['kind'], path: string, file: string): { path: string; member: string | null } {
  if (kind === 'ova') return { path, member: file }
  if (isFormat(kind)) return { path, member: null }
  const folder = path.split('/').slice(0, -1)
  return { path: [...folder, file].join('/'), member: null }
}

/** Only these packages have a list of digests. */
export const hasManifest = (kind: ImportProposal['kind']): boolean => kind === 'ova' || kind === 'ovf'
