import type { IncomingMessage } from 'node:http'
import { credentialsOfRequest, openSession, type Credentials } from '@/server/api/credentials'
import { tokenHash } from '@/server/commands/session/token'
import { mayDo } from '@/server/domain/access/decide'
import { vmAction } from '@/server/domain/vm/lifecycle'
import type { Db } from '@/server/store/db'
import { pathOf } from '@/server/store/path'
import { vmFacts, vmRowSelect } from '@/server/store/read/vm'
import type { ActiveSession } from '@/server/store/session/session'
import { redeemTicket } from '@/server/store/ticket'
import { ConsoleRefused } from './refusal'

export interface ConsoleTarget {
  vmId: string
  protocol: 'vnc' | 'serial'
}

export interface Admission extends ConsoleTarget {
  vmName: string
  session: ActiveSession
  credentials: Credentials
  host: { id: string; address: string }
}

const pattern = /^\/console\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(vnc|serial)$/i
const ticketPrefix = 'atrium.ticket.'

/** Null when the path is no console's. */
export function targetOf(url: string | undefined): ConsoleTarget | null {
  const [, vmId, protocol] = pattern.exec((url ?? '').split('?', 1)[0] ?? '') ?? []
  return vmId && (protocol === 'vnc' || protocol === 'serial') ? { vmId: vmId.toLowerCase(), protocol } : null
}

/** The ticket travels as a subprotocol: URLs end up in logs and histories. */
const ticketOf = (request: IncomingMessage): string | null =>
  (request.headers['sec-websocket-protocol'] ?? '').split(',').map(p => p.trim()).find(p => p.startsWith(ticketPrefix))?.slice(ticketPrefix.length) ?? null

function refuseForeign({ headers: { origin, host } }: IncomingMessage): void {
  if (origin === undefined) return
  if (!URL.canParse(origin) || new URL(origin).host !== host) throw new ConsoleRefused('forbidden', 'The request comes from another site.')
}

/** Session, ticket, permission, machine and host, in this order. @throws ConsoleRefused; errors of the database pass */
export async function admit(db: Db, request: IncomingMessage, target: ConsoleTarget, now: Date): Promise<Admission> {
  refuseForeign(request)
  const credentials = credentialsOfRequest(request)
  const opened = await openSession(db, credentials, now)
  if (!opened) throw new ConsoleRefused('noSession', 'You are not logged in.')
  const { session } = opened
  const ticket = ticketOf(request)
  const spent = ticket !== null && (await redeemTicket(db, { ...target, ticketHash: tokenHash(ticket), userId: session.user.id, now }))
  if (!spent) throw new ConsoleRefused('badTicket', 'The ticket is not valid: it is good once, for two minutes.')
  const path = await pathOf(db, 'vm', target.vmId)
  if (!path) throw new ConsoleRefused('noSuchVm', 'There is no such machine.')
  if (!mayDo(session.grants, 'vm.console', path)) throw new ConsoleRefused('forbidden', 'You have no role that allows this console.')
  return { ...target, ...(await placeOf(db, target.vmId)), session, credentials }
}

async function placeOf(db: Db, vmId: string): Promise<Pick<Admission, 'vmName' | 'host'>> {
  const vm = await db.vm.findUnique({ where: { id: vmId }, select: vmRowSelect })
  if (!vm) throw new ConsoleRefused('noSuchVm', 'There is no such machine.')
  const { reason } = vmAction('console', vmFacts(vm))
  if (reason) throw new ConsoleRefused(reason.code === 'host_status' || reason.code === 'libvirt_down' ? 'unreachable' : 'notRunning', reason.text)
  const host = vm.host && (await db.host.findUnique({ where: { id: vm.host.id }, select: { id: true, address: true } }))
  if (!host) throw new ConsoleRefused('notRunning', 'The machine is on no host.')
  return { vmName: vm.name, host }
}
