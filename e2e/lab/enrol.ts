import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cluster, Datacenter, Host, HostRow, Network, StorageDomain } from '@/server/contract/api/infrastructure'
import { SetupProblem } from '@/server/setup/problem'
import type { Api, Page } from '../fixtures/api'
import { hasJoined, joinManager, startAgent } from './agent'
import { hostBridge } from './host/power'
import type { Lab, LabHost } from './lab'

/**
 * What the manager has of a lab: a cluster of the lab's name in the first datacenter, whose templates its hosts can use because they
 * see this machine's files; its hosts, its shared folder, its bridge network.
 */
export interface EnrolledLab {
  cluster: Cluster
  hosts: Host[]
  storageDomain: StorageDomain
  network: Network
}

const upTimeoutMs = 60_000

/** Makes the manager know the lab. Repeatable: what it knows by its name already is taken as it is. */
export async function enrolLab(api: Api, lab: Lab, hosts: readonly LabHost[]): Promise<EnrolledLab> {
  const [datacenter] = (await api.get<Page<Datacenter>>('/datacenters?sort=name')).items
  if (!datacenter) throw new SetupProblem('The manager has no datacenter.')
  const cluster = await ensure<Cluster>(api, '/clusters', lab.name, { datacenterId: datacenter.id, description: 'Hosts in namespaces of one machine' })
  const known = (await api.get<Page<HostRow>>('/hosts?limit=500')).items
  for (const host of hosts) {
    if (!known.some(one => one.name === host.name) || !hasJoined(host)) {
      const { token } = await api.post<{ token: string }>('/hosts/token', { clusterId: cluster.id, name: host.name })
      await joinManager(host, api.url, token)
    }
    await startAgent(host)
  }
  const up = await Promise.all(hosts.map(host => hostUp(api, host.name)))
  const path = join(lab.shared, 'storage')
  await mkdir(path, { recursive: true })
  const storageDomain = await ensure<StorageDomain>(api, '/storage-domains', `${lab.name}-shared`, { datacenterId: datacenter.id, type: 'posix', path, clusterIds: [cluster.id] })
  const network = await ensure<Network>(api, '/networks', `${lab.name}-net`, { datacenterId: datacenter.id, mode: 'bridge', bridge: hostBridge, clusterIds: [cluster.id] })
  return { cluster, hosts: up, storageDomain, network }
}

/** The object of that name, made when it is missing. */
async function ensure<T extends { name: string }>(api: Api, path: string, name: string, input: object): Promise<T> {
  const found = (await api.get<Page<T>>(`${path}?limit=500`)).items.find(one => one.name === name)
  return found ?? api.post<T>(path, { name, ...input })
}

/** Waits until the manager reports the host Up. */
export async function hostUp(api: Api, name: string): Promise<Host> {
  const changes = await api.changes()
  let last: HostRow | undefined
  return changes.until(`host ${name} Up`, async () => {
    last = (await api.get<Page<HostRow>>('/hosts?limit=500')).items.find(one => one.name === name)
    return last?.status === 'up' && api.get<Host>(`/hosts/${last.id}`)
  }, upTimeoutMs).catch(() => {
    throw new SetupProblem(`The manager does not report host ${name} as Up: ${last ? `${last.status}, ${last.statusReason}` : 'it does not know it'}.`)
  })
}
