/** Why a console is not open. Close codes 4xxx are the gateway's own (server/consoles); the sentence is in messages.ts. */
export const closeReasons = ['ticket_refused', 'no_such_vm', 'not_running', 'console_gone', 'host_unreachable', 'connection_lost', 'forbidden', 'left'] as const
export type CloseReason = (typeof closeReasons)[number]

const byCode: Record<number, CloseReason> = {
  4401: 'ticket_refused',
  4403: 'forbidden',
  4404: 'no_such_vm',
  4409: 'not_running',
  4410: 'console_gone',
  4503: 'host_unreachable',
}

export const reasonOfClose = (code: number): CloseReason => byCode[code] ?? 'connection_lost'

/** The request for a ticket can fail with the same causes, as an HTTP status (server/domain/error.ts). */
const byStatus: Record<number, CloseReason> = {
  401: 'ticket_refused',
  403: 'forbidden',
  404: 'no_such_vm',
  409: 'not_running',
  503: 'host_unreachable',
}

export const reasonOfStatus = (status: number | undefined): CloseReason => (status === undefined ? 'connection_lost' : (byStatus[status] ?? 'connection_lost'))
