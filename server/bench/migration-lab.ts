import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Api, Page } from '@/e2e/fixtures/api'
import { removeLab } from '@/e2e/lab/down'
import { enrolLab, type EnrolledLab } from '@/e2e/lab/enrol'
import { runInHost } from '@/e2e/lab/host/enter'
import type { LabHost } from '@/e2e/lab/lab'
import { raiseHosts } from '@/e2e/lab/up'
import { withdrawLab } from '@/e2e/lab/withdraw'
import { libvirtPki } from '@/server/agent/migration/libvirt-tls'
import type { Host } from '@/server/contract/api/infrastructure'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { migrationPolicies } from '@/server/domain/migration/policy'
import { migrationName } from '@/server/domain/pki/name'
import { placesOf } from '@/server/setup/up/places'
import type { BenchContext } from './context'

export interface Side {
  host: LabHost
  id: string
}

/** Two lab hosts that share a folder with the small guest on it. */
export interface MigrationBench {
  api: Api
  enrolled: EnrolledLab
  sides: readonly [Side, Side]
  /** Template of the small guest. */
  templateId: string
}

/** The two hosts as the machine sees them now. */
export async function sidesOf({ api, sides: [a, b] }: MigrationBench, vmId: string): Promise<{ here: Side; there: Side }> {
  const { host } = await api.vm(vmId)
  return host?.id === a.id ? { here: a, there: b } : { here: b, there: a }
}

export const arrived = async ({ api }: MigrationBench, vmId: string, { id }: Side): Promise<void> => {
  await (await api.changes()).until(`machine ${vmId} on ${id}`, async () => {
    const { host, status, job } = await api.vm(vmId)
    return host?.id === id && status === 'up' && job === null
  })
}

/** Of its guest, which has booted then. */
export const addressOf = async ({ api }: MigrationBench, vmId: string): Promise<string> => (await api.changes()).until('the guest’s address', async () =>
  (await api.vm(vmId)).runtime?.guest?.addresses.find(one => /^\d+\./.test(one) && !one.startsWith('127.')), 180_000)

const virsh = ['virsh', '--connect', 'qemu:///system'] as const
const limitMs = 120_000

/** The longest downtime that Atrium's policy begins with; libvirt keeps it until a migration has ended. */
export const allowDowntime = (vmId: string, { host }: Side): Promise<unknown> =>
  runInHost(host, [...virsh, 'migrate-setmaxdowntime', vmId, String(migrationPolicies.minimal_downtime.initialDowntimeMs)])

/** `virsh migrate` with what Atrium asks libvirt for: peer to peer, TLS for both ways, auto-converge; the old definition goes. */
export const migrateRaw = (vmId: string, { host }: Side, there: Side): Promise<unknown> => runInHost(host, [
  ...virsh, 'migrate', '--live', '--p2p', '--persistent', '--undefinesource', '--unsafe', '--abort-on-error', '--auto-converge',
  '--tls', '--tls-destination', migrationName(there.id), vmId, `qemu+tls://${there.host.address}/system?pkipath=${libvirtPki}`,
], limitMs)

/** QEMU's own figure of the migration by which it came to this host, in ms. */
export async function downtimeOf(vmId: string, { host }: Side): Promise<number> {
  const { stdout } = await runInHost(host, [...virsh, 'domjobinfo', vmId, '--completed', '--rawstats'])
  return Number(/downtime: (\d+)/.exec(stdout)?.[1] ?? Number.NaN)
}

/** Both hosts have the storage and their certificates: what a fresh host gets in its first seconds. */
async function ready(api: Api, { storageDomain, hosts }: EnrolledLab): Promise<void> {
  const changes = await api.changes()
  await changes.until('storage on both hosts', async () => {
    const found = (await api.get<Page<StorageDomain>>('/storage-domains')).items.find(({ id }) => id === storageDomain.id)
    return hosts.every(({ id }) => found?.hosts.some(one => one.host.id === id && one.writable))
  })
  await changes.until('certificates for migration', async () =>
    (await Promise.all(hosts.map(({ id }) => api.get<Host>(`/hosts/${id}`)))).every(({ facts }) => facts?.migrationTls === 'ready' && facts.libvirtTls?.accepts === true))
}

export async function withMigrationLab<T>({ api, instance }: Pick<BenchContext, 'api' | 'instance'>, use: (bench: MigrationBench) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-bench-lab-'))
  const name = `b${(process.pid % 46_656).toString(36)}`
  try {
    const { lab, hosts } = await raiseHosts(name, join(folder, 'lab'), 2)
    const enrolled = await enrolLab(api, lab, hosts, join(placesOf(instance.dataDir).guest, 'tiny.qcow2'))
    await ready(api, enrolled)
    const [a, b] = hosts.map(host => ({ host, id: enrolled.hosts.find(one => one.name === host.name)?.id ?? '' }))
    if (!a || !b || !enrolled.guest) throw new Error('two hosts and a template expected')
    const result = await use({ api, enrolled, sides: [a, b], templateId: enrolled.guest.id })
    await withdrawLab(api, lab)
    return result
  } finally {
    await removeLab(name, join(folder, 'lab'))
    await rm(folder, { recursive: true, force: true })
  }
}
