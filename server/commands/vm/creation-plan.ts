import type { z } from 'zod'
import type { CreateVm } from '@/server/contract/api/vm'
import type { VmSource } from '@/server/contract/api/vm-source'
import type { Hardware } from '@/server/contract/hardware/hardware'
import type { AppError } from '@/server/domain/error'
import { checkTreeUrls } from '@/server/domain/installation/tree-url'
import type { HardwareWish } from '@/server/domain/vm/hardware/check'
import { resolveCreation } from '@/server/domain/vm/creation'
import type { Creation } from '@/server/domain/vm/creation'
import type { Tx } from '@/server/store/db'
import { roomProblem } from '@/server/store/storage-domain/room'
import { creationFacts } from '@/server/store/vm/ground'
import type { CreationFacts } from '@/server/store/vm/ground'
import { operatingSystems } from '../operating-system/library'
import { bad, groundProblems } from './creation-ground'

type Input = z.output<typeof CreateVm>

export interface CreationPlan {
  creation: Creation
  facts: CreationFacts
  /** MiB of a new first disk; 0 = none is made. */
  diskSizeMiB: number
  /** What keeps it from being made, the most basic first. */
  problems: AppError[]
}

const sizeOf = (input: Input, source: VmSource, facts: CreationFacts): number => {
  if (source.type === 'existingDisk') return 0
  return input.diskSizeMiB ?? facts.template?.diskSizeMiB ?? 0
}

/** The first disk against its template and the ground. */
function diskProblems({ allocation, storageDomainId }: Input, sizeMiB: number, { template, dataDomain, cluster }: CreationFacts): AppError[] {
  const own = template && !template.blank ? template : null
  if (own && own.diskSizeMiB !== null && sizeMiB < own.diskSizeMiB) {
    return [bad('diskSizeMiB', 'disk_small', `The disk must have at least the ${own.diskSizeMiB} MiB of template ${own.name}.`, { minMiB: own.diskSizeMiB })]
  }
  if (own?.storageDomain && allocation === 'thin' && storageDomainId && storageDomainId !== own.storageDomain.id) {
    const { name } = own.storageDomain
    return [bad('storageDomainId', 'thin_elsewhere', `A thin disk must lie beside the image of its template, on ${name}.`, { name })]
  }
  if (sizeMiB === 0 || own?.storageDomain || dataDomain) return []
  return [bad('diskSizeMiB', 'no_storage', `The datacenter of cluster ${cluster?.name} has no data storage domain for the disk.`)]
}

/** Where a new first disk lies: beside the image of its template, unless another place is wished. */
export const placeOf = ({ storageDomainId }: Pick<Input, 'storageDomainId'>, { template, dataDomain }: CreationFacts) =>
  (storageDomainId || template?.blank ? null : template?.storageDomain) ?? dataDomain

const noSource: VmSource = { type: 'blank' }

/** What a new machine would be, where, and all that is wrong with that. Reads only. */
export async function planCreation(tx: Tx, input: Input, chosen: VmSource | null): Promise<CreationPlan> {
  const source = chosen ?? noSource
  const facts = await creationFacts(tx, { ...input, source })
  const { systems } = input.os === '' ? { systems: [] } : await operatingSystems()
  const os = systems.find(({ id }) => id === input.os) ?? null
  const diskSizeMiB = sizeOf(input, source, facts)
  const isoPath = source.type === 'iso' && facts.isoDomain ? `${facts.isoDomain.path}/iso/${source.file}` : null
  const hasDisk = diskSizeMiB > 0 || source.type === 'existingDisk'
  const home = placeOf(input, facts)
  const full = home && diskSizeMiB > 0 ? await roomProblem(tx, home.id, diskSizeMiB, 'storageDomainId') : null
  return {
    creation: resolveCreation(input, source, os, { isoPath, hasDisk }),
    facts,
    diskSizeMiB,
    problems: [
      ...(chosen ? [] : [bad('source', 'source_none', 'Say where the system of the machine comes from: give a source or a template.')]),
      // Where osinfo-db is not installed, nothing can be said against an id.
      ...(systems.length > 0 && !os ? [bad('os', 'os_unknown', `No operating system is known by the id “${input.os}”.`, { os: input.os })] : []),
      ...groundProblems(input, facts, source),
      ...(source.type === 'tree' ? checkTreeUrls(source).map(({ field, code, text, params }) => bad(field, code, text, params)) : []),
      ...diskProblems(input, diskSizeMiB, facts),
      ...(full ? [full] : []),
    ],
  }
}

/** Of a new first disk: StratoVirt reads raw disks alone, and those lean on nothing. */
export const firstFormat = ({ hypervisor }: Pick<Hardware, 'hypervisor'>): 'qcow2' | 'raw' => (hypervisor === 'stratovirt' ? 'raw' : 'qcow2')

/** The machine as the rules of its hardware judge it, before there is anything of it. */
export const hardwareOf = ({ memoryMiB, vcpus, firmware, hardware, disk, nic }: Creation): HardwareWish =>
  ({ memoryMiB, vcpus, firmware, hardware, disks: [{ ...disk, format: firstFormat(hardware) }], nics: [nic] })
