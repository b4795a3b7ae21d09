import type { Names } from '@/server/domain/storage-domain/life'
import { inactiveStates } from '@/server/domain/vm/observed'
import type { Tx } from '../db'

export interface Use {
  running: Names
  busyDisks: Names
  machines: Names
  templates: Names
  saved: Names
  spread: Names
  /** Sum of what the disks may grow to, MiB. */
  committedMiB: number
}

const none: Names = { count: 0, names: [] }
/** Names told of each kind; more are counted. */
const most = 5

interface MachineRow {
  domain: string
  machines: number
  machineNames: string[]
  running: number
  runningNames: string[] | null
  saved: number
  savedNames: string[] | null
  spread: number
  spreadNames: string[] | null
}
interface DiskRow { domain: string; committed: bigint; busy: number; busyNames: string[] | null }
interface TemplateRow { domain: string; templates: number; templateNames: string[] }

/** Machines by their disks, and by the CDs that are in while they run. */
const machinesOn = (tx: Tx, ids: readonly string[]) => tx.$queryRaw<MachineRow[]>`
  with used as (
    select d.storage_domain_id as domain, v.id, v.name, true as disk, v.observed_state not in (${inactiveStates[0]}, ${inactiveStates[1]}, ${inactiveStates[2]}) as runs,
        v.observed_state = 'saved' as saved, exists (select 1 from disk o where o.vm_id = v.id and o.storage_domain_id <> d.storage_domain_id) as spread
      from disk d join vm v on v.id = d.vm_id where d.storage_domain_id = any(${[...ids]}::uuid[])
    union
    select s.id, v.id, v.name, false, true, false, false
      from storage_domain s join vm v on v.observed_state not in (${inactiveStates[0]}, ${inactiveStates[1]}, ${inactiveStates[2]})
        and position('"' || replace(s.path, '"', '\\"') || '/' in v.hardware::text) > 0
      where s.id = any(${[...ids]}::uuid[])
  )
  select domain, count(distinct id) filter (where disk)::int as machines, coalesce((array_agg(distinct name) filter (where disk))[1:${most}::int], '{}') as "machineNames",
    count(distinct id) filter (where runs)::int as running, (array_agg(distinct name) filter (where runs))[1:${most}::int] as "runningNames",
    count(distinct id) filter (where saved)::int as saved, (array_agg(distinct name) filter (where saved))[1:${most}::int] as "savedNames",
    count(distinct id) filter (where spread)::int as spread, (array_agg(distinct name) filter (where spread))[1:${most}::int] as "spreadNames"
  from used group by domain`

/** A disk is busy with a job of its own or of its machine. */
const disksOn = (tx: Tx, ids: readonly string[]) => tx.$queryRaw<DiskRow[]>`
  select d.storage_domain_id as domain, coalesce(sum(d.size_mib), 0)::bigint as committed,
    count(*) filter (where j.id is not null or w.id is not null)::int as busy,
    (array_agg(distinct d.name) filter (where j.id is not null or w.id is not null))[1:${most}::int] as "busyNames"
  from disk d left join vm v on v.id = d.vm_id
    left join job j on j.id = d.job_id and j.ended_at is null
    left join job w on w.id = v.job_id and w.ended_at is null
  where d.storage_domain_id = any(${[...ids]}::uuid[]) group by d.storage_domain_id`

const templatesOn = (tx: Tx, ids: readonly string[]) => tx.$queryRaw<TemplateRow[]>`
  select storage_domain_id as domain, count(*)::int as templates, (array_agg(name order by name))[1:${most}::int] as "templateNames"
  from template where storage_domain_id = any(${[...ids]}::uuid[]) group by storage_domain_id`

/** What uses each of these storage domains now, in three queries for all of them. */
export async function useOf(tx: Tx, ids: readonly string[]): Promise<(id: string) => Use> {
  if (ids.length === 0) return () => ({ running: none, busyDisks: none, machines: none, templates: none, saved: none, spread: none, committedMiB: 0 })
  const machines = new Map((await machinesOn(tx, ids)).map(row => [row.domain, row]))
  const disks = new Map((await disksOn(tx, ids)).map(row => [row.domain, row]))
  const templates = new Map((await templatesOn(tx, ids)).map(row => [row.domain, row]))
  return id => {
    const [vm, disk, template] = [machines.get(id), disks.get(id), templates.get(id)]
    return {
      running: { count: vm?.running ?? 0, names: vm?.runningNames ?? [] },
      busyDisks: { count: disk?.busy ?? 0, names: disk?.busyNames ?? [] },
      machines: { count: vm?.machines ?? 0, names: vm?.machineNames ?? [] },
      templates: { count: template?.templates ?? 0, names: template?.templateNames ?? [] },
      saved: { count: vm?.saved ?? 0, names: vm?.savedNames ?? [] },
      spread: { count: vm?.spread ?? 0, names: vm?.spreadNames ?? [] },
      committedMiB: Number(disk?.committed ?? 0),
    }
  }
}
