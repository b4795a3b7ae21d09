import { AppError } from '@/server/domain/error'
import type { NameFinding } from '@/server/domain/name'
import { isDuplicate } from '@/server/store/duplicate'

/** Who does it, for the audit trail. */
export interface Actor {
  id: string
  username: string
}

/** Errors: BAD_INPUT when something was found. */
export const refuse = (finding: NameFinding | null): void => {
  if (finding) throw new AppError('BAD_INPUT', finding.text, finding.detail)
}

/** Runs a write; a second object of the same name becomes DUPLICATE. `noun` as in "a datacenter". */
export async function uniquely<T>(type: string, noun: string, name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!isDuplicate(error)) throw error
    throw new AppError('DUPLICATE', `There is already ${noun} named ${name}.`, {
      field: 'name',
      subject: { type, name },
      hint: 'Choose another name.',
      reason: { code: 'name_taken', params: { name } },
    })
  }
}

/** The object was changed after the caller looked at it. The hint tells what it is now. */
export const stale = (subject: { type: string; id: string; name: string }, generation: number, now: Record<string, string | number>): AppError =>
  new AppError('STALE_GENERATION', `${subject.name} was changed in the meantime.`, {
    subject,
    hint: `It is now at generation ${generation}: ${Object.entries(now)
      .map(([field, value]) => `${field} = ${JSON.stringify(value)}`)
      .join(', ')}.`,
    reason: { code: 'stale', params: { generation } },
  })
