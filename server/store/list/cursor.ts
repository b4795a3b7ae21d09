import { z } from 'zod'
import { AppError } from '@/server/domain/error'

/** Where a list goes on: after the row with this sort value and id, or (sorts by a count) at an offset. */
const Cursor = z.union([
  z.object({ sort: z.string(), key: z.union([z.string(), z.number(), z.null()]), id: z.string().max(40) }),
  z.object({ sort: z.string(), offset: z.int().min(0).max(10_000_000) }),
])
export type Cursor = z.infer<typeof Cursor>

export const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')

export const badCursor = (): AppError =>
  new AppError('BAD_INPUT', 'The cursor does not belong to this list.', {
    field: 'cursor',
    hint: 'Take nextCursor of the page before, with the same search and sort.',
  })

/** Errors: BAD_INPUT when the text is no cursor of this sort. */
export function readCursor(text: string, sort: string): Cursor {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    throw badCursor()
  }
  const parsed = Cursor.safeParse(value)
  if (!parsed.success || parsed.data.sort !== sort) throw badCursor()
  return parsed.data
}
