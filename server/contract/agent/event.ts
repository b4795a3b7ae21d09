import { z } from 'zod'
import { HostFacts, HostSample, StorageObservation } from './host'
import { MigrationTask } from './migration'
import { VmObservation, VmSample } from './vm'

/**
 * What the agent pushes on its one event stream. The first event is always `snapshot`; after it only changes come.
 * On any libvirt event the agent reads the machine again and sends what it found: a payload is never trusted.
 */
export const AgentEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), hostId: z.uuid(), facts: HostFacts, libvirt: z.enum(['up', 'down']), vms: z.array(VmObservation) }),
  z.object({ type: z.literal('vm'), vm: VmObservation, cause: z.string() }),
  z.object({ type: z.literal('vm-gone'), id: z.uuid() }),
  z.object({ type: z.literal('facts'), facts: HostFacts }),
  /** libvirtd went away or came back; a fresh snapshot follows when it is back. */
  z.object({ type: z.literal('libvirt'), state: z.enum(['up', 'down']), message: z.string() }),
  z.object({ type: z.literal('stats'), host: HostSample, vms: z.array(VmSample), storage: z.array(StorageObservation) }),
  /** `bytes` where the work is a copy. */
  z.object({ type: z.literal('task'), stepId: z.string(), progress: z.number().min(0).max(1), done: z.boolean(), bytes: z.object({ done: z.number(), total: z.number() }).optional() }),
  /** A migration that leaves this host: its figures, at most once a second, and its end. */
  z.object({ type: z.literal('migration'), task: MigrationTask }),
  /** Sent each 5 s when nothing else is: a silent stream of 15 s is a dead one. */
  z.object({ type: z.literal('alive'), at: z.int() }),
])
export type AgentEvent = z.infer<typeof AgentEvent>
