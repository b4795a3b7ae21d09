import { checkTechnicalName } from '@/server/domain/name'
import { AppError } from '@/server/domain/error'
import { certificateFingerprint, formatJoinToken } from '@/server/domain/pki/token'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { readInstance } from '@/server/store/instance'
import { refuse, type Actor } from '../refuse'
import { newToken, tokenHash } from '../session/token'

export interface NewHostToken {
  clusterId: string
  /** Name that the host will have. */
  name: string
  user: Actor | null
  now: Date
}

const validMs = 3_600_000

export const notSetUp = (): AppError => new AppError('WRONG_STATE', 'This manager is not set up yet.', { hint: 'Run npm run up, or manager init.' })

/** A token with which one host may join within the hour. Errors: BAD_INPUT for the name, DUPLICATE when a host has it. */
export async function createHostToken(db: Db, { clusterId, name, user, now }: NewHostToken): Promise<{ token: string; expiresAt: Date }> {
  refuse(checkTechnicalName(name))
  const instance = await readInstance(db)
  if (!instance) throw notSetUp()
  const known = await db.host.findUnique({ where: { name }, select: { id: true } })
  if (known)
    throw new AppError('DUPLICATE', `There is already a host named ${name}.`, {
      field: 'name',
      subject: { type: 'host', id: known.id, name },
      hint: 'Choose another name, or remove that host first.',
    })
  const secret = newToken()
  const expiresAt = new Date(now.getTime() + validMs)
  const tokenId = await db.$transaction(async tx => {
    const cluster = await tx.cluster.findUnique({ where: { id: clusterId }, select: { name: true } })
    const { id } = await tx.hostToken.create({ data: { clusterId, name, secretHash: tokenHash(secret), expiresAt }, select: { id: true } })
    await appendEvent(tx, {
      code: 'host.token_created',
      params: { host: name },
      message: `A token was made with which host ${name} can join.`,
      subject: { type: 'cluster', id: clusterId, name: cluster?.name ?? '' },
      user,
    })
    return id
  })
  return { token: formatJoinToken({ tokenId, secret, fingerprint: certificateFingerprint(instance.ca.certificate) }), expiresAt }
}
