import { z } from 'zod'
import { DiskOptions, diskBuses } from '../hardware/disk'
import { patchOf } from '../hardware/patch'
import { ActionState, Id, Instant, JobRef, ListInput, operation, page, Ref } from './common'

export const diskActionNames = ['attach', 'detach', 'resize', 'delete'] as const
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
  /** The job that holds it now. */
  job: z.object({ id: z.uuid(), kind: z.string() }).nullable(),
  createdAt: Instant,
  actions: z.record(z.enum(diskActionNames), ActionState),
})
export type DiskRow = z.infer<typeof DiskRow>

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

const Made = z.object({ id: z.uuid(), jobId: z.uuid() })

export const diskContract = {
  list: operation
    .meta({ permission: { verb: 'disk.read', on: 'disk', list: true } })
    .route({ method: 'GET', path: '/disks', summary: 'Disks of machines, and floating ones' })
    .input(ListInput)
    .output(page(DiskRow)),
  get: operation
    .meta({ permission: { verb: 'disk.read', on: 'disk', id: 'id' } })
    .route({ method: 'GET', path: '/disks/{id}', summary: 'One disk' })
    .input(Id)
    .output(DiskRow),
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
  remove: operation
    .meta({ permission: { verb: 'disk.delete', on: 'disk', id: 'id' } })
    .route({ method: 'DELETE', path: '/disks/{id}', successStatus: 202, summary: 'Delete a disk with all its data; one of a machine is taken from it first' })
    .input(Id)
    .output(JobRef),
}
