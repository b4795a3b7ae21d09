import type { VmProperties } from '@/server/contract/api/vm-properties'
import { AppError } from '@/server/domain/error'
import { checkProperties } from '@/server/domain/vm/properties'
import { findingDetail } from '@/server/domain/vm/validate'
import { change } from '@/server/store/change'
import { appendEvent } from '@/server/store/event'
import { lockVm } from '@/server/store/vm/facts'
import { userExists, vmProperties, writeProperties } from '@/server/store/vm/properties'
import type { CommandContext } from './context'
import { mustAllow } from './refuse'

type Input = { id: string } & { [Property in keyof VmProperties]?: VmProperties[Property] | undefined }

/** What is given replaces what was. Errors: NOT_FOUND (machine, owner), BAD_INPUT, WRONG_STATE for another tool's machine, LOCKED. */
export const setVmProperties = ({ db, user }: CommandContext, { id, ...given }: Input): Promise<void> => db.$transaction(async tx => {
  const vm = await lockVm(tx, id)
  mustAllow('edit', vm)
  const wanted = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<VmProperties>
  const { autostart, stateless, haEnabled } = { ...(await vmProperties(tx, id)), ...wanted }
  const [finding] = checkProperties({ ...wanted, autostart, stateless, haEnabled })
  if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding, vm.name))
  if (wanted.ownerId && !(await userExists(tx, wanted.ownerId))) {
    throw new AppError('NOT_FOUND', `There is no user ${wanted.ownerId}.`, { field: 'ownerId', subject: { type: 'user', id: wanted.ownerId } })
  }
  const changed = await writeProperties(tx, id, wanted)
  if (changed.length === 0) return
  await change(tx, 'vms', id)
  await appendEvent(tx, {
    code: 'vm.updated',
    params: { name: vm.name, fields: changed.join(', ') },
    message: `${vm.name}: changed ${changed.join(', ')}.`,
    subject: { type: 'vm', id, name: vm.name },
    user,
  })
})
