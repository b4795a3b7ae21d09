import { AppError } from '@/server/domain/error'
import { vmAction } from '@/server/domain/vm/lifecycle'
import type { Db } from '@/server/store/db'
import { vmFacts, vmRowSelect } from '@/server/store/read/vm'
import type { VmRecord } from '@/server/store/read/vm'
import { newToken, tokenHash } from '../session/token'

export const ticketMs = 120_000

export interface NewTicket {
  vmId: string
  protocol: 'vnc' | 'serial'
  userId: string
  now: Date
}

/** Reasons that lie with the host, not with the machine's state. */
const hostReasons = new Set(['host_status', 'libvirt_down'])

/** A machine whose console can be opened now. Errors: NOT_FOUND; WRONG_STATE, HOST_UNREACHABLE with the reason the button shows. */
export async function requireConsole(db: Db, vmId: string): Promise<VmRecord> {
  const vm = await db.vm.findUnique({ where: { id: vmId }, select: vmRowSelect })
  if (!vm) throw new AppError('NOT_FOUND', `There is no machine ${vmId}.`, { subject: { type: 'vm', id: vmId } })
  const { reason } = vmAction('console', vmFacts(vm))
  if (reason)
    throw new AppError(hostReasons.has(reason.code) ? 'HOST_UNREACHABLE' : 'WRONG_STATE', reason.text, {
      subject: { type: 'vm', id: vmId, name: vm.name },
      reason,
    })
  return vm
}

/** A ticket for one console connection. Errors: as `requireConsole`. */
export async function createTicket(db: Db, { vmId, protocol, userId, now }: NewTicket): Promise<{ ticket: string; path: string; expiresAt: Date }> {
  await requireConsole(db, vmId)
  const ticket = newToken()
  const expiresAt = new Date(now.getTime() + ticketMs)
  await db.consoleTicket.create({ data: { ticketHash: tokenHash(ticket), userId, vmId, protocol, expiresAt } })
  return { ticket, path: `/console/${vmId}/${protocol}`, expiresAt }
}
