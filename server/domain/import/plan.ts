import type { CreateImport, ImportDisk, ImportProposal } from '@/server/contract/api/import'
import { AppError } from '@/server/domain/error'
import { freeTarget } from '../vm/hardware/target'

const refuse = (field: string, code: string, text: string, params: Record<string, string | number> = {}): AppError =>
  new AppError('BAD_INPUT', text, { field, reason: { code, params } })

export type ReadyDisk = ImportDisk & { file: string; format: NonNullable<ImportDisk['format']>; sizeMiB: number }

export interface PlannedDisk {
  found: ReadyDisk
  bus: ImportDisk['bus']
  target: string
  format: 'qcow2' | 'raw'
}

const isReady = (disk: ImportDisk): disk is ReadyDisk => disk.problem === null && disk.file !== null && disk.format !== null && disk.sizeMiB !== null

const unknown = (field: string, key: string): AppError => refuse(field, 'import_key', `The machine that is imported has no “${key}”.`, { key })

/** Each wished disk with the image that it comes from and its name in the guest. Errors: BAD_INPUT. */
export function planDisks(wish: Pick<CreateImport, 'disks'>, { disks, findings }: Pick<ImportProposal, 'disks' | 'findings'>): PlannedDisk[] {
  const stop = findings.find(({ severity }) => severity === 'error')
  if (stop) throw refuse('path', stop.code, stop.text, stop.params)
  if (wish.disks.length === 0) throw refuse('disks', 'import_none', 'Choose at least one disk.')
  const taken: string[] = []
  return wish.disks.map(({ key, bus, format }, at) => {
    const found = disks.find((disk) => disk.key === key)
    if (!found || wish.disks.findIndex((each) => each.key === key) !== at) throw unknown('disks', key)
    if (found.problem) throw refuse('disks', found.problem.code, found.problem.text, found.problem.params)
    if (!isReady(found)) throw unknown('disks', key)
    const target = freeTarget(bus, taken)
    taken.push(target)
    return { found, bus, target, format }
  })
}

/** Each wished card with the address that it had. Errors: BAD_INPUT. */
export const planNics = (wish: Pick<CreateImport, 'nics'>, { nics }: Pick<ImportProposal, 'nics'>) =>
  wish.nics.map((nic, at) => {
    const found = nics.find(({ key }) => key === nic.key)
    if (!found || wish.nics.findIndex(({ key }) => key === nic.key) !== at) throw unknown('nics', nic.key)
    return { ...nic, mac: nic.keepMac ? found.mac : null }
  })

/** Empty CD drives, so that the guest has what it had; their names are those that its disks leave. */
export const planCdroms = (count: number, taken: readonly string[]) => {
  const targets = [...taken]
  return Array.from({ length: Math.min(count, 4) }, () => {
    const target = freeTarget('sata', targets)
    targets.push(target)
    return { target, bus: 'sata' as const, path: null }
  })
}
