import type { Dashboard } from '@/server/contract/api/activity'
import { spaceLevel } from '@/server/domain/storage-domain/space'
import type { Db } from '../db'
import type { visible } from './overview'

type Warning = Dashboard['warnings'][number]

const most = 50
const watched = ['paused_io', 'not_responding', 'crashed']
const vmWords: Record<string, { text: string; hint: string }> = {
  paused_io: { text: 'The machine is paused because its storage failed or is full.', hint: 'Make room on its storage domain; it goes on by itself.' },
  not_responding: { text: 'What the machine does is not known: its host does not answer.', hint: 'Look at the host.' },
  crashed: { text: 'The machine has crashed.', hint: 'Look at its console and its events, then start it again.' },
}

interface CheckRow {
  id: string
  name: string
  text: string
  hint: string
}

const failedChecks = (db: Db, ids: string[]) => db.$queryRaw<CheckRow[]>`
  select h.id, h.name, c->>'text' as text, coalesce(c->>'hint', '') as hint
  from host h, jsonb_array_elements(coalesce(h.facts->'checks', '[]'::jsonb)) as c
  where h.id = any(${ids}::uuid[]) and h.status = 'up' and c->>'level' = 'fail' order by h.name limit ${most}`

/** What needs a person's attention now, hosts first. */
export async function readWarnings(db: Db, see: ReturnType<typeof visible>): Promise<Warning[]> {
  const hosts = await db.host.findMany({
    where: see.host,
    select: { id: true, name: true, status: true, statusReason: true, libvirt: true },
    orderBy: { name: 'asc' },
  })
  const [checks, domains, vms] = await Promise.all([
    failedChecks(
      db,
      hosts.map(h => h.id),
    ),
    db.storageDomain.findMany({
      where: see.storageDomain,
      select: { id: true, name: true, status: true, capacityMiB: true, freeMiB: true, warningFreePercent: true, blockingFreeMiB: true, overcommitPercent: true },
      orderBy: { name: 'asc' },
    }),
    db.vm.findMany({
      where: { AND: [see.vm, { status: { in: watched } }] },
      select: { id: true, name: true, status: true },
      orderBy: { name: 'asc' },
      take: most,
    }),
  ])
  const away = hosts.filter(h => ['connecting', 'non_responsive', 'non_operational'].includes(h.status))
  const deaf = hosts.filter(h => h.status === 'up' && h.libvirt === 'down')
  const broken = domains.filter(d => d.status === 'inactive' || d.status === 'partly_active')
  const full = domains.filter(d => ['low', 'blocked'].includes(spaceLevel(d, d)))
  return [
    ...away.map(h => warning('host', h, h.statusReason || `The host is ${h.status}.`, 'Look whether it is switched on and its agent runs.')),
    ...deaf.map(h => warning('host', h, 'libvirt on this host does not answer.', 'Start libvirtd on it; running machines are not touched.')),
    ...checks.map(c => warning('host', c, c.text, c.hint)),
    ...broken.map(d =>
      warning(
        'storage-domain',
        d,
        d.status === 'inactive' ? 'No host can use this storage domain.' : 'Not every host can use this storage domain.',
        'See on its page what each host says.',
      ),
    ),
    ...full.map(d =>
      warning('storage-domain', d, spaceLevel(d, d) === 'blocked' ? `It is full: ${d.freeMiB} MiB are free, and no new disks are made.` : `It is running out of space: ${d.freeMiB} MiB are free.`, 'Delete what is not needed, or make the file system larger.'),
    ),
    ...vms.map(v => warning('vm', v, vmWords[v.status]?.text ?? '', vmWords[v.status]?.hint ?? '')),
  ].slice(0, most)
}

const warning = (type: string, { id, name }: { id: string; name: string }, text: string, hint: string): Warning => ({ subject: { type, id, name }, text, hint })
