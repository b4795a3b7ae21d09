import { z } from 'zod'
import { Id, Instant, operation, Ref } from './common'

/** One open console. A person who has opened two is there twice. */
export const ConsoleViewer = z.object({ id: z.uuid(), user: Ref, protocol: z.enum(['vnc', 'serial']), openedAt: Instant })
export type ConsoleViewer = z.infer<typeof ConsoleViewer>

/** A machine's consoles. */
export const consoleOperations = {
  consoleTicket: operation
    .meta({ permission: { verb: 'vm.console', on: 'vm', id: 'id' }, secretAnswer: true })
    .route({
      method: 'POST',
      path: '/vms/{id}/console-ticket',
      successStatus: 201,
      summary: 'Ticket for one console connection, valid 120 s, bound to user, machine and protocol',
      description: 'Open a WebSocket at `path` with the subprotocols `binary` and `atrium.ticket.<ticket>`, with the same session (cookie or bearer token).',
    })
    .input(Id.extend({ protocol: z.enum(['vnc', 'serial']) }))
    .output(z.object({ ticket: z.string(), path: z.string(), expiresAt: Instant })),
  viewerFile: operation
    .meta({ permission: { verb: 'vm.console', on: 'vm', id: 'id' }, secretAnswer: true })
    .route({
      method: 'POST',
      path: '/vms/{id}/viewer-file',
      successStatus: 201,
      summary: 'File for remote-viewer (virt-viewer), for a screen that listens on the network',
      description: 'SPICE gets a new password, which is good until `expiresAt` and is in the file alone; a session that is open goes on after that.',
    })
    .input(Id.extend({ type: z.enum(['spice', 'vnc']) }))
    .output(z.object({ name: z.string(), text: z.string(), expiresAt: Instant })),
  consoleViewers: operation
    .meta({ permission: { verb: 'vm.console', on: 'vm', id: 'id' } })
    .route({ method: 'GET', path: '/vms/{id}/console-viewers', summary: 'Who has a console of this machine open now, through any manager' })
    .input(Id)
    .output(z.object({ items: z.array(ConsoleViewer) })),
}
