import { z } from 'zod'
import type { ObjectType, OperationMeta, Permission } from '@/server/contract/api/common'
import { mayDo } from '@/server/domain/access/decide'
import { AppError } from '@/server/domain/error'
import { isOwnBulk } from '@/server/store/job/bulk'
import { pathOf } from '@/server/store/path'
import { callerOf, type ApiContext } from './context'

const Uuid = z.uuid()
const nouns: Record<ObjectType, string> = {
  system: 'system',
  datacenter: 'datacenter',
  cluster: 'cluster',
  host: 'host',
  vm: 'machine',
  disk: 'disk',
  'storage-domain': 'storage domain',
  network: 'network',
  template: 'template',
  job: 'job',
  event: 'event',
  user: 'user',
}

export const noSuch = (type: ObjectType, id: string): AppError =>
  new AppError('NOT_FOUND', `There is no ${nouns[type]} ${id}.`, { subject: { type, id }, hint: 'It may have been deleted, or you may not see it.' })

const forbidden = (verb: string): AppError =>
  new AppError('FORBIDDEN', `You have no role that allows ${verb} here.`, {
    reason: { code: 'forbidden', params: { verb } },
    hint: 'Ask an administrator for a role on this object.',
  })

function idIn(input: unknown, field: string): string {
  const given = typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[field] : undefined
  const id = Uuid.safeParse(given)
  if (!id.success) throw new AppError('BAD_INPUT', given === undefined ? `${field} is missing.` : `${field} must be a UUID.`, { field })
  return id.data
}

/**
 * Decides, before the rest of the input is even looked at, whether the caller may do the operation.
 * Errors: UNAUTHENTICATED; NOT_FOUND for an object that does not exist or that he may not see; FORBIDDEN when he sees it.
 */
export async function authorise(context: ApiContext, meta: OperationMeta, input: unknown): Promise<void> {
  const { permission } = meta
  if (permission === 'public') return
  const caller = callerOf(context)
  if (permission === 'session') return
  // Refuse rather than guess: the test of all operations finds one without a permission.
  if (!permission) throw forbidden('?')
  if (permission.list) return
  if (!permission.id) {
    if (!mayDo(caller.grants, permission.verb, [])) throw forbidden(permission.verb)
    return
  }
  await onObject(context, permission, idIn(input, permission.id))
}

/** Errors: NOT_FOUND when the caller may not even see it, FORBIDDEN. */
export async function onObject(context: ApiContext, { verb, on }: Permission, id: string): Promise<void> {
  const { grants, id: userId } = callerOf(context)
  if (on === 'job' && (await isOwnBulk(context.db, id, userId))) return
  const path = await pathOf(context.db, on, id)
  if (!path || !(mayDo(grants, verb, path) || mayDo(grants, `${on}.read`, path))) throw noSuch(on, id)
  if (!mayDo(grants, verb, path)) throw forbidden(verb)
}
