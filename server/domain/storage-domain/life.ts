import type { ActionState, Reason } from '@/server/contract/api/common'

export const storageDomainStatuses = ['active', 'partly_active', 'inactive', 'maintenance', 'locked', 'unattached'] as const
export type StorageDomainStatus = (typeof storageDomainStatuses)[number]

export const storageDomainActionNames = ['maintenance', 'activate', 'attach', 'detach', 'format', 'destroy'] as const
export type StorageDomainActionName = (typeof storageDomainActionNames)[number]

/** Permission verb of each action, the same as in the contract. */
export const storageDomainVerbs: Record<StorageDomainActionName, string> = {
  maintenance: 'storage-domain.maintenance', activate: 'storage-domain.activate', attach: 'storage-domain.attach', detach: 'storage-domain.detach',
  format: 'storage-domain.format', destroy: 'storage-domain.destroy',
}

/** In which states each action is possible. */
const from = {
  maintenance: ['active', 'partly_active', 'inactive', 'unattached'],
  activate: ['maintenance', 'inactive'],
  attach: ['unattached'],
  detach: ['maintenance'],
  format: ['maintenance'],
  destroy: ['maintenance', 'unattached'],
} satisfies Record<StorageDomainActionName, readonly StorageDomainStatus[]>

/** What uses a domain now. Names are cut off after a few; counts are whole. */
export interface StorageDomainUse {
  name: string
  status: StorageDomainStatus
  /** It belongs to a datacenter, whether a host has it or not. */
  attached: boolean
  /** Machines that run, or whose state is not known, with a disk here. */
  running: Names
  /** Disks that a job works on. */
  busyDisks: Names
  /** Machines that have a disk here, running or not. */
  machines: Names
  templates: Names
  /** Machines whose memory is saved on a host. */
  saved: Names
  /** Machines that have disks on other domains as well. */
  spread: Names
}

export interface Names {
  count: number
  names: readonly string[]
}

const allowed: ActionState = { allowed: true, reason: null }
const refused = (code: string, text: string, params: Reason['params']): ActionState => ({ allowed: false, reason: { code, params, text } })

/** `web1, web2 and 3 more` */
export const listed = ({ count, names }: Names): string => (count > names.length ? `${names.join(', ')} … (${count})` : names.join(', '))

/** May this be done to the domain now? One answer for the button and the command (ARCHITECTURE, idea 2). */
export function storageDomainAction(action: StorageDomainActionName, { name, status, attached, running, busyDisks, machines, templates, saved, spread }: StorageDomainUse): ActionState {
  if (!(from[action] as readonly StorageDomainStatus[]).includes(status)) {
    return refused('domain_status', `Storage domain ${name} is ${status.replace('_', ' ')}.`, { name, domainStatus: status })
  }
  if (attached !== (action !== 'attach') && action !== 'destroy') return refused(attached ? 'domain_attached' : 'domain_unattached', attached ? `Storage domain ${name} belongs to a datacenter already.` : `Storage domain ${name} belongs to no datacenter.`, { name })
  if (action === 'activate' || action === 'attach') return allowed
  if (busyDisks.count > 0) return refused('domain_disks_busy', `Jobs are working on disks of ${name}: ${listed(busyDisks)}.`, { name, count: busyDisks.count, names: listed(busyDisks) })
  if (running.count > 0) return refused('domain_machines_run', `Machines with disks on ${name} run: ${listed(running)}.`, { name, count: running.count, names: listed(running) })
  const leaves = action === 'detach' || action === 'destroy'
  if (leaves && saved.count > 0) return refused('domain_machines_saved', `Machines with disks on ${name} are suspended: ${listed(saved)}.`, { name, count: saved.count, names: listed(saved) })
  if (leaves && spread.count > 0) return refused('domain_machines_spread', `Machines have disks on ${name} and on other storage domains: ${listed(spread)}.`, { name, count: spread.count, names: listed(spread) })
  if (action === 'format' && machines.count > 0) return refused('domain_has_machines', `Machines have disks on ${name}: ${listed(machines)}.`, { name, count: machines.count, names: listed(machines) })
  if (action === 'format' && templates.count > 0) return refused('domain_has_templates', `Images of templates lie on ${name}: ${listed(templates)}.`, { name, count: templates.count, names: listed(templates) })
  return allowed
}

/** Why no disk may be made on it, or changed, in this state. */
export function usable({ name, status }: { name: string; status: string }): ActionState {
  if (status === 'active' || status === 'partly_active') return allowed
  return refused('domain_status', `Storage domain ${name} is ${status.replace('_', ' ')}.`, { name, domainStatus: status })
}
