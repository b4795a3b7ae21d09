import type { z } from 'zod'
import type { RunOnce } from '@/server/contract/api/run-once'
import { AppError } from '@/server/domain/error'
import { statelessRefusal } from '@/server/domain/vm/stateless'
import type { Db } from '@/server/store/db'
import { wishOfStart } from '@/server/store/vm/stateless'
import { vmStart } from '@/server/workflows/vm/start'
import { actOnVm } from './act'
import type { CommandContext } from './context'
import { onceWish } from './run-once'

export interface StartWish {
  id: string
  paused?: boolean | undefined
  /** Its changes are thrown away when it is off; absent = as its property says. */
  stateless?: boolean | undefined
  /** For this run alone it is as that says. */
  once?: z.output<typeof RunOnce> | undefined
}

/** Starts it on the best host, paused when asked. Errors as `actOnVm` and `onceWish`, WRONG_STATE where it can't be stateless; what placement says is in the job. */
export async function startVm(context: CommandContext, { id, paused = false, stateless, once }: StartWish): Promise<{ jobId: string }> {
  const wish = once ? await onceWish(context.db, id, once) : null
  return actOnVm(context, wish ? 'runOnce' : 'start', vmStart, { vmId: id, paused, stateless: await isStateless(context.db, id, stateless), once: wish })
}

/** Absent = as its property says. Errors: WRONG_STATE where it can't be. */
export async function isStateless(db: Db, id: string, asked?: boolean): Promise<boolean> {
  const vm = await wishOfStart(db, id)
  if (!vm || !(asked ?? vm.stateless)) return false
  const reason = statelessRefusal(vm)
  if (reason) throw new AppError('WRONG_STATE', reason.text, { subject: { type: 'vm', id, name: vm.name }, reason })
  return true
}
