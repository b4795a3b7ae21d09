import type { Hardware } from '@/server/contract/hardware/hardware'
import { AppError } from '@/server/domain/error'
import { change } from '../change'
import type { Db } from '../db'
import { isDuplicate } from '../duplicate'
import { definitionOf } from './definition'

export const nameTaken = (name: string, id?: string): AppError =>
  new AppError('DUPLICATE', `A machine named “${name}” already exists.`, {
    field: 'name',
    subject: { type: 'vm', name, ...(id ? { id } : {}) },
    hint: 'Choose another name.',
    reason: { code: 'name_taken', params: { name } },
  })

/** What an observation does not tell of a machine, but our intent must hold: else the next start would change it. */
export interface Definition {
  firmware: string
  description: string
  hardware: Hardware
  /** The whole of it, with all that has no field. */
  xml: string
}

interface Wanted extends Omit<Definition, 'hardware' | 'xml'> {
  /** Empty = every default, as a new row has it. */
  hardware: Hardware | Record<string, never>
  definition: string | null
  definitionGeneration: number | null
  definitionDigest: string | null
}

/** The row of a machine that another tool made: nothing is wanted of it. */
const nothingWanted: Wanted = { firmware: 'bios', description: '', hardware: {}, definition: null, definitionGeneration: null, definitionDigest: null }

/** Makes the machine ours, wanted as it is. Errors: DUPLICATE when one of ours already has the name. */
export async function takeOverVm(db: Db, id: string, { xml, ...definition }: Definition): Promise<void> {
  const row = await db.vm.findUnique({ where: { id }, select: { name: true, generation: true } })
  try {
    await write(db, id, { ...definition, ...definitionOf({ xml, generation: row?.generation ?? 1, digest: null }), external: false })
  } catch (error) {
    if (!isDuplicate(error)) throw error
    throw new AppError('DUPLICATE', `A machine named “${row?.name ?? id}” is already managed here, so this one can't be adopted.`, {
      subject: { type: 'vm', id, ...(row ? { name: row.name } : {}) },
      hint: 'Rename one of the two first.',
    })
  }
}

/** Another tool's again. */
export const letGoOfVm = (db: Db, id: string): Promise<void> => write(db, id, { ...nothingWanted, external: true })

const write = (db: Db, id: string, data: Wanted & { external: boolean }): Promise<void> => db.$transaction(async tx => {
  const { count } = await tx.vm.updateMany({ where: { id }, data })
  if (count > 0) await change(tx, 'vms', id)
})
