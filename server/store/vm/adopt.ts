import { AppError } from '@/server/domain/error'
import { change } from '../change'
import type { Db } from '../db'
import { isDuplicate } from '../duplicate'

export const nameTaken = (name: string, id?: string): AppError =>
  new AppError('DUPLICATE', `A machine named “${name}” already exists.`, {
    field: 'name', subject: { type: 'vm', name, ...(id ? { id } : {}) }, hint: 'Choose another name.', reason: { code: 'name_taken', params: { name } },
  })

/** Ours, or another tool's again. Errors: DUPLICATE when one of ours already has the name. */
export async function setVmExternal(db: Db, id: string, external: boolean): Promise<void> {
  const row = await db.vm.findUnique({ where: { id }, select: { name: true, external: true } })
  if (!row || row.external === external) return
  try {
    await db.$transaction(async tx => {
      await tx.vm.update({ where: { id }, data: { external }, select: { id: true } })
      await change(tx, 'vms', id)
    })
  } catch (error) {
    if (!isDuplicate(error)) throw error
    throw new AppError('DUPLICATE', `A machine named “${row.name}” is already managed here, so this one can't be adopted.`, {
      subject: { type: 'vm', id, name: row.name }, hint: 'Rename one of the two first.',
    })
  }
}
