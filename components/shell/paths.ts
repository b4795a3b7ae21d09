/** Page of each type of object, by the name the API uses for the type. */
const folders: Record<string, string> = {
  datacenter: 'datacenters',
  cluster: 'clusters',
  host: 'hosts',
  vm: 'vms',
  'storage-domain': 'storage-domains',
  network: 'networks',
  template: 'templates',
  job: 'jobs',
  user: 'users',
}

/** `/hosts/<id>`; null for types without a page of their own. */
export const objectPath = (type: string, id: string): string | null => {
  const folder = folders[type]
  return folder ? `/${folder}/${encodeURIComponent(id)}` : null
}
