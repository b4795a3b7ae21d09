import type { Tx } from './db'
import { change } from './change'

export interface NewEvent {
  severity?: 'info' | 'warning' | 'error'
  /** `vm.started`, `host.non_responsive` … the page words it in its language from code and params. */
  code: string
  params?: Record<string, string | number>
  /** English sentence. */
  message: string
  subject: { type: string; id: string | null; name: string }
  user?: { id: string; username: string } | null
  jobId?: string | null
  /** Another object that it tells about. */
  relatedId?: string | null
}

/** Appends to the audit trail in the transaction of the change it tells about. */
export async function appendEvent(tx: Tx, e: NewEvent): Promise<void> {
  const row = await tx.event.create({
    data: {
      severity: e.severity ?? 'info',
      code: e.code,
      params: e.params ?? {},
      message: e.message,
      subjectType: e.subject.type,
      subjectId: e.subject.id,
      subjectName: e.subject.name,
      userId: e.user?.id ?? null,
      username: e.user?.username ?? null,
      jobId: e.jobId ?? null,
      relatedId: e.relatedId ?? null,
    },
    select: { id: true },
  })
  await change(tx, 'events', String(row.id))
}
