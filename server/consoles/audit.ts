import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import type { Admission } from './authorise'

const words = { vnc: 'VNC', serial: 'serial' }
const subject = ({ vmId, vmName }: Admission) => ({ type: 'vm', id: vmId, name: vmName })

export const recordOpened = (db: Db, admission: Admission): Promise<void> =>
  db.$transaction(tx =>
    appendEvent(tx, {
      code: 'console.opened',
      params: { protocol: admission.protocol },
      message: `${admission.session.user.username} opened the ${words[admission.protocol]} console of ${admission.vmName}.`,
      subject: subject(admission),
      user: admission.session.user,
    }),
  )

export const recordClosed = (db: Db, admission: Admission, seconds: number): Promise<void> =>
  db.$transaction(tx =>
    appendEvent(tx, {
      code: 'console.closed',
      params: { protocol: admission.protocol, seconds },
      message: `The ${words[admission.protocol]} console of ${admission.vmName} was closed after ${seconds} s.`,
      subject: subject(admission),
      user: admission.session.user,
    }),
  )
