import type { Client } from './client'
import { CliError } from './client'

interface Query {
  search?: string
  sort?: string
  limit?: number
  cursor?: string
}

interface Row {
  id: string
}

interface Page {
  items: Row[]
  nextCursor: string | null
  total: number
}

interface Resource {
  columns: readonly string[]
  list: (client: Client, query: Query) => Promise<Page>
  get: ((client: Client, id: string) => Promise<unknown>) | null
}

/** What can be listed and looked at, by the plural of the API. */
export const resources: Record<string, Resource> = {
  vms: { columns: ['name', 'status', 'host', 'cluster', 'memoryMiB', 'vcpus', 'id'], list: (c, q) => c.vm.list(q), get: (c, id) => c.vm.get({ id }) },
  hosts: {
    columns: ['name', 'status', 'cluster', 'address', 'cpuCount', 'memoryMiB', 'vmUpCount', 'id'],
    list: (c, q) => c.host.list(q),
    get: (c, id) => c.host.get({ id }),
  },
  clusters: {
    columns: ['name', 'datacenter', 'hostCount', 'vmCount', 'vmUpCount', 'id'],
    list: (c, q) => c.cluster.list(q),
    get: (c, id) => c.cluster.get({ id }),
  },
  datacenters: {
    columns: ['name', 'clusterCount', 'hostCount', 'vmCount', 'id'],
    list: (c, q) => c.datacenter.list(q),
    get: (c, id) => c.datacenter.get({ id }),
  },
  'storage-domains': {
    columns: ['name', 'status', 'type', 'path', 'freeMiB', 'capacityMiB', 'id'],
    list: (c, q) => c.storageDomain.list(q),
    get: (c, id) => c.storageDomain.get({ id }),
  },
  networks: { columns: ['name', 'mode', 'datacenter', 'vmCount', 'id'], list: (c, q) => c.network.list(q), get: (c, id) => c.network.get({ id }) },
  templates: { columns: ['name', 'os', 'memoryMiB', 'vcpus', 'diskSizeMiB', 'id'], list: (c, q) => c.template.list(q), get: (c, id) => c.template.get({ id }) },
  jobs: { columns: ['createdAt', 'kind', 'state', 'subject', 'user', 'id'], list: (c, q) => c.job.list(q), get: (c, id) => c.job.get({ id }) },
  events: { columns: ['at', 'severity', 'message', 'user'], list: (c, q) => c.event.list(q), get: null },
  users: { columns: ['username', 'createdAt', 'id'], list: (c, q) => c.user.list(q), get: null },
}

export function resource(name: string | undefined): Resource {
  const found = name !== undefined && Object.hasOwn(resources, name) ? resources[name] : undefined
  if (!found) throw new CliError(`There are no "${name ?? ''}". Choose one of: ${Object.keys(resources).join(', ')}.`)
  return found
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

/** The id of an object that is named by its id or its name. @throws CliError when there is none, or more than one */
export async function idOf(client: Client, name: string, wanted: string | undefined): Promise<string> {
  if (!wanted) throw new CliError(`Which of the ${name}? Give its name or id.`)
  if (uuid.test(wanted)) return wanted
  const { items } = await resource(name).list(client, { search: `name=${quoted(wanted)}`, limit: 2 })
  const [only, other] = items
  if (!only) throw new CliError(`There is nothing named ${wanted} among the ${name}.`)
  if (other) throw new CliError(`Several of the ${name} are named ${wanted}. Give the id.`)
  return only.id
}
