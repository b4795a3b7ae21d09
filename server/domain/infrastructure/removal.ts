import type { ActionState, Reason } from '@/server/contract/api/common'

export const removableTypes = ['datacenter', 'cluster', 'storage-domain', 'network', 'template'] as const
export type RemovableType = (typeof removableTypes)[number]

/** What can be in the way of a removal, in the order in which it is told. */
export const contentKinds = ['clusters', 'hosts', 'storageDomains', 'networks', 'vms', 'templates', 'disks'] as const
export type ContentKind = (typeof contentKinds)[number]
export type Contents = Partial<Record<ContentKind, number>>

const words: Record<ContentKind, readonly [one: string, several: string]> = {
  clusters: ['cluster', 'clusters'],
  hosts: ['host', 'hosts'],
  storageDomains: ['storage domain', 'storage domains'],
  networks: ['network', 'networks'],
  vms: ['machine', 'machines'],
  templates: ['template', 'templates'],
  disks: ['disk', 'disks'],
}

const nouns: Record<RemovableType, string> = {
  datacenter: 'Datacenter', cluster: 'Cluster', 'storage-domain': 'Storage domain', network: 'Network', template: 'Template',
}

export interface Removal {
  type: RemovableType
  name: string
  contents: Contents
}

/** `3 hosts and 12 machines`, or empty. */
function listed(contents: Contents): string {
  const parts = contentKinds.flatMap(kind => {
    const count = contents[kind] ?? 0
    return count === 0 ? [] : [`${count} ${words[kind][count === 1 ? 0 : 1]}`]
  })
  const last = parts.pop() ?? ''
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}

/** Why it can't be removed: what is still in it, counted. Null = nothing is. */
export function inTheWay({ type, name, contents }: Removal): Reason | null {
  const things = listed(contents)
  if (things === '') return null
  const params = { name, ...Object.fromEntries(contentKinds.map(kind => [kind, contents[kind] ?? 0])) }
  // A template holds no disks: they are made from it.
  if (type === 'template') return { code: 'template_in_use', params, text: `Template ${name} is what ${things} ${contents.disks === 1 ? 'is' : 'are'} made from.` }
  return { code: 'not_empty', params, text: `${nouns[type]} ${name} still has ${things}.` }
}

/** One answer for the button and the command (ARCHITECTURE, idea 2). */
export function removalState(removal: Removal): ActionState {
  const reason = inTheWay(removal)
  return { allowed: reason === null, reason }
}
