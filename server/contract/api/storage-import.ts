import { z } from 'zod'
import { ClusterIds } from './infrastructure'
import { Id, Problem, Reason, Ref } from './common'

/** A place that may become a storage domain, or is one. */
export const StoragePlace = z.object({ datacenterId: z.uuid(), clusterIds: ClusterIds.default(null), type: z.enum(['local', 'posix']), path: z.string().min(1).max(1000) })

/** What one host says of it, before anything is made. */
export const HostAnswer = z.object({
  host: Ref, usable: z.boolean(),
  /** Why not, or what will be made. */
  text: z.string(), capacityMiB: z.int().nullable(), freeMiB: z.int().nullable(),
})
export type HostAnswer = z.infer<typeof HostAnswer>

/** A storage domain that lies there already. */
export const ExistingDomain = z.object({
  id: z.uuid(), name: z.string(), description: z.string(), role: z.enum(['data', 'iso', 'export']),
  /** Whose it is: nobody's, this manager's, another one's (then it must be taken over). */
  owner: z.enum(['none', 'this', 'other']),
  vmCount: z.int(), diskCount: z.int(), templateCount: z.int(),
  /** This manager has it under this name. */
  known: z.string().nullable(),
})
export type ExistingDomain = z.infer<typeof ExistingDomain>

export const StorageProbe = z.object({
  hosts: z.array(HostAnswer),
  existing: ExistingDomain.nullable(),
  /** Why what lies there can't be used: damaged, or a newer version's. */
  problem: Reason.nullable(),
})
export type StorageProbe = z.infer<typeof StorageProbe>

const FoundObject = z.object({ id: z.uuid(), name: z.string(), sizeMiB: z.int(), /** null = it can be registered. */ problem: Reason.nullable() })
export const FoundVm = FoundObject.extend({
  memoryMiB: z.int(), vcpus: z.int(), os: z.string(), cluster: z.string(), diskCount: z.int(),
  /** Its id is taken by another machine, so it gets a new one. */
  newId: z.boolean(),
  /** One of ours has its name: it needs another. */
  nameTaken: z.boolean(),
})
export type FoundVm = z.infer<typeof FoundVm>

/** What lies on a domain and is not registered. */
export const FoundObjects = z.object({ vms: z.array(FoundVm), disks: z.array(FoundObject), templates: z.array(FoundObject), problems: z.array(Reason) })
export type FoundObjects = z.infer<typeof FoundObjects>

export const Register = Id.extend({
  clusterId: z.uuid(),
  vms: z.array(z.object({ id: z.uuid(), /** Another than it had. */ name: z.string().max(255).optional() })).max(500).default([]),
  disks: z.array(z.uuid()).max(500).default([]),
  templates: z.array(z.uuid()).max(500).default([]),
})
export const Registered = z.object({
  items: z.array(z.object({
    kind: z.enum(['vm', 'disk', 'template']),
    /** As it was found. */
    id: z.uuid(), name: z.string(),
    /** As it is here now; null = it was not registered. */
    registeredId: z.uuid().nullable(), problem: Problem.pick({ code: true, detail: true, reason: true, hint: true }).nullable(),
  })),
})
export type Registered = z.infer<typeof Registered>
