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
import type { Host, HostRow, Template } from '@/server/contract/api/infrastructure'
import type { Migration } from '@/server/contract/api/migration'
import { migrationName } from '@/server/domain/pki/name'
import type { BenchContext } from './context'
import { median, percentile, type Figure } from './figure'
import { probeGuest } from './probe'

const rounds = 5
const crowd = 10
const atOnce = 2
const connection = ['--connect', 'qemu:///system'] as const

interface Side {
  host: LabHost
  id: string
}
interface Bench {
  api: Api
  enrolled: EnrolledLab
  sides: readonly [Side, Side]
}

const sideOf = ({ sides }: Bench, hostId: string | undefined): { here: Side; there: Side } =>
  sides[0].id === hostId ? { here: sides[0], there: sides[1] } : { here: sides[1], there: sides[0] }

/** `virsh migrate` with what Atrium asks libvirt for: peer to peer, TLS, auto-converge; the old definition goes. */
const rawArguments = (vmId: string, there: Side): string[] => [
  'virsh', ...connection, 'migrate', '--live', '--p2p', '--persistent', '--undefinesource', '--unsafe', '--auto-converge',
  '--tls', '--tls-destination', migrationName(there.id), vmId, `qemu+tcp://${there.host.address}/system`,
]

async function rawDowntime(vmId: string, { host }: Side): Promise<number> {
  const { stdout } = await runInHost(host, ['virsh', ...connection, 'domjobinfo', vmId, '--completed', '--rawstats'])
  return Number(/downtime: (\d+)/.exec(stdout)?.[1] ?? Number.NaN)
}

const moved = async ({ api }: Bench, vmId: string, { id }: Side): Promise<void> => {
  await (await api.changes()).until(`machine ${vmId} on ${id}`, async () => {
    const { host, status, job } = await api.vm(vmId)
    return host?.id === id && status === 'up' && job === null
  })
}

/** Turn by turn, so that both meet the same weather. Times in ms. */
async function duel(bench: Bench, vmId: string, address: string) {
  const ours: { total: number; downtime: number; silence: number }[] = []
  const raw: typeof ours = []
  for (let round = 0; round < rounds; round += 1) {
    const first = sideOf(bench, (await bench.api.vm(vmId)).host?.id)
    let probe = probeGuest(address)
    let began = performance.now()
    const { jobId } = await bench.api.post<{ jobId: string }>(`/vms/${vmId}/migrate`, { hostId: first.there.id })
    await bench.api.succeeded(jobId)
    const total = performance.now() - began
    await moved(bench, vmId, first.there)
    const { items } = await bench.api.get<Page<Migration>>(`/vms/${vmId}/migrations?limit=1`)
    ours.push({ total, downtime: items[0]?.stats?.downtimeMs ?? Number.NaN, silence: probe.stop() })

    probe = probeGuest(address)
    began = performance.now()
    await runInHost(first.there.host, rawArguments(vmId, first.here), 120_000)
    const took = performance.now() - began
    raw.push({ total: took, downtime: await rawDowntime(vmId, first.here), silence: probe.stop() })
    await moved(bench, vmId, first.here)
  }
  return { ours, raw }
}

/** How many ran at the same time, at most. */
function busiest(migrations: readonly Migration[]): number {
  const at = (time: string | null): number => (time === null ? Infinity : new Date(time).getTime())
  return Math.max(...migrations.map(one => migrations.filter(({ startedAt, endedAt }) => at(startedAt) <= at(one.startedAt) && at(one.startedAt) < at(endedAt)).length))
}

async function evacuate(bench: Bench, hostId: string): Promise<number> {
  const began = performance.now()
  const { body: { jobIds } } = await bench.api.expect<{ jobIds: string[] }>('POST', `/hosts/${hostId}/evacuate`, {})
  for (const jobId of jobIds) await bench.api.succeeded(jobId)
  return performance.now() - began
}

/** A shell loop that keeps as many going at once. */
async function rawLoop(vmIds: readonly string[], here: Side, there: Side): Promise<number> {
  const waiting = [...vmIds]
  const began = performance.now()
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await runInHost(here.host, rawArguments(id, there), 120_000)
  }))
  return performance.now() - began
}

