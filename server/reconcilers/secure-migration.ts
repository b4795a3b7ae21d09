import { randomBytes } from 'node:crypto'
import type { HostFacts } from '@/server/contract/agent/host'
import { signMigration } from '@/server/domain/pki/certificate'
import { readInstance } from '@/server/store/instance'
import type { WatchedHost } from '@/server/store/observation/host'
import type { Environment } from '@/server/workflows/environment'

/** Gives a host that has none, or one that is soon over, its certificate of the migration channel. One of another authority is left alone. */
export async function secureMigration({ db, hosts, now }: Environment, host: Pick<WatchedHost, 'id'>): Promise<void> {
  const row = await db.host.findUnique({ where: { id: host.id }, select: { facts: true } })
  if ((row?.facts as HostFacts | null)?.migrationTls !== 'missing') return
  const instance = await readInstance(db)
  if (!instance) return
  const { migration } = await hosts.agent(host.id)
  const { csr } = await migration.certificateRequest()
  // The first bit of a serial must be clear, or it reads as negative (RFC 5280, 4.1.2.2).
  const serial = `0${randomBytes(16).toString('hex').slice(1)}`
  const certificate = await signMigration(host.id, { ca: instance.ca, csr, serial, now: now().getTime() })
  await migration.installCertificate({ certificate, ca: instance.ca.certificate })
}
