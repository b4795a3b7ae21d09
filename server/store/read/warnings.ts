import { HostCheck } from '@/server/contract/agent/host'
import type { Dashboard } from '@/server/contract/api/activity'
import type { Wording } from '@/server/contract/api/common'
import { spaceLevel } from '@/server/domain/storage-domain/space'
import type { Db } from '../db'
import type { visible } from './overview'

type Warning = Dashboard['warnings'][number]

const Check = HostCheck.pick({ text: true, hint: true, reason: true, hintReason: true })

const most = 50
const watched = ['paused_io', 'not_responding', 'crashed']
type Said = Pick<Warning, 'text' | 'hint' | 'reason' | 'hintReason'>

/** `code` = of the page's words; those of the hint have `_hint` behind it. */
const said = (text: string, hint: string, code: string, params: Wording['params'] = {}): Said =>
  ({ text, hint, reason: { code, params }, hintReason: { code: `${code}_hint`, params: {} } })

const vmWords: Record<string, Said> = {
  paused_io: said('The machine is paused because its storage failed or is full.', 'Make room on its storage domain; it goes on by itself.', 'attention_paused_io'),
  not_responding: said('What the machine does is not known: its host does not answer.', 'Look at the host.', 'attention_not_responding'),
  crashed: said('The machine has crashed.', 'Look at its console and its events, then start it again.', 'attention_crashed'),
}

interface CheckRow {
  id: string
  name: string
  check: unknown
}

const failedChecks = (db: Db, ids: string[]) => db.$queryRaw<CheckRow[]>`
  select h.id, h.name, c as check
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
    ...away.map(h => warning('host', h, said(
      h.statusReason || `The host is ${h.status}.`, 'Look whether it is switched on and its agent runs.', 'attention_away', { host: h.name, status: h.status },
    ))),
    ...deaf.map(h => warning('host', h, said('libvirt on this host does not answer.', 'Start libvirtd on it; running machines are not touched.', 'attention_deaf'))),
    ...checks.flatMap(({ check, ...host }) => { const words = Check.safeParse(check).data; return words ? [warning('host', host, words)] : [] }),
    ...broken.map(d => warning('storage-domain', d, brokenDomain(d.status))),
    ...full.map(d => warning('storage-domain', d, scarce(d, spaceLevel(d, d) === 'blocked'))),
    ...vms.flatMap(v => { const words = vmWords[v.status]; return words ? [warning('vm', v, words)] : [] }),
  ].slice(0, most)
}

const brokenDomain = (status: string): Said => {
  const hint = 'See on its page what each host says.'
  return status === 'inactive' ? said('No host can use this storage domain.', hint, 'attention_domain_inactive') : said('Not every host can use this storage domain.', hint, 'attention_domain_partly')
}

const scarce = ({ freeMiB }: { freeMiB: number | null }, blocked: boolean): Said => {
  const hint = 'Delete what is not needed, or make the file system larger.'
  const params = { freeMiB: freeMiB ?? 0 }
  return blocked
    ? said(`It is full: ${freeMiB} MiB are free, and no new disks are made.`, hint, 'attention_full', params)
    : said(`It is running out of space: ${freeMiB} MiB are free.`, hint, 'attention_low', params)
}

const warning = (type: string, { id, name }: { id: string; name: string }, words: Said): Warning => ({ subject: { type, id, name }, ...words })
