import { randomUUID } from 'node:crypto'
import type { Db } from '@/server/store/db'
import { addViewer, removeViewer, type OpenConsole } from '@/server/store/console/viewer'
import { appendEvent } from '@/server/store/event'
import type { Admission } from './authorise'

const words = { vnc: 'VNC', serial: 'serial' }
const subject = ({ vmId, vmName }: Admission) => ({ type: 'vm', id: vmId, name: vmName })

export const openConsoleOf = ({ vmId, protocol, session }: Admission): OpenConsole => ({ id: randomUUID(), vmId, protocol, userId: session.user.id })

export const recordOpened = (db: Db, admission: Admission, console: OpenConsole): Promise<void> =>
  db.$transaction(async tx => {
    await addViewer(tx, console)
    await appendEvent(tx, {
      code: 'console.opened',
      params: { protocol: admission.protocol },
      message: `${admission.session.user.username} opened the ${words[admission.protocol]} console of ${admission.vmName}.`,
      subject: subject(admission),
      user: admission.session.user,
    })
  })

export const recordClosed = (db: Db, admission: Admission, console: OpenConsole, seconds: number): Promise<void> =>
  db.$transaction(async tx => {
    await removeViewer(tx, console)
    await appendEvent(tx, {
      code: 'console.closed',
      params: { protocol: admission.protocol, seconds },
      message: `The ${words[admission.protocol]} console of ${admission.vmName} was closed after ${seconds} s.`,
      subject: subject(admission),
      user: admission.session.user,
    })
  })
