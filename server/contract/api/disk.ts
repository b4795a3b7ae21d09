import { z } from 'zod'
import { DiskChain } from '../agent/disk-chain'
import { diskRepairs, DiskReport } from '../agent/disk-check'
import { DiskOptions, diskBuses } from '../hardware/disk'
import { patchOf } from '../hardware/patch'
import { ActionState, Id, Instant, JobRef, ListInput, operation, page, Ref } from './common'

export const diskActionNames = ['attach', 'detach', 'resize', 'shrink', 'check', 'repair', 'copy', 'move', 'download', 'delete'] as const
export type DiskActionName = (typeof diskActionNames)[number]

export const DiskRow = z.object({
  id: z.uuid(),
  name: z.string(),
  sizeMiB: z.int(),
  allocatedMiB: z.number().nullable(),
  format: z.string(),
  /** thin = grows as it is written; preallocated = all of its space is taken; copy = a full copy of a template or another disk. */
  allocation: z.string(),
  path: z.string(),
  bus: z.enum(diskBuses),
  /** Its name in the guest, while it belongs to a machine. */
  target: z.string(),
  options: DiskOptions,
  storageDomain: Ref,
  template: Ref.nullable(),
  /** null = floating: the disk of no machine. */
  vm: Ref.nullable(),
  /** Its machine runs: it moves without a stop. */
  live: z.boolean(),
  /** The job that holds it now. */
  job: z.object({ id: z.uuid(), kind: z.string() }).nullable(),
  createdAt: Instant,
  actions: z.record(z.enum(diskActionNames), ActionState),
})
export type DiskRow = z.infer<typeof DiskRow>

/** A machine that has the disk's image, by one of its own disks. */
const DiskUser = z.object({ disk: z.uuid(), vm: Ref, target: z.string(), bus: z.enum(diskBuses), readOnly: z.boolean() })

/** What the last check or repair of the image has found. */
export const DiskCheck = z.object({ at: Instant, repair: z.enum(diskRepairs), report: DiskReport })
export type DiskCheck = z.infer<typeof DiskCheck>

export const DiskDetail = DiskRow.extend({
  lastCheck: DiskCheck.nullable(),
  users: z.array(DiskUser),
  datacenter: Ref.nullable(),
})
export type DiskDetail = z.infer<typeof DiskDetail>

/** What a host has found. */
export const DiskChainView = DiskChain.extend({
  host: Ref,
  /** The template that the chain ends in, and how many disks lean on it. */
  template: Ref.extend({ disks: z.int() }).nullable(),
  /** Machines of that host that have the image, of other tools too. */
  holders: z.array(z.object({ id: z.string(), name: z.string(), active: z.boolean() })),
})
export type DiskChainView = z.infer<typeof DiskChainView>

/** How a disk sits in its machine. */
const Seat = z.object({ bus: z.enum(diskBuses).default('virtio'), options: patchOf(DiskOptions).prefault({}) })

/** An empty disk. The rules of sizes and of what fits together: domain/disk/check. */
export const NewDisk = Seat.extend({
  name: z.string().min(1).max(255),
  sizeMiB: z.int(),
  format: z.enum(['qcow2', 'raw']).default('qcow2'),
  allocation: z.enum(['thin', 'preallocated']).default('thin'),
})
export const CreateDisk = NewDisk.extend({ storageDomainId: z.uuid() })
export type CreateDisk = z.output<typeof CreateDisk>
/** Without a storage domain it lies beside the machine's first disk, or in the first data domain. */
export const CreateVmDisk = Id.extend({ ...NewDisk.shape, storageDomainId: z.uuid().optional() })
export const AttachDisk = Seat.extend({ id: z.uuid(), diskId: z.uuid(), bus: z.enum(diskBuses).optional() })

export const CopyDisk = Id.extend({
  name: z.string().min(1).max(255), storageDomainId: z.uuid(), format: z.enum(['qcow2', 'raw']).default('qcow2'), allocation: z.enum(['thin', 'preallocated']).default('thin'),
})
export type CopyDisk = z.output<typeof CopyDisk>
/** What is left out stays as it is. */
export const MoveDisk = Id.extend({
  storageDomainId: z.uuid().optional(), format: z.enum(['qcow2', 'raw']).optional(), allocation: z.enum(['thin', 'preallocated']).optional(),
  /** While its machine runs: so much of storage and network is left to others. */
  mibPerSecond: z.int().min(1).max(100_000).nullable().optional(),
})
export type MoveDisk = z.output<typeof MoveDisk>

const Made = z.object({ id: z.uuid(), jobId: z.uuid() })

