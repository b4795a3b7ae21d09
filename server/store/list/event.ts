import { z } from 'zod'
import type { Event } from '@/server/contract/api/activity'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import type { Caller } from '../scope'
import { subjectScope } from '../subjects'
import { instant, number, oneOf, ref, text, uuid } from './field'
import { listPage, type ListQuery, type ListSpec } from './page'
import { byInstant, byText } from './sort'

type Where = Prisma.EventWhereInput
type EventRecord = Prisma.EventGetPayload<object>
const not = (where: Where): Where => ({ NOT: where })
const severities = ['info', 'warning', 'error'] as const

/** `type:id` would be ambiguous, so the list is searched by the subject's name or id, its type apart. */
const spec: ListSpec<EventRecord, Where, Prisma.EventOrderByWithRelationInput> = {
  fields: {
    name: text(subjectName => ({ subjectName }), not),
    severity: oneOf(severities, severity => ({ severity })),
    code: text(code => ({ code }), not),
    message: text(message => ({ message }), not),
    subject: ref(
      subjectName => ({ subjectName }),
      id => ({ OR: [{ subjectId: id }, { relatedId: id }] }),
      not,
    ),
    type: text(subjectType => ({ subjectType }), not),
    user: ref(
      username => ({ username }),
      userId => ({ userId }),
      not,
    ),
    job: uuid(jobId => ({ jobId })),
    at: instant(at => ({ at })),
    id: number(id => ({ id })),
  },
  sorts: {
    at: byInstant({ value: e => e.at, order: at => ({ at }), filter: at => ({ at }) }),
    severity: byText({ value: e => e.severity, order: severity => ({ severity }), filter: severity => ({ severity }) }),
    code: byText({ value: e => e.code, order: code => ({ code }), filter: code => ({ code }) }),
    subject: byText({ value: e => e.subjectName, order: subjectName => ({ subjectName }), filter: subjectName => ({ subjectName }) }),
    user: byText({
      value: e => e.username,
      order: username => ({ username }),
      filter: username => ({ username }),
      absent: { is: { username: null }, isNot: { username: { not: null } } },
    }),
  },
  defaultSort: '-at',
  id: {
    of: e => String(e.id),
    order: id => ({ id }),
    // A damaged cursor finds nothing instead of failing in the database.
    beyond: (direction, id) => ({ id: direction === 'asc' ? { gt: eventNumber(id) } : { lt: eventNumber(id) } }),
  },
}

const eventNumber = (text: string): bigint => (/^\d{1,18}$/.test(text) ? BigInt(text) : 0n)

const Params = z.record(z.string(), z.union([z.string(), z.number()]))

const eventRow = (e: EventRecord): Event => ({
  id: String(e.id),
  at: e.at.toISOString(),
  severity: severities.find(s => s === e.severity) ?? 'info',
  code: e.code,
  params: Params.safeParse(e.params).data ?? {},
  message: e.message,
  subject: { type: e.subjectType, id: e.subjectId, name: e.subjectName },
  user: e.username,
  jobId: e.jobId,
})

export async function listEvents(db: Db, query: ListQuery, caller: Caller): Promise<{ items: Event[]; nextCursor: string | null; total: number }> {
  const subjects = await subjectScope(db, caller, 'event.read')
  const { rows, nextCursor, total } = await listPage(spec, query, {
    scope: subjects && { subjectId: { in: subjects } },
    find: args => db.event.findMany(args),
    count: where => db.event.count({ where }),
  })
  return { items: rows.map(eventRow), nextCursor, total }
}