async function crowdFigures(bench: Bench, blank: string): Promise<Figure[]> {
  const { api, enrolled, sides } = bench
  const ids: string[] = []
  for (let count = 0; count < crowd; count += 1) {
    const vm = await api.createVm({ name: `crowd${count}`, clusterId: enrolled.cluster.id, templateId: blank, diskSizeMiB: 0, memoryMiB: 64, vcpus: 1 })
    await api.act(vm.id, 'start')
    ids.push(vm.id)
  }
  const [first, second] = sides
  await evacuate(bench, second.id)
  const ours = await evacuate(bench, first.id)
  const records = (await Promise.all(ids.map(async id => (await api.get<Page<Migration>>(`/vms/${id}/migrations?limit=1`)).items))).flat()
  const raw = await rawLoop(ids, second, first)
  for (const id of ids) await moved(bench, id, first)
  return [
    { name: `evacuation of ${crowd} guests over a shell loop`, value: ours / raw, unit: '×', limit: { at: 'most', value: 1.2 }, note: `${ours.toFixed(0)} beside ${raw.toFixed(0)} ms, ${atOnce} at once in both` },
    { name: 'evacuation: most at once', value: busiest(records), unit: '×', limit: { at: 'most', value: atOnce }, note: 'out of one host and into the other' },
  ]
}

const joined = async (api: Api, hosts: readonly Host[]): Promise<void> => {
  await (await api.changes()).until('certificates for migration', async () =>
    (await Promise.all(hosts.map(({ id }) => api.get<Host>(`/hosts/${id}`)))).every(({ facts }) => facts?.migrationTls === 'ready'))
}

async function measure(bench: Bench): Promise<Figure[]> {
  const { api, enrolled } = bench
  const templates = (await api.get<Page<Template>>('/templates')).items
  const tiny = templates.find(template => !template.blank)
  const blank = templates.find(template => template.blank)
  if (!tiny || !blank) throw new Error('the instance has no template')
  const { id } = await api.createVm({ name: 'mover', clusterId: enrolled.cluster.id, templateId: tiny.id, memoryMiB: 192, vcpus: 1, networkId: enrolled.network.id })
  await api.act(id, 'start')
  const address = await (await api.changes()).until('the guest’s address', async () => (await api.vm(id)).runtime?.guest?.addresses.find(one => one.startsWith('10.')), 120_000)
  const { ours, raw } = await duel(bench, id, address)
  const both = (of: 'total' | 'downtime' | 'silence') => [median(ours.map(one => one[of])), median(raw.map(one => one[of]))] as const
  const [total, rawTotal] = both('total')
  const [downtime, rawDown] = both('downtime')
  const [silence, rawSilence] = both('silence')
  await api.act(id, 'poweroff')
  return [
    { name: 'migration: API until the job has ended, over virsh migrate', value: total / rawTotal, unit: '×', limit: { at: 'most', value: 1.3 }, note: `median of ${rounds}: ${total.toFixed(0)} beside ${rawTotal.toFixed(0)} ms, both with TLS` },
    { name: 'migration: downtime over virsh migrate', value: downtime / rawDown, unit: '×', limit: { at: 'most', value: 1.2 }, note: `${downtime.toFixed(0)} beside ${rawDown.toFixed(0)} ms, by QEMU` },
    { name: 'migration: longest silence of the guest, asked each 10 ms', value: silence, unit: 'ms', limit: { at: 'most', value: 100 }, note: `worst ${percentile(ours.map(one => one.silence), 1).toFixed(0)}; virsh migrate ${rawSilence.toFixed(0)} ms` },
    ...(await crowdFigures(bench, blank.id)),
  ]
}

/** A machine between two lab hosts that share a folder, and ten of them at once, beside virsh. */
export async function benchMigration({ api }: BenchContext): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-bench-lab-'))
  const name = `b${(process.pid % 46_656).toString(36)}`
  const { lab, hosts } = await raiseHosts(name, join(folder, 'lab'), 2)
  try {
    const enrolled = await enrolLab(api, lab, hosts)
    await joined(api, enrolled.hosts)
    const rows = (await api.get<Page<HostRow>>('/hosts?limit=500')).items
    const [a, b] = hosts.map(host => ({ host, id: rows.find(row => row.name === host.name)?.id ?? '' }))
    if (!a || !b) throw new Error('two hosts expected')
    const figures = await measure({ api, enrolled, sides: [a, b] })
    await withdrawLab(api, lab)
    return figures
  } finally {
    await removeLab(name, join(folder, 'lab'))
    await rm(folder, { recursive: true, force: true })
  }
}
