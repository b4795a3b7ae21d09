import { randomBytes, randomUUID } from 'node:crypto'
import { AppError } from '@/server/domain/error'
import { agentAddress } from '@/server/domain/host/address'
import { signHost } from '@/server/domain/pki/certificate'
import { parseJoinToken } from '@/server/domain/pki/token'
import { change } from '@/server/store/change'
import type { Db, Tx } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { readInstance } from '@/server/store/instance'
import { uniquely } from '../refuse'
import { tokenHash } from '../session/token'
import { notSetUp } from './create-token'

export interface Join {
  token: string
  /** PEM, made by the agent: its private key never leaves the host. */
  csr: string
  /** host:port of the agent. */
  address: string
  now: Date
}

const refused = (): AppError =>
  new AppError('UNAUTHENTICATED', 'The join token is not valid.', {
    hint: 'It is good for one host and one hour. Make a new one under Hosts → Add host.',
    reason: { code: 'join_token', params: {} },
  })

/** Spends the token: exactly one of several callers gets the row. */
const spend = (tx: Tx, id: string, secret: string, now: Date) => tx.$queryRaw<{ clusterId: string; name: string }[]>`
  update host_token set used_at = ${now} where id = ${id}::uuid and secret_hash = ${tokenHash(secret)} and used_at is null and expires_at > ${now}
  returning cluster_id as "clusterId", name`

const uuid = /^[0-9a-f-]{36}$/

/**
 * A host joins: its token is spent, its certificate signed and its row made, together or not at all.
 * Errors: UNAUTHENTICATED for a bad, used or old token; BAD_INPUT for the address or the request; DUPLICATE for the name.
 */
export async function joinHost(db: Db, { token, csr, address, now }: Join): Promise<{ hostId: string; certificate: string; ca: string }> {
  const { tokenId, secret } = parseJoinToken(token)
  if (!uuid.test(tokenId)) throw refused()
  const reachable = agentAddress(address)
  const instance = await readInstance(db)
  if (!instance) throw notSetUp()
  const hostId = randomUUID()
  // The first bit of a serial must be clear, or it reads as negative (RFC 5280, 4.1.2.2).
  const serial = `0${randomBytes(16).toString('hex').slice(1)}`
  const certificate = await signHost(hostId, { ca: instance.ca, csr, serial, now: now.getTime() })
  await uniquely('host', 'a host', 'that name', () =>
    db.$transaction(async tx => {
      const [use] = await spend(tx, tokenId, secret, now)
      if (!use) throw refused()
      const { clusterId, name } = use
      await tx.host.create({
        data: {
          id: hostId,
          clusterId,
          name,
          address: reachable,
          certificateSerial: serial,
          status: 'installing',
          statusReason: 'The host has joined and is being looked at.',
          statusSince: now,
        },
      })
      await change(tx, 'hosts', hostId)
      await change(tx, 'clusters', clusterId)
      await appendEvent(tx, {
        code: 'host.joined',
        params: { address: reachable },
        message: `Host ${name} joined from ${reachable}.`,
        subject: { type: 'host', id: hostId, name },
      })
    }),
  )
  return { hostId, certificate, ca: instance.ca.certificate }
}
