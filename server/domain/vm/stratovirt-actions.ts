import type { VmActionName } from '@/server/contract/api/vm'
import type { Hypervisor } from '@/server/contract/hardware/hardware'

/**
 * What StratoVirt's libvirt driver knows (catalogue SV-2): create, define, start, suspend, resume, destroy, undefine, console. The rest is the
 * manager's own and touches no host, or says false. A table of all, so that a new action is decided on.
 */
const known: Record<VmActionName, boolean> = {
  start: true, suspend: true, resume: true, poweroff: true, delete: true, console: true, edit: true, adopt: true, disks: true,
  runOnce: false, shutdown: false, reboot: false, reset: false, save: false, discardSaved: false, migrate: false, clone: true,
}

/** Why an action is greyed; null = it works. */
export const stratovirtRefusal = (action: VmActionName): string | null =>
  known[action] ? null : 'StratoVirt can only start, pause, resume, force off and delete a machine.'

/** Of hardware as it is kept: only this word of it is looked at. */
export const hypervisorOf = (hardware: unknown): Hypervisor =>
  typeof hardware === 'object' && hardware !== null && 'hypervisor' in hardware && hardware.hypervisor === 'stratovirt' ? 'stratovirt' : 'qemu'
