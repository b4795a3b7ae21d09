import type { User } from '@/server/contract/api/activity'
import { roleNames, type RoleName } from '@/server/contract/api/session'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'

export const userSelect = {
  id: true, username: true, createdAt: true,
  grants: { select: { role: true, objectType: true, objectId: true }, orderBy: [{ role: 'asc' }, { objectType: 'asc' }, { id: 'asc' }] },
} satisfies Prisma.UserSelect

export type UserRecord = Prisma.UserGetPayload<{ select: typeof userSelect }>

export const roleOf = (text: string): RoleName | null => roleNames.find(r => r === text) ?? null

/** Never the password's hash. */
export const userRow = (user: UserRecord): User => ({
  id: user.id,
  username: user.username,
  // A role of a newer program is not shown: this one could not say what it allows.
  roles: user.grants.flatMap(({ role, ...on }) => {
    const known = roleOf(role)
    return known ? [{ role: known, ...on }] : []
  }),
  createdAt: user.createdAt.toISOString(),
})

export async function getUser(db: Pick<Db, 'user'>, id: string): Promise<User | null> {
  const record = await db.user.findUnique({ where: { id }, select: userSelect })
  return record ? userRow(record) : null
}
