import { jobStates, type Job } from '@/server/contract/api/activity'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { jobRows, jobSelect, type JobRecord } from '../read/job'
import type { Caller } from '../scope'
import { subjectScope } from '../subjects'
import { instant, oneOf, ref, text, uuid } from './field'
import { listPage, type ListQuery, type ListSpec } from './page'
import { byInstant, byText } from './sort'

type Where = Prisma.JobWhereInput
const not = (where: Where): Where => ({ NOT: where })

const spec: ListSpec<JobRecord, Where, Prisma.JobOrderByWithRelationInput> = {
  fields: {
    name: text(subjectName => ({ subjectName }), not),
    kind: text(kind => ({ kind }), not),
    state: oneOf(jobStates, state => ({ state })),
    subject: ref(
      subjectName => ({ subjectName }),
      subjectId => ({ subjectId }),
      not,
    ),
    type: text(subjectType => ({ subjectType }), not),
    user: ref(
      username => ({ username }),
      userId => ({ userId }),
      not,
    ),
    created: instant(createdAt => ({ createdAt })),
    ended: instant(endedAt => ({ endedAt })),
    id: uuid(id => ({ id })),
  },
  sorts: {
    createdAt: byInstant({ value: j => j.createdAt, order: createdAt => ({ createdAt }), filter: createdAt => ({ createdAt }) }),
    startedAt: byInstant({
      value: j => j.startedAt,
      order: startedAt => ({ startedAt }),
      filter: startedAt => ({ startedAt }),
      absent: { is: { startedAt: null }, isNot: { startedAt: { not: null } } },
    }),
    endedAt: byInstant({
      value: j => j.endedAt,
      order: endedAt => ({ endedAt }),
      filter: endedAt => ({ endedAt }),
      absent: { is: { endedAt: null }, isNot: { endedAt: { not: null } } },
    }),
    kind: byText({ value: j => j.kind, order: kind => ({ kind }), filter: kind => ({ kind }) }),
    state: byText({ value: j => j.state, order: state => ({ state }), filter: state => ({ state }) }),
    subject: byText({ value: j => j.subjectName, order: subjectName => ({ subjectName }), filter: subjectName => ({ subjectName }) }),
    user: byText({
      value: j => j.username,
      order: username => ({ username }),
      filter: username => ({ username }),
      absent: { is: { username: null }, isNot: { username: { not: null } } },
    }),
  },
  defaultSort: '-createdAt',
  id: { of: j => j.id, order: id => ({ id }), beyond: (direction, id) => ({ id: direction === 'asc' ? { gt: id } : { lt: id } }) },
}

export async function listJobs(db: Db, query: ListQuery, caller: Caller): Promise<{ items: Job[]; nextCursor: string | null; total: number }> {
  const subjects = await subjectScope(db, caller, 'job.read')
  const { rows, nextCursor, total } = await listPage(spec, query, {
    scope: subjects && { OR: [{ subjectId: { in: subjects } }, { kind: 'vm.bulk', userId: caller.id }] },
    find: args => db.job.findMany({ ...args, select: jobSelect }),
    count: where => db.job.count({ where }),
  })
  return { items: await jobRows(db, rows, caller), nextCursor, total }
}
