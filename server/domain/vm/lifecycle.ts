import type { ActionState, Reason } from '@/server/contract/api/common'
import type { HostStatus } from '@/server/contract/api/infrastructure'
import type { VmActionName, VmStatus } from '@/server/contract/api/vm'
import type { Hypervisor } from '@/server/contract/hardware/hardware'
import { stratovirtRefusal } from './stratovirt-actions'

interface ActionRule {
  /** States in which the action makes sense. */
  from: readonly VmStatus[]
  /** Permission verb, the same as in the contract. */
  verb: string
  /** Needs the host that the machine is on (or, when down, any host): greyed while that host can't be reached. */
  needsHost: boolean
  /** A machine that another tool made can only be used and adopted, not edited or deleted. */
  external: boolean
  /** Kinds of running job that this action may end: force off must work while a shutdown waits for a deaf guest. */
  supersedes?: readonly string[]
}

/** One table for the button, the command and the simulated agent (ARCHITECTURE, idea 2). */
export const vmRules = {
  start: { from: ['down', 'crashed', 'suspended'], verb: 'vm.run', needsHost: true, external: true },
  // Saved memory goes on as it was saved, and of another tool's machine nothing is known that could differ.
  runOnce: { from: ['down', 'crashed'], verb: 'vm.run', needsHost: true, external: false },
  shutdown: { from: ['up', 'rebooting'], verb: 'vm.run', needsHost: true, external: true },
  poweroff: { from: ['up', 'paused', 'paused_io', 'shutting_down', 'rebooting', 'crashed', 'starting'], verb: 'vm.run', needsHost: true, external: true, supersedes: ['vm.shutdown', 'vm.reboot', 'vm.restart', 'vm.apply'] },
  reboot: { from: ['up'], verb: 'vm.run', needsHost: true, external: true },
  reset: { from: ['up', 'paused', 'rebooting', 'shutting_down'], verb: 'vm.run', needsHost: true, external: true, supersedes: ['vm.shutdown', 'vm.reboot', 'vm.restart', 'vm.apply'] },
  suspend: { from: ['up'], verb: 'vm.run', needsHost: true, external: true },
  resume: { from: ['paused', 'paused_io'], verb: 'vm.run', needsHost: true, external: true },
  save: { from: ['up', 'paused'], verb: 'vm.run', needsHost: true, external: true },
  discardSaved: { from: ['suspended'], verb: 'vm.run', needsHost: true, external: true },
  console: { from: ['up', 'paused', 'paused_io', 'starting', 'shutting_down', 'rebooting', 'migrating'], verb: 'vm.console', needsHost: true, external: true },
  edit: { from: ['down', 'crashed', 'up', 'paused', 'paused_io', 'suspended'], verb: 'vm.update', needsHost: false, external: false },
  delete: { from: ['down', 'crashed'], verb: 'vm.delete', needsHost: true, external: false },
  adopt: { from: ['down', 'crashed', 'up', 'paused', 'paused_io'], verb: 'vm.create', needsHost: true, external: true },
  clone: { from: ['down', 'crashed'], verb: 'vm.create', needsHost: true, external: false },
  /** Which disks it has, and how large they are. */
  disks: { from: ['down', 'crashed', 'up', 'paused', 'paused_io'], verb: 'vm.update', needsHost: true, external: false },
  migrate: { from: ['up', 'paused', 'down'], verb: 'vm.migrate', needsHost: true, external: false },
} as const satisfies Record<VmActionName, ActionRule>

export interface VmFacts {
  status: VmStatus
  external: boolean
  /** Host the machine is on; null when it is on none. */
  host: { name: string; status: HostStatus; libvirt: 'up' | 'down' | 'unknown' } | null
  /** Job that holds the machine now. */
  job: { id: string; kind: string } | null
  /** Nobody may delete it. */
  deleteProtected?: boolean
  /** It writes, or has just written, to overlays that are thrown away. */
  statelessRun?: boolean
  /** The guest agent has frozen its file systems. */
  frozen?: boolean
  /** Pinned machines never move. */
  migrationMode?: string
  /** StratoVirt can do much less. */
  hypervisor?: Hypervisor
}

/** What would take a frozen guest along, and with it the host that thaws it in time. */
const standsStill: readonly VmActionName[] = ['migrate', 'save', 'suspend', 'reboot', 'shutdown']
/** What would change its disks, or copy them. */
const touchesDisks: readonly VmActionName[] = ['disks', 'clone']

const reason = (code: string, text: string, params: Reason['params'] = {}): ActionState => ({ allowed: false, reason: { code, params, text } })
const allowed: ActionState = { allowed: true, reason: null }

/** May this action be done now? The answer carries the reason (NEW-1). Permission is decided apart, in domain/access. */
export function vmAction(action: VmActionName, vm: VmFacts): ActionState {
  const rule: ActionRule = vmRules[action]
  if (vm.external && !rule.external) return reason('external', 'Another tool made this machine. Adopt it first.')
  if (!vm.external && action === 'adopt') return reason('already_ours', 'This machine is already managed by Atrium.')
  if (rule.needsHost && vm.host && vm.host.status !== 'up') {
    return reason('host_status', `Host ${vm.host.name} can't be reached (${vm.host.status}).`, { host: vm.host.name, status: vm.host.status })
  }
  if (rule.needsHost && vm.host && vm.host.libvirt === 'down') return reason('libvirt_down', `libvirt on host ${vm.host.name} does not answer.`, { host: vm.host.name })
  if (vm.job && action !== 'console' && !rule.supersedes?.includes(vm.job.kind)) return reason('busy', `The job ${vm.job.kind} is working on this machine.`, { job: vm.job.kind, jobId: vm.job.id })
  const limited = vm.hypervisor === 'stratovirt' ? stratovirtRefusal(action) : null
  if (limited !== null) return reason('stratovirt_action', limited)
  if (action === 'migrate' && vm.migrationMode === 'pinned') return reason('pinned', 'It is pinned to its host.')
  if (action === 'migrate' && !vm.host) return reason('no_host', 'It is on no host.')
  if (action === 'delete' && vm.deleteProtected) return reason('protected', 'It is protected from deletion.')
  if (action === 'disks' && vm.status === 'suspended') return reason('needs_down', 'Its disks can be changed while it is down.', { status: vm.status })
  if (vm.frozen && standsStill.includes(action)) return reason('frozen', 'Its file systems are frozen: thaw them first.')
  if (vm.statelessRun && touchesDisks.includes(action)) return reason('stateless', 'It runs statelessly: its disks stay as they are until it is off.')
  if (!rule.from.includes(vm.status)) return reason('wrong_state', `Not possible while the machine is ${vm.status}.`, { status: vm.status })
  return allowed
}

export const supersedes = (action: VmActionName, jobKind: string): boolean => {
  const rule: ActionRule = vmRules[action]
  return rule.supersedes?.includes(jobKind) ?? false
}
