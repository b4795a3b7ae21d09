import type { Change, ChangeTopic } from '@/server/contract/api/activity'

/** A query of the page: its path in the contract, and the id when only the one object's query is meant. */
export interface Affected {
  path: readonly [string, string] | readonly [string]
  id?: string
}

const list = (noun: string): Affected => ({ path: [noun, 'list'] })
const one = (noun: string, call: string, id: string): Affected => ({ path: [noun, call], id })
const overview: Affected[] = [{ path: ['system', 'dashboard'] }, { path: ['system', 'tree'] }]
/** Objects show counts and states of what is in them, so a change reaches the lists and details above it. */
const counts = (...nouns: string[]): Affected[] => nouns.map(noun => ({ path: [noun] }))

const rules: Record<ChangeTopic, (id: string) => Affected[]> = {
  datacenters: id => [list('datacenter'), one('datacenter', 'get', id), list('cluster'), ...overview],
  clusters: id => [list('cluster'), one('cluster', 'get', id), ...counts('datacenter'), ...overview],
  hosts: id => [
    list('host'),
    one('host', 'get', id),
    list('vm'),
    { path: ['vm', 'get'] },
    { path: ['vm', 'generalisation'] },
    ...counts('cluster', 'datacenter', 'network', 'storageDomain'),
    ...overview,
  ],
  vms: id => [
    list('vm'),
    one('vm', 'get', id),
    one('vm', 'xml', id),
    one('migration', 'list', id),
    list('disk'),
    { path: ['disk', 'get'] },
    ...counts('cluster', 'datacenter', 'network', 'storageDomain'),
    list('host'),
    { path: ['host', 'get'] },
    ...overview,
  ],
  disks: id => [list('disk'), one('disk', 'get', id), one('disk', 'chain', id), { path: ['vm', 'get'] }, ...counts('storageDomain')],
  'storage-domains': id => [{ path: ['iso'] }, list('storageDomain'), one('storageDomain', 'get', id), list('template'), ...counts('datacenter'), ...overview],
  networks: id => [list('network'), one('network', 'get', id), ...counts('datacenter')],
  templates: id => [list('template'), one('template', 'get', id), ...counts('storageDomain')],
  jobs: id => [list('job'), one('job', 'get', id), one('job', 'items', id), list('upload')],
  // A change of the settings is an event, and nothing else.
  events: () => [list('event'), { path: ['system', 'settings'] }],
  users: () => [list('user'), { path: ['session', 'get'] }],
  consoles: id => [one('vm', 'consoleViewers', id)],
  migrations: () => [{ path: ['migration'] }],
  'migration-policies': () => [{ path: ['migrationPolicy'] }],
  'host-samples': id => [
    one('host', 'samples', id),
    one('host', 'get', id),
    list('host'),
    list('vm'),
    { path: ['vm', 'get'] },
    { path: ['vm', 'samples'] },
    { path: ['storageDomain', 'samples'] },
    { path: ['system', 'dashboard'] },
  ],
}

/** Statistics come each 10 s from each host; their queries are asked at most once in this time. */
export const samplePauseMs = 2000

/** Which queries a change concerns. Unknown topics (a newer manager) concern none. */
export function affectedBy(change: Pick<Change, 'topic' | 'id'>): Affected[] {
  const rule = Object.entries(rules).find(([topic]) => topic === change.topic)
  return rule ? rule[1](change.id) : []
}

/** Does a query key made by createTanstackQueryUtils (`[['vm','get'], { input: { id } }]`) belong to it? */
export function matches(key: readonly unknown[], affected: Affected): boolean {
  const [path, options] = key
  if (!Array.isArray(path) || !affected.path.every((part, i) => path[i] === part)) return false
  if (affected.id === undefined) return true
  const input: unknown = typeof options === 'object' && options !== null && 'input' in options ? options.input : undefined
  return typeof input === 'object' && input !== null && 'id' in input && input.id === affected.id
}
