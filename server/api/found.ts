import type { ObjectType } from '@/server/contract/api/common'
import { noSuch } from './permission'

/** What was read, or NOT_FOUND: between the permission check and the read the object may have been deleted. */
export async function found<T>(type: ObjectType, id: string, reading: Promise<T | null>): Promise<T> {
  const object = await reading
  if (object === null) throw noSuch(type, id)
  return object
}
