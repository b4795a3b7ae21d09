'use client'
import { checkName, checkTechnicalName, type NameFinding } from '@/server/domain/name'
import { client } from '@/components/data/client'

export type ObjectKind = 'datacenter' | 'cluster' | 'host' | 'storage-domain' | 'network' | 'template'
export type EditableKind = Exclude<ObjectKind, 'template'>

/** `clusterIds`: of networks and storage domains alone; null = all of the datacenter. */
interface Change {
  id: string
  name: string
  description: string
  clusterIds?: string[] | null
  /** Of hosts alone; null = the agent's address. */
  migrationAddress?: string | null
}

interface EditRules {
  /** The server's rule for names of this kind. */
  rule: (name: string) => NameFinding | null
  save: (change: Change, ifMatch: number) => Promise<unknown>
  /** The object as it is now, for its generation after a refusal. */
  load: (input: { id: string }) => Promise<{ generation: number }>
}

export const editing: Record<EditableKind, EditRules> = {
  datacenter: { rule: checkName, load: client.datacenter.get, save: (change, ifMatch) => client.datacenter.update(change, { context: { ifMatch } }) },
  cluster: { rule: checkName, load: client.cluster.get, save: (change, ifMatch) => client.cluster.update(change, { context: { ifMatch } }) },
  host: { rule: checkTechnicalName, load: client.host.get, save: (change, ifMatch) => client.host.update(change, { context: { ifMatch } }) },
  'storage-domain': { rule: checkName, load: client.storageDomain.get, save: (change, ifMatch) => client.storageDomain.update(change, { context: { ifMatch } }) },
  network: { rule: checkTechnicalName, load: client.network.get, save: (change, ifMatch) => client.network.update(change, { context: { ifMatch } }) },
}

/** Removes the object. `ifMatch` where it has a generation: not what somebody has changed since one looked at it. */
export const removing: Record<ObjectKind, (id: string, ifMatch?: number) => Promise<unknown>> = {
  datacenter: (id, ifMatch) => client.datacenter.remove({ id }, { context: ifMatch === undefined ? {} : { ifMatch } }),
  cluster: (id, ifMatch) => client.cluster.remove({ id }, { context: ifMatch === undefined ? {} : { ifMatch } }),
  host: id => client.host.remove({ id }),
  'storage-domain': (id, ifMatch) => client.storageDomain.remove({ id }, { context: ifMatch === undefined ? {} : { ifMatch } }),
  network: (id, ifMatch) => client.network.remove({ id }, { context: ifMatch === undefined ? {} : { ifMatch } }),
  template: id => client.template.remove({ id }),
}
