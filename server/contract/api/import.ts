import { z } from 'zod'
import { descriptionKinds, ImportFile, importFormats, ImportProblem } from '../agent/import'
import { diskBuses } from '../hardware/disk'
import { nicModels } from '../hardware/nic'
import { operation } from './common'

/** Where something lies that shall be imported: a storage domain as that host sees it, for the machines of that cluster. */
const Place = z.object({ clusterId: z.uuid(), storageDomainId: z.uuid(), hostId: z.uuid() })
/** A file of `GET /imports`. */
const Source = Place.extend({ path: z.string().min(1).max(1024) })
export type ImportSource = z.output<typeof Source>

/** `error`: it can't be imported as it is; `warning`: it can, but not everything stays. */
export const ImportFinding = ImportProblem.extend({ severity: z.enum(['error', 'warning']) })
export type ImportFinding = z.infer<typeof ImportFinding>

export const ImportDisk = z.object({
  key: z.string(),
  /** Beside the description, or inside of the archive; null = the description names none. */
  file: z.string().nullable(),
  format: z.enum(importFormats).nullable(),
  /** What it hung on, as the description says. */
  controller: z.string(),
  bus: z.enum(diskBuses),
  sizeMiB: z.int().nullable(),
  /** What a copy takes at once. */
  neededMiB: z.int().nullable(),
  /** Why this disk can't be imported; it can be left out. */
  problem: ImportProblem.nullable(),
})
export type ImportDisk = z.infer<typeof ImportDisk>

export const ImportNic = z.object({
  key: z.string(),
  /** The network's name there. */
  network: z.string(),
  model: z.enum(nicModels),
  mac: z.string().nullable(),
  /** The cluster's network of that name, else its first; null = it has none. */
  networkId: z.uuid().nullable(),
})
export type ImportNic = z.infer<typeof ImportNic>

/** What the machine would be. Texts come from the file: untrusted. */
export const ImportProposal = z.object({
  kind: z.enum([...importFormats, ...descriptionKinds]),
  name: z.string(),
  description: z.string(),
  os: z.string(),
  memoryMiB: z.int(),
  vcpus: z.int(),
  firmware: z.enum(['bios', 'uefi']),
  secureBoot: z.boolean(),
  tpm: z.boolean(),
  cdroms: z.int(),
  disks: z.array(ImportDisk),
  nics: z.array(ImportNic),
  findings: z.array(ImportFinding),
})
export type ImportProposal = z.infer<typeof ImportProposal>

export const CreateImport = Source.extend({
  name: z.string().min(1).max(255),
  description: z.string().max(4000).default(''),
  memoryMiB: z.int(),
  vcpus: z.int(),
  firmware: z.enum(['bios', 'uefi']),
  /** Where its disks go; absent = the storage domain that it comes from. */
  targetDomainId: z.uuid().optional(),
  /** By the keys of the check; one that is not named is left out. */
  disks: z.array(z.object({ key: z.string(), bus: z.enum(diskBuses), format: z.enum(['qcow2', 'raw']).default('qcow2') })).max(32),
  nics: z.array(z.object({ key: z.string(), networkId: z.uuid().nullable(), model: z.enum(nicModels), /** Its old address, which must not be in use any more. */ keepMac: z.boolean().default(false) })).max(16),
  /** Started when its disks are there. */
  start: z.boolean().default(false),
})
export type CreateImport = z.output<typeof CreateImport>

const onCluster = { permission: { verb: 'vm.create', on: 'cluster', id: 'clusterId' } } as const

export const importContract = {
  list: operation
    .meta(onCluster)
    .route({ method: 'GET', path: '/imports', summary: 'Machines and images in the folder `import` of a storage domain, as a host sees it' })
    .input(Place)
    .output(z.object({ /** Full path of the folder on the host. */ folder: z.string(), items: z.array(ImportFile), leftOut: z.int() })),
  check: operation
    .meta(onCluster)
    .route({ method: 'POST', path: '/imports/check', summary: 'What the machine would be, and what is in the way; nothing is made' })
    .input(Source)
    .output(ImportProposal),
  create: operation
    .meta(onCluster)
    .route({ method: 'POST', path: '/imports', successStatus: 202, summary: 'Import a machine: its disks are copied, the files stay as they are' })
    .input(CreateImport)
    .output(z.object({ id: z.uuid(), jobId: z.uuid() })),
}
