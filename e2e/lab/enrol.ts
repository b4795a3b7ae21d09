import { chmod, copyFile, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cluster, Datacenter, Host, HostRow, Network, Template } from '@/server/contract/api/infrastructure'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { SetupProblem } from '@/server/setup/problem'
import type { Api, Page } from '../fixtures/api'
import { hasJoined, joinManager, startAgent } from './agent'
import { hostBridge } from './host/power'
import type { Lab, LabHost } from './lab'

/**
 * What the manager has of a lab: a cluster of the lab's name in the first datacenter, whose templates its hosts can use because they
 * see this machine's files; its hosts, its shared folder with a template on it, its bridge network.
 */
export interface EnrolledLab {
  cluster: Cluster
  hosts: Host[]
  storageDomain: StorageDomain
  network: Network
  /** Template of the small guest on the shared folder; null when no image was given. */
  guest: Template | null
}

const upTimeoutMs = 60_000

/**
 * Makes the manager know the lab. Repeatable: what it knows by its name already is taken as it is.
 * @param guest image of the small guest, for a template whose machines every host of the lab can run
 */
export async function enrolLab(api: Api, lab: Lab, hosts: readonly LabHost[], guest?: string): Promise<EnrolledLab> {
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
  const template = guest ? await offerGuest(api, lab, guest, storageDomain) : null
  const network = await ensure<Network>(api, '/networks', `${lab.name}-net`, { datacenterId: datacenter.id, mode: 'bridge', bridge: hostBridge, clusterIds: [cluster.id] })
  return { cluster, hosts: up, storageDomain, network, guest: template }
}

const guestFile = 'guest.qcow2'

/** The image in the shared folder, whole or not at all, and its template. */
async function offerGuest(api: Api, lab: Lab, image: string, { id: storageDomainId, path }: StorageDomain): Promise<Template> {
  const templates = (await api.get<Page<Template>>('/templates?limit=500')).items
  const known = templates.find(template => template.name === guestTemplate(lab))
  if (known) return known
  const place = join(path, 'templates', guestFile)
  await mkdir(join(path, 'templates'), { recursive: true })
  await copyFile(image, `${place}.part`)
  await chmod(`${place}.part`, 0o444)
  await rename(`${place}.part`, place)
  return api.post<Template>('/templates', {
    name: guestTemplate(lab), description: 'The small guest, on the folder that the hosts share', os: 'Tiny Linux', storageDomainId, file: guestFile, memoryMiB: 128,
  })
}

/** Name of the template on the lab's shared folder. */
export const guestTemplate = (lab: Lab): string => `${lab.name}-guest`

/** The object of that name, made when it is missing. */
async function ensure<T extends { name: string }>(api: Api, path: string, name: string, input: object): Promise<T> {
  const found = (await api.get<Page<T>>(`${path}?limit=500`)).items.find(one => one.name === name)
  return found ?? api.post<T>(path, { name, ...input })
}

/** Waits until the manager reports the host Up, and set up for migrations. */
export async function hostUp(api: Api, name: string): Promise<Host> {
  const changes = await api.changes()
  let last: HostRow | undefined
  return changes.until(`host ${name} Up`, async () => {
    last = (await api.get<Page<HostRow>>('/hosts?limit=500')).items.find(one => one.name === name)
    const host = last?.status === 'up' && (await api.get<Host>(`/hosts/${last.id}`))
    // Its libvirtd is restarted once, to take migrations; before that a machine's start may be in the way of it.
    return host && host.facts?.libvirtTls?.accepts === true && host
  }, upTimeoutMs).catch(() => {
    throw new SetupProblem(`The manager does not report host ${name} as Up: ${last ? `${last.status}, ${last.statusReason}` : 'it does not know it'}.`)
  })
}
