import { isDeepStrictEqual } from 'node:util'
import type { VmProperties } from '@/server/contract/api/vm-properties'
import type { Tx } from '../db'

const columns = ['comment', 'customFields', 'ownerId', 'deleteProtected', 'autostart', 'stateless', 'haEnabled', 'haPriority'] as const

export const vmProperties = async (tx: Tx, id: string) => {
  const { tags, ...row } = await tx.vm.findUniqueOrThrow({
    where: { id },
    select: {
      comment: true, customFields: true, ownerId: true, deleteProtected: true, autostart: true, stateless: true, haEnabled: true, haPriority: true,
      tags: { select: { tag: { select: { name: true } } } },
    },
  })
  return { ...row, tags: tags.map(({ tag }) => tag.name).sort() }
}

/** Tags that no machine has any more are forgotten. */
async function writeTags(tx: Tx, id: string, names: readonly string[]): Promise<void> {
  await tx.tag.createMany({ data: names.map(name => ({ name })), skipDuplicates: true })
  const tags = await tx.tag.findMany({ where: { name: { in: [...names] } }, select: { id: true } })
  await tx.vmTag.deleteMany({ where: { vmId: id, tagId: { notIn: tags.map(tag => tag.id) } } })
  await tx.vmTag.createMany({ data: tags.map(tag => ({ vmId: id, tagId: tag.id })), skipDuplicates: true })
  await tx.tag.deleteMany({ where: { vms: { none: {} } } })
}

/** Writes what differs and returns its names. No generation: what the hosts have of the machine stays as it is. */
export async function writeProperties(tx: Tx, id: string, wanted: Partial<VmProperties>): Promise<string[]> {
  const before = await vmProperties(tx, id)
  const changed = columns.filter(column => wanted[column] !== undefined && !isDeepStrictEqual(wanted[column], before[column]))
  if (changed.length > 0) await tx.vm.update({ where: { id }, data: Object.fromEntries(changed.map(column => [column, wanted[column]])), select: { id: true } })
  const tags = wanted.tags && [...new Set(wanted.tags)].sort()
  if (!tags || isDeepStrictEqual(tags, before.tags)) return changed
  await writeTags(tx, id, tags)
  return [...changed, 'tags']
}

export const userExists = async (tx: Tx, id: string): Promise<boolean> => (await tx.user.count({ where: { id } })) > 0
