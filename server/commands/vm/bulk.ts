import type { BulkWish } from '@/server/contract/api/bulk'
import { mostAtOnce } from '@/server/contract/api/bulk'
import type { Reason } from '@/server/contract/api/common'
import { AppError } from '@/server/domain/error'
import { bulkVerb } from '@/server/domain/vm/bulk'
import { checkProperties } from '@/server/domain/vm/properties'
import { findingDetail } from '@/server/domain/vm/validate'
import { waitingSteps } from '@/server/domain/job/steps'
import { insertBulkItems } from '@/server/store/job/bulk'
import { insertJob } from '@/server/store/job/insert'
import { chosenVms } from '@/server/store/list/vm'
import type { Caller } from '@/server/store/scope'
import { vmBulk } from '@/server/workflows/vm/bulk'
import type { CommandContext } from './context'

export interface BulkAnswer {
  jobId: string
  accepted: number
  refused: { vm: { id: string; name: string }; reason: Reason }[]
}

const unseen = (id: string): Reason => ({ code: 'not_found', params: { id }, text: `There is no machine ${id}.` })
const forbidden = (verb: string): Reason => ({ code: 'forbidden', params: { verb }, text: `You have no role that allows ${verb} here.` })

/** Errors: BAD_INPUT. */
function refuseSenseless({ ids, search, action, options }: BulkWish): void {
  if ((ids === undefined) === (search === undefined)) throw new AppError('BAD_INPUT', 'Give either the ids of machines, or a search.', { field: 'ids' })
  if (action !== 'tags') return
  if (options.addTags.length + options.removeTags.length === 0) throw new AppError('BAD_INPUT', 'Say which tags are to be added or removed.', { field: 'addTags' })
  const [finding] = checkProperties({ tags: options.addTags })
  if (finding) throw new AppError('BAD_INPUT', finding.text, { ...findingDetail(finding), field: 'addTags' })
}

/**
 * One job for many machines; each is judged when its turn comes, as it is then. What the caller may not do is refused at once. Errors:
 * BAD_INPUT (too many, none found), FORBIDDEN when he may do it to none of them.
 */
export async function bulkVms({ db, user, now, newId }: CommandContext, wish: BulkWish, caller: Caller): Promise<BulkAnswer> {
  refuseSenseless(wish)
  const verb = bulkVerb(wish.action)
  const { found, allowed, total } = await chosenVms(db, wish, caller, verb, mostAtOnce)
  if (total > mostAtOnce) throw new AppError('BAD_INPUT', `The search finds ${total} machines; ${mostAtOnce} are the most at once.`, { field: 'search' })
  const missing = [...new Set(wish.ids ?? [])].filter(id => !found.some(vm => vm.id === id)).map(id => ({ vm: { id, name: id }, reason: unseen(id) }))
  const items = found.map(vm => ({ vm, reason: allowed.has(vm.id) ? null : forbidden(verb) }))
  const accepted = items.filter(({ reason }) => reason === null).length
  const refused = [...missing, ...items.flatMap(({ vm, reason }) => (reason ? [{ vm, reason }] : []))]
  if (accepted === 0) {
    const why = refused[0]?.reason
    throw new AppError(why?.code === 'forbidden' ? 'FORBIDDEN' : 'NOT_FOUND', why?.text ?? 'The search finds no machine.', why ? { reason: why } : { field: 'search' })
  }
  const jobId = newId()
  const name = accepted + refused.length === 1 ? (items[0]?.vm.name ?? '') : `${accepted + refused.length} machines`
  await db.$transaction(async tx => {
    const input = { action: wish.action, options: wish.options }
    await insertJob(tx, {
      id: jobId, kind: vmBulk.kind, title: vmBulk.title(name), steps: waitingSteps(vmBulk.steps.map(step => step.name)), input, subject: { type: 'bulk', id: jobId, name }, user,
    }, now)
    await insertBulkItems(tx, jobId, [...items, ...missing])
  })
  return { jobId, accepted, refused }
}
