import { z } from 'zod'
import { DiskOptions, diskBuses } from './hardware/disk'
import { Hardware } from './hardware/hardware'
import { NicOptions, nicModels } from './hardware/nic'

/**
 * What a storage domain says of itself, in its folder metadata/ (RHV-STO-4): with it alone a fresh manager brings its machines back. One file
 * an object; the first line tells format, version and checksum of the rest (domain/storage-domain/metadata.ts).
 */
export const metadataKinds = ['domain', 'vm', 'disk', 'template'] as const
export type MetadataKind = (typeof metadataKinds)[number]

const Name = z.string().min(1).max(255)
const Format = z.enum(['qcow2', 'raw'])
/** Of an image, from the domain's folder. */
const File = z.string().regex(/^(images|templates)\/[^/\u0000-\u001f\u007f]{1,255}$/)

export const DomainMetadata = z.object({
  id: z.uuid(),
  name: Name,
  description: z.string().max(4000).default(''),
  role: z.enum(['data', 'iso', 'export']),
  type: z.string().max(20),
  /** The manager that has it; null = detached, free for any. */
  owner: z.uuid().nullable(),
  datacenter: z.string().max(255).default(''),
})
export type DomainMetadata = z.infer<typeof DomainMetadata>

export const DiskMetadata = z.object({
  id: z.uuid(),
  name: Name,
  /** null = it lies on another storage domain. */
  file: File.nullable(),
  /** Where it lies. */
  storageDomainId: z.uuid(),
  format: Format,
  sizeMiB: z.int().positive(),
  allocation: z.string().max(20),
  bus: z.enum(diskBuses),
  target: z.string().max(20),
  position: z.int().min(0),
  options: DiskOptions,
  /** What a thin one leans on. */
  templateId: z.uuid().nullable(),
})
export type DiskMetadata = z.infer<typeof DiskMetadata>

const NicMetadata = z.object({
  id: z.uuid(),
  name: Name,
  mac: z.string().regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/),
  model: z.enum(nicModels),
  options: NicOptions,
  /** Name of its network. */
  network: z.string().max(255).nullable(),
})

export const VmMetadata = z.object({
  id: z.uuid(),
  name: Name,
  description: z.string().max(4000).default(''),
  memoryMiB: z.int().positive(),
  vcpus: z.int().positive(),
  virtType: z.enum(['auto', 'kvm', 'qemu']).catch('auto'),
  firmware: z.enum(['bios', 'uefi']),
  os: z.string().max(200).default(''),
  hardware: Hardware,
  /** What its host had of it beyond that, XML; judged anew before it is used. */
  definition: z.string().max(1_048_576).nullable(),
  comment: z.string().max(1000).default(''),
  customFields: z.record(z.string().max(200), z.string().max(2000)).default({}),
  tags: z.array(z.string().max(200)).max(100).default([]),
  deleteProtected: z.boolean().default(false),
  stateless: z.boolean().default(false),
  haEnabled: z.boolean().default(false),
  haPriority: z.enum(['low', 'medium', 'high']).catch('medium'),
  cluster: z.string().max(255).default(''),
  disks: z.array(DiskMetadata).max(1000),
  nics: z.array(NicMetadata).max(100),
})
export type VmMetadata = z.infer<typeof VmMetadata>

export const TemplateMetadata = z.object({
  id: z.uuid(),
  name: Name,
  description: z.string().max(4000).default(''),
  os: z.string().max(200).default(''),
  file: File,
  format: Format,
  diskSizeMiB: z.int().positive().nullable(),
  memoryMiB: z.int().positive(),
  vcpus: z.int().positive(),
})
export type TemplateMetadata = z.infer<typeof TemplateMetadata>

export const metadataBodies = { domain: DomainMetadata, vm: VmMetadata, disk: DiskMetadata, template: TemplateMetadata } as const
export interface MetadataBodies {
  domain: DomainMetadata
  vm: VmMetadata
  disk: DiskMetadata
  template: TemplateMetadata
}
