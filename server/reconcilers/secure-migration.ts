import { randomBytes } from 'node:crypto'
import type { HostFacts } from '@/server/contract/agent/host'
import { hostOf } from '@/server/domain/host/address'
import { signLibvirt, signMigration } from '@/server/domain/pki/certificate'
import { readInstance } from '@/server/store/instance'
import { vmCountOn } from '@/server/store/observation/host'
import type { WatchedHost } from '@/server/store/observation/host'
import type { Environment } from '@/server/workflows/environment'

type Host = Pick<WatchedHost, 'id' | 'address'>

/** The first bit of a serial must be clear, or it reads as negative (RFC 5280, 4.1.2.2). */
const newSerial = (): string => `0${randomBytes(16).toString('hex').slice(1)}`

/**
 * Gives a host that has none, or one that is soon over, its certificates: of the channel that memory travels in, and of its libvirtd. One of
 * another authority is left alone. A host that runs no machine is set to take migrations at once; on any other somebody says so, because
 * libvirtd is restarted for it.
 */
export async function secureMigration({ db, hosts, now }: Environment, host: Host): Promise<void> {
  const row = await db.host.findUnique({ where: { id: host.id }, select: { facts: true } })
  const facts = row?.facts as HostFacts | null | undefined
  const instance = await readInstance(db)
  if (!facts || !instance) return
  const { ca } = instance
  const agent = await hosts.agent(host.id)
  const give = async (channel: 'qemu' | 'libvirt'): Promise<void> => {
    const { csr } = await agent.migration.certificateRequest({ channel })
    const signing = { ca, csr, serial: newSerial(), now: now().getTime() }
    const certificate = await (channel === 'qemu' ? signMigration(host.id, signing) : signLibvirt(host.id, hostOf(host.address), signing))
    await agent.migration.installCertificate({ certificate, ca: ca.certificate, channel })
  }
  if (facts.migrationTls === 'missing') await give('qemu')
  const { libvirtTls } = facts
  if (!libvirtTls || libvirtTls.accepts || libvirtTls.certificate === 'foreign') return
  if (libvirtTls.certificate === 'missing') await give('libvirt')
  if ((await vmCountOn(db, host.id)) === 0) await agent.host.acceptMigrations({ stepId: `host:${host.id}:accept-migrations` })
}
