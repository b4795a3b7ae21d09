import type { Tx } from '../db'

/** What a person may change. */
export interface VmEdit {
  name?: string
  description?: string
  memoryMiB?: number
  vcpus?: number
}

const fields = ['name', 'description', 'memoryMiB', 'vcpus'] as const

/** Writes new intent and raises the generation; returns the fields that really differ. Unique violation = name taken. */
export async function editVm(tx: Tx, id: string, edit: VmEdit): Promise<string[]> {
  const row = await tx.vm.findUniqueOrThrow({ where: { id }, select: { name: true, description: true, memoryMiB: true, vcpus: true } })
  const changed = fields.filter(field => edit[field] !== undefined && edit[field] !== row[field])
  if (changed.length === 0) return []
  const data = Object.fromEntries(changed.map(field => [field, edit[field]]))
  await tx.vm.update({ where: { id }, data: { ...data, generation: { increment: 1 } }, select: { id: true } })
  return changed
}
