import type { ActionState } from '@/server/contract/api/common'

export const hostActionNames = ['edit', 'evacuate', 'remove'] as const
export type HostActionName = (typeof hostActionNames)[number]

/** Permission verb of each action, the same as in the contract. */
export const hostVerbs: Record<HostActionName, string> = { edit: 'host.update', evacuate: 'host.update', remove: 'host.remove' }

export interface HostUse {
  name: string
  /** Machines of ours that run on it now (or whose state is unknown because the host can't be asked). */
  running: number
}

const allowed: ActionState = { allowed: true, reason: null }

/** May this be done to the host now? One answer for the button and the command (ARCHITECTURE, idea 2). */
export function hostAction(action: HostActionName, { name, running }: HostUse): ActionState {
  if (action === 'evacuate' && running === 0) {
    return { allowed: false, reason: { code: 'host_empty', params: { host: name }, text: `No machine runs on host ${name}.` } }
  }
  if (action !== 'remove' || running === 0) return allowed
  const text = `${running} ${running === 1 ? 'machine runs' : 'machines run'} on host ${name}.`
  return { allowed: false, reason: { code: 'host_in_use', params: { host: name, count: running }, text } }
}
