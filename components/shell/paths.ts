/** Page of each type of object, by the name the API uses for the type. */
const folders: Record<string, string> = {
  datacenter: 'datacenters',
  cluster: 'clusters',
  host: 'hosts',
  vm: 'vms',
  'storage-domain': 'storage-domains',
  network: 'networks',
  disk: 'disks',
  job: 'jobs',
}

/** These have a list only: the link leads to their row. */
const lists: Record<string, string> = { template: 'templates', user: 'users' }

/** `/hosts/<id>`; null for types without a page of their own. */
export const objectPath = (type: string, id: string): string | null => {
  const folder = folders[type]
  if (folder) return `/${folder}/${encodeURIComponent(id)}`
  const list = lists[type]
  return list ? `/${list}?search=${encodeURIComponent(`id=${id}`)}` : null
}
