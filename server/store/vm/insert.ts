import type { DiskSpec, NicSpec } from '@/server/contract/agent/vm'
import type { DiskOptions } from '@/server/contract/hardware/disk'
import type { Hardware } from '@/server/contract/hardware/hardware'
import type { NicOptions } from '@/server/contract/hardware/nic'
import type { Initialization } from '@/server/contract/initialization'
import { change } from '../change'
import type { Tx } from '../db'

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
  disks: readonly NewDisk[]
  nics: readonly NewNic[]
}

/** Rows of a new machine with its disks and cards. Unique violation = name taken. */
export async function insertVm(tx: Tx, { disks, nics, initialization, ...vm }: NewVm, now: Date): Promise<void> {
  await tx.vm.create({
    data: {
      ...vm,
      ...(initialization ? { initialization } : {}),
      createdAt: now,
      statusSince: now,
      disks: { create: disks.map(disk => ({ ...disk, createdAt: now })) },
      nics: { create: [...nics] },
    },
    select: { id: true },
  })
  await change(tx, 'vms', vm.id)
}