export const diskContract = {
  list: operation
    .meta({ permission: { verb: 'disk.read', on: 'disk', list: true } })
    .route({ method: 'GET', path: '/disks', summary: 'Disks of machines, and floating ones' })
    .input(ListInput)
    .output(page(DiskRow)),
  get: operation
    .meta({ permission: { verb: 'disk.read', on: 'disk', id: 'id' } })
    .route({ method: 'GET', path: '/disks/{id}', summary: 'One disk, with the machines that have it' })
    .input(Id)
    .output(DiskDetail),
  chain: operation
    .meta({ permission: { verb: 'disk.read', on: 'disk', id: 'id' } })
    .route({
      method: 'GET', path: '/disks/{id}/chain', summary: 'The images that a disk is made of, as its host finds them now',
      description: 'The first is the disk\'s own; each leans on the next. Images outside of the storage domain are named, not opened.',
    })
    .input(Id)
    .output(DiskChainView),
  create: operation
    .meta({ permission: { verb: 'disk.create', on: 'storage-domain', id: 'storageDomainId' } })
    .route({ method: 'POST', path: '/disks', successStatus: 202, summary: 'Create an empty disk that belongs to no machine yet' })
    .input(CreateDisk)
    .output(Made),
  createForVm: operation
    .meta({ permission: { verb: 'vm.update', on: 'vm', id: 'id' } })
    .route({ method: 'POST', path: '/vms/{id}/disks', successStatus: 202, summary: 'Create an empty disk and give it to a machine' })
    .input(CreateVmDisk)
    .output(Made),
  attach: operation
    .meta({ permission: { verb: 'vm.update', on: 'vm', id: 'id' } })
    .route({
      method: 'POST',
      path: '/vms/{id}/attach-disk',
      successStatus: 202,
      summary: 'Give a machine a floating disk, or one more machine a shareable one',
      description: 'Needs the right `disk.attach` on the disk as well.',
    })
    .input(AttachDisk)
    .output(JobRef),
  detach: operation
    .meta({ permission: { verb: 'disk.detach', on: 'disk', id: 'id' } })
    .route({ method: 'POST', path: '/disks/{id}/detach', successStatus: 202, summary: 'Take a disk from its machine: it stays, floating' })
    .input(Id)
    .output(JobRef),
  resize: operation
    .meta({ permission: { verb: 'disk.resize', on: 'disk', id: 'id' } })
    .route({ method: 'POST', path: '/disks/{id}/resize', successStatus: 202, summary: 'Make a disk larger' })
    .input(Id.extend({ sizeMiB: z.int() }))
    .output(JobRef),
  shrink: operation
    .meta({ permission: { verb: 'disk.resize', on: 'disk', id: 'id' } })
    .route({
      method: 'POST', path: '/disks/{id}/shrink', successStatus: 202, summary: 'Make a disk smaller',
      description: 'What lies beyond the new size is lost for good: the guest’s partitions and file systems must end before it. Only of a machine that is down.',
    })
    .input(Id.extend({ sizeMiB: z.int() }))
    .output(JobRef),
  check: operation
    .meta({ permission: { verb: 'disk.check', on: 'disk', id: 'id' } })
    .route({ method: 'POST', path: '/disks/{id}/check', successStatus: 202, summary: 'Look through the tables of a qcow2 image that is not in use' })
    .input(Id)
    .output(JobRef),
  repair: operation
    .meta({ permission: { verb: 'disk.check', on: 'disk', id: 'id' } })
    .route({ method: 'POST', path: '/disks/{id}/repair', successStatus: 202, summary: 'Repair a qcow2 image that is not in use', description: '`leaks` only gives space back; `all` mends damage, as far as QEMU can: what belongs to nothing is thrown away.' })
    .input(Id.extend({ repair: z.enum(['leaks', 'all']) }))
    .output(JobRef),
  copy: operation
    .meta({ permission: { verb: 'disk.copy', on: 'disk', id: 'id' } })
    .route({
      method: 'POST', path: '/disks/{id}/copy', successStatus: 202, summary: 'Make a new disk with all that this one holds',
      description: 'The copy floats and leans on no other image. Needs the right `disk.create` on the storage domain as well.',
    })
    .input(CopyDisk)
    .output(Made),
  move: operation
    .meta({ permission: { verb: 'disk.move', on: 'disk', id: 'id' } })
    .route({
      method: 'POST', path: '/disks/{id}/move', successStatus: 202, summary: 'Move a disk to another storage domain, or give it another format or allocation',
      description: 'It leans on no other image afterwards. The old image is removed when the copy is whole and in use. Needs the right `disk.create` on the storage domain as well, where one is named.',
    })
    .input(MoveDisk)
    .output(JobRef),
  remove: operation
    .meta({ permission: { verb: 'disk.delete', on: 'disk', id: 'id' } })
    .route({ method: 'DELETE', path: '/disks/{id}', successStatus: 202, summary: 'Delete a disk with all its data; one of a machine is taken from it first' })
    .input(Id)
    .output(JobRef),
}
