import type { GuestDeed, GuestDetails } from '@/server/contract/agent/guest'
import { AppError } from '@/server/domain/error'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { withAgent } from './agents'

async function hostOf(db: Db, id: string): Promise<{ name: string; hostId: string }> {
  const vm = await db.vm.findUnique({ where: { id }, select: { name: true, hostId: true, status: true } })
  if (vm?.hostId && vm.status === 'up') return { name: vm.name, hostId: vm.hostId }
  throw new AppError('WRONG_STATE', `${vm?.name ?? id} is not running, so its guest can't be asked.`, {
    subject: { type: 'vm', id, ...(vm ? { name: vm.name } : {}) }, reason: { code: 'wrong_state', params: { status: vm?.status ?? '' } },
  })
}

/** Errors: WRONG_STATE when it does not run, TIMEOUT when its guest agent does not answer, HOST_UNREACHABLE. */
export async function guestDetails(db: Db, id: string): Promise<GuestDetails> {
  const { hostId } = await hostOf(db, id)
  return withAgent(db, hostId, client => client.guest.details({ id }))
}

/**
 * Goes straight to the guest agent: a job would write the password down. The audit trail says what was asked, never the secret.
 * Errors: the same, and WRONG_STATE when the guest agent does not know how.
 */
export async function askGuest(db: Db, id: string, deed: GuestDeed, user: { id: string; username: string }): Promise<Record<string, never>> {
  const { name, hostId } = await hostOf(db, id)
  await withAgent(db, hostId, client => client.guest.ask({ id, deed }))
  await db.$transaction(tx => appendEvent(tx, {
    code: 'vm.guest_asked',
    params: { name, deed: deed.kind, ...('username' in deed ? { account: deed.username } : {}) },
    message: `The guest agent of ${name} did: ${deed.kind}${'username' in deed ? ` (${deed.username})` : ''}.`,
    subject: { type: 'vm', id, name },
    user,
  }))
  return {}
}
