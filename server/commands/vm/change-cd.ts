import type { ChangeCd } from '@/server/contract/api/device'
import { AppError } from '@/server/domain/error'
import { editVm, hardwareOf } from '@/server/store/vm/edit'
import { changeDevices, judged } from './change-devices'
import { offeredHypervisors } from '@/server/store/vm/placement'
import type { CommandContext } from './context'

/** Another CD in that drive, or none; at once where the machine runs. Errors: as `changeDevices`; NOT_FOUND for a drive that it lacks. */
export const changeCd = (context: CommandContext, { id, target, path, force, apply }: ChangeCd): Promise<{ jobId: string | null }> =>
  context.db.$transaction(tx => changeDevices(tx, context, id, { apply, force, only: `hardware.cdroms.${target}` }, async vm => {
    const { cdroms } = (await hardwareOf(tx, id)).hardware
    if (!cdroms.some(drive => drive.target === target)) {
      throw new AppError('NOT_FOUND', `The machine ${vm.name} has no CD drive ${target}.`, { field: 'target', subject: { type: 'vm', id, name: vm.name }, hint: 'Add a drive first.' })
    }
    return editVm(tx, id, { hardware: { cdroms: cdroms.map(drive => (drive.target === target ? { ...drive, path } : drive)) } }, judged(vm.name, await offeredHypervisors(tx, vm.clusterId)))
  }))
