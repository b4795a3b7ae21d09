import type { DiskSpec } from '@/server/contract/agent/vm'
import { DiskOptions } from '@/server/contract/hardware/disk'
import type { Patch } from '@/server/contract/hardware/patch'
import { AppError } from '@/server/domain/error'
import { checkHardware } from '@/server/domain/vm/hardware/check'
import { merge } from '@/server/domain/vm/hardware/merge'
import { freeTarget } from '@/server/domain/vm/hardware/target'
import { findingDetail } from '@/server/domain/vm/validate'
import type { Tx } from '@/server/store/db'
import type { Seat } from '@/server/store/disk/write'
import { hardwareOf } from '@/server/store/vm/edit'

/** More than any bus of a machine takes. */
const mostDisks = 64

interface Wish {
  bus: DiskSpec['bus']
  options?: Patch<DiskOptions> | undefined
  format: DiskSpec['format']
}

/** Where one more disk sits in a machine: a free name on its bus. Errors: BAD_INPUT where the machine's hardware contradicts it. */
export async function seatIn(tx: Tx, vm: { id: string; name: string }, { bus, options, format }: Wish, base: DiskOptions = DiskOptions.parse({})): Promise<Seat> {
  const { disks, lastPosition, ...hardware } = await hardwareOf(tx, vm.id)
  if (disks.length >= mostDisks) throw new AppError('BAD_INPUT', `${vm.name} has ${disks.length} disks already.`, { subject: { type: 'vm', ...vm } })
  const taken = [...disks, ...hardware.hardware.cdroms, ...hardware.hardware.floppies].map(({ target }) => target)
  const seat = { bus, target: freeTarget(bus, taken), position: lastPosition + 1, options: merge(base, options) }
  const at = disks.length
  const all = checkHardware({ ...hardware, disks: [...disks, { ...seat, format }] })
  // What was wrong before is not this disk's fault.
  const finding = all.find(({ field }) => field.startsWith(`disks.${at}.`) || field === 'disks')
  if (finding) throw new AppError('BAD_INPUT', finding.text, { ...findingDetail(finding, vm.name), field: finding.field.replace(`disks.${at}.`, '') })
  return seat
}
