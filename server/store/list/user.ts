import type { User } from '@/server/contract/api/activity'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { userRow, userSelect, type UserRecord } from '../read/user'
import { scopeWhere, type Caller } from '../scope'
import { instant, text, uuid } from './field'
import { listPage, type ListQuery, type ListSpec } from './page'
import { byInstant, byText } from './sort'

type Where = Prisma.UserWhereInput
const not = (where: Where): Where => ({ NOT: where })

const spec: ListSpec<UserRecord, Where, Prisma.UserOrderByWithRelationInput> = {
  fields: {
    name: text(username => ({ username }), not),
    username: text(username => ({ username }), not),
    role: text(role => ({ grants: { some: { role } } }), not),
    created: instant(createdAt => ({ createdAt })),
    id: uuid(id => ({ id })),
  },
  sorts: {
    username: byText({ value: u => u.username, order: username => ({ username }), filter: username => ({ username }) }),
    name: byText({ value: u => u.username, order: username => ({ username }), filter: username => ({ username }) }),
    createdAt: byInstant({ value: u => u.createdAt, order: createdAt => ({ createdAt }), filter: createdAt => ({ createdAt }) }),
  },
  defaultSort: 'username',
  id: { of: u => u.id, order: id => ({ id }), beyond: (direction, id) => ({ id: direction === 'asc' ? { gt: id } : { lt: id } }) },
}

export async function listUsers(db: Db, query: ListQuery, caller: Caller): Promise<{ items: User[]; nextCursor: string | null; total: number }> {
  const { rows, nextCursor, total } = await listPage(spec, query, {
    scope: scopeWhere<Where>(caller, 'user.read', { user: ids => ({ id: { in: ids } }) }),
    find: args => db.user.findMany({ ...args, select: userSelect }),
    count: where => db.user.count({ where }),
  })
  return { items: rows.map(userRow), nextCursor, total }
}
