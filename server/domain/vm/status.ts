import type { ObservedState } from '@/server/contract/agent/vm'
import type { HostStatus } from '@/server/contract/api/infrastructure'
import type { VmStatus } from '@/server/contract/api/vm'

const observed: Record<ObservedState, VmStatus> = {
  running: 'up',
  paused: 'paused',
  paused_io: 'paused_io',
  shutting_down: 'shutting_down',
  down: 'down',
  crashed: 'crashed',
  saved: 'suspended',
  // The guest has sent itself to sleep in memory.
  pmsuspended: 'paused',
  migrating_in: 'migrating',
}

/** While such a job works, the machine shows the word of the job; per observed status, `*` for any. */
const underJob: Record<string, Partial<Record<VmStatus | '*', VmStatus>>> = {
  'vm.create': { '*': 'locked' },
  'vm.delete': { '*': 'locked' },
  'vm.clone': { '*': 'locked' },
  'vm.apply': {},
  'vm.start': { down: 'starting', crashed: 'starting', suspended: 'starting', migrating: 'starting' },
  'vm.shutdown': { up: 'shutting_down' },
  'vm.poweroff': { up: 'shutting_down' },
  'vm.reboot': { up: 'rebooting' },
  'vm.restart': { up: 'rebooting', down: 'rebooting' },
  'vm.reset': { up: 'rebooting' },
  'vm.migrate': {},
  'vm.save': { up: 'saving', paused: 'saving' },
  'vm.discard_saved': { '*': 'locked' },
  'vm.drop_changes': { '*': 'locked' },
  'storage-domain.detach': { '*': 'locked' },
  'disk.create': { down: 'locked', crashed: 'locked' },
  'disk.attach': { down: 'locked', crashed: 'locked' },
  'disk.detach': { down: 'locked', crashed: 'locked' },
  'disk.resize': { down: 'locked', crashed: 'locked' },
  'disk.shrink': { down: 'locked', crashed: 'locked' },
  'disk.check': { down: 'locked', crashed: 'locked' },
  'disk.copy': { down: 'locked', crashed: 'locked' },
  'disk.move': { down: 'locked', crashed: 'locked' },
  'disk.move_live': {},
  'disk.repair': { down: 'locked', crashed: 'locked' },
  'disk.delete': { down: 'locked', crashed: 'locked' },
}

/** The one word shown for a machine, from what the host reports, the job that holds it, how the host is, and whether its memory travels. */
export function vmStatus(state: ObservedState | null, jobKind: string | null, hostStatus: HostStatus | null, moving = false): VmStatus {
  const seen: VmStatus = state ? observed[state] : 'down'
  const hostLost = hostStatus === 'connecting' || hostStatus === 'non_responsive'
  // Nothing observed of a machine on a lost host: it may run.
  if (hostLost && (state === null || seen !== 'down')) return 'not_responding'
  if (moving) return 'migrating'
  const words = jobKind ? underJob[jobKind] : undefined
  return words?.[seen] ?? words?.['*'] ?? seen
}
