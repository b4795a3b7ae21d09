import type { CreateImport, ImportProposal, ImportSource } from '@/server/contract/api/import'
import type { Cluster } from '@/server/contract/api/infrastructure'
import { checkVm } from '@/server/domain/vm/validate'
import type { Finding } from '@/server/domain/vm/validate'

type DiskWish = CreateImport['disks'][number]
type NicWish = CreateImport['nics'][number]

export interface ImportValues {
  name: string
  description: string
  memoryMiB: number
  vcpus: number
  firmware: 'bios' | 'uefi'
  targetDomainId: string
  disks: (DiskWish & { taken: boolean })[]
  nics: NicWish[]
  start: boolean
}

/** The proposal as it is; a disk that has a problem is left out. */
export const importDefaults = ({ name, description, memoryMiB, vcpus, firmware, disks, nics }: ImportProposal, targetDomainId: string): ImportValues => ({
  name, description, memoryMiB, vcpus, firmware, targetDomainId,
  disks: disks.map(({ key, bus, problem }) => ({ key, bus, format: 'qcow2', taken: problem === null })),
  nics: nics.map(({ key, networkId, model }) => ({ key, networkId, model, keepMac: false })),
  start: false,
})

export const checkImport = (values: ImportValues, { largestHost }: Cluster): Finding[] => [
  ...checkVm(values, { memoryMiB: largestHost.memoryMiB || null, cpuCount: largestHost.cpuCount || null }),
  ...(values.disks.some(({ taken }) => taken) ? [] : [{ field: 'disks', code: 'import_none', params: {}, text: 'Choose at least one disk.' }]),
]

export const importInput = (source: ImportSource, { disks, ...values }: ImportValues): CreateImport => ({
  ...source, ...values, disks: disks.filter(({ taken }) => taken).map(({ taken: _, ...disk }) => disk),
})

/** One of a list replaced by a changed one. */
export const changed = <T extends { key: string }>(all: readonly T[], key: string, part: Partial<T>): T[] => all.map(each => (each.key === key ? { ...each, ...part } : each))
