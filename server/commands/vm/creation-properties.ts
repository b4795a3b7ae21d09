import type { z } from 'zod'
import type { CreateVm } from '@/server/contract/api/vm'
import { AppError } from '@/server/domain/error'
import { checkProperties } from '@/server/domain/vm/properties'
import { findingDetail } from '@/server/domain/vm/validate'
import type { Tx } from '@/server/store/db'
import { userExists } from '@/server/store/vm/properties'

/** Errors: BAD_INPUT, NOT_FOUND for the owner. */
export async function checkNewProperties(tx: Tx, { properties, name }: Pick<z.output<typeof CreateVm>, 'properties' | 'name'>): Promise<void> {
  const { ownerId, autostart = false, haEnabled = false } = properties
  const [finding] = checkProperties({ ...properties, autostart, haEnabled })
  if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding, name))
  if (!ownerId || await userExists(tx, ownerId)) return
  throw new AppError('NOT_FOUND', `There is no user ${ownerId}.`, { field: 'ownerId', subject: { type: 'user', id: ownerId } })
}
