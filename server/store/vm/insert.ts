import type { DiskSpec, NicSpec } from '@/server/contract/agent/vm'
import type { DiskOptions } from '@/server/contract/hardware/disk'
import type { Hardware } from '@/server/contract/hardware/hardware'
import type { NicOptions } from '@/server/contract/hardware/nic'
import type { Initialization } from '@/server/contract/initialization'
import type { Installation } from '@/server/contract/installation'
import type { VmProperties } from '@/server/contract/api/vm-properties'
import { AppError } from '@/server/domain/error'
import { change } from '../change'
import type { Tx } from '../db'
import { definitionOf } from './definition'
import { writeProperties } from './properties'

export interface NewDisk {
  id: string
  storageDomainId: string
  templateId: string | null
  name: string
  path: string
  format: string
  sizeMiB: number
  allocation: string
  bus: DiskSpec['bus']
  target: string
  /** Place among the machine's disks; 0 where it is left out. */
  position?: number
  options: DiskOptions
}

export interface NewNic {
  id: string
  /** `nic1` … */
  name?: string
  mac: string
  networkId: string | null
  model: NicSpec['model']
  options: NicOptions
}

export interface NewVm {
  id: string
  clusterId: string
  name: string
  description: string
  memoryMiB: number
  vcpus: number
  virtType: string
  firmware: string
  hardware: Hardware
  os: string
  templateId: string | null
  ownerId: string | null
  initialization: Initialization | null
  installation?: Installation | null
  properties?: { [Property in keyof VmProperties]?: VmProperties[Property] | undefined }
  disks: readonly NewDisk[]
  /** XML that its first host begins with. */
  definition?: string | null
  /** A disk that no machine has yet. */
  existing?: Pick<NewDisk, 'id' | 'bus' | 'target' | 'options'> | null
  nics: readonly NewNic[]
}

/** Errors: BAD_INPUT when another machine was faster. */
async function giveDisk(tx: Tx, vmId: string, { id, bus, target, options }: NonNullable<NewVm['existing']>): Promise<void> {
  const { count } = await tx.disk.updateMany({ where: { id, vmId: null, jobId: null }, data: { vmId, bus, target, options, position: 0 } })
  if (count === 0) throw new AppError('BAD_INPUT', 'The disk belongs to another machine by now, or a job works on it.', { field: 'source', subject: { type: 'disk', id } })
}

/** Rows of a new machine with its disks and cards. Unique violation = name taken. Errors: as of `giveDisk`. */
export async function insertVm(tx: Tx, { disks, existing, nics, initialization, installation, definition, properties = {}, ...vm }: NewVm, now: Date): Promise<void> {
  await tx.vm.create({
    data: {
      ...vm,
      ...(initialization ? { initialization } : {}),
      ...(installation ? { installation } : {}),
      ...(definition ? definitionOf({ xml: definition, generation: 1, digest: null }) : {}),
      createdAt: now,
      statusSince: now,
      disks: { create: disks.map(disk => ({ ...disk, createdAt: now })) },
      nics: { create: [...nics] },
    },
    select: { id: true },
  })
  if (existing) await giveDisk(tx, vm.id, existing)
  await writeProperties(tx, vm.id, Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)))
  await change(tx, 'vms', vm.id)
}
