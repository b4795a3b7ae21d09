import type { Db } from './db'

export interface TicketUse {
  ticketHash: string
  userId: string
  vmId: string
  protocol: string
  now: Date
}

/** Spends a ticket. Of several users of one ticket exactly one gets true; a ticket of another user, machine or protocol stays unspent. */
export async function redeemTicket(db: Db, { ticketHash, userId, vmId, protocol, now }: TicketUse): Promise<boolean> {
  const spent = await db.$queryRaw<unknown[]>`
    update console_ticket set used_at = ${now}
    where ticket_hash = ${ticketHash} and user_id = ${userId}::uuid and vm_id = ${vmId}::uuid and protocol = ${protocol}
      and used_at is null and expires_at > ${now}
    returning 1`
  return spent.length === 1
}
