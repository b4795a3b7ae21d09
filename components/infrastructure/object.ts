import type { ActionState } from '@/server/contract/api/common'

interface Named {
  id: string
  name: string
}

/** What the menus and dialogs need of a datacenter, cluster, host, storage domain, network or template: all of them have it. */
export interface InfrastructureObject extends Named {
  description: string
  actions: Record<string, ActionState>
  /** Templates have none. */
  generation?: number
  /** null = a storage domain that is attached to none. */
  datacenter?: Named | null
  /** Networks and storage domains: null = all clusters of the datacenter. */
  clusters?: readonly Named[] | null
  /** Hosts that have the network or the storage domain. */
  hosts?: readonly unknown[]
  vmCount?: number
  vmUpCount?: number
  /** Hosts: where memory of migrating machines is sent to; null = the agent's address. */
  migrationAddress?: string | null
  /** Folder of a storage domain. */
  path?: string
}
