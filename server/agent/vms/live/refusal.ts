import { AppError } from '@/server/domain/error'
import { reasonOf } from '@/server/domain/vm/live/outcome'
import type { LiveReason } from '@/server/domain/vm/live/outcome'
import { CallTimeoutError } from '@/server/libvirt/rpc/errors'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'

/** Does it, and notes for these fields why it was refused: one that is refused keeps no other from being done. A lost connection is no refusal. */
export const noting = async (fields: readonly string[], refusals: Map<string, LiveReason>, act: () => Promise<void>): Promise<void> => {
  try {
    await act()
  } catch (error) {
    if (isLibvirtError(error, 'NO_DOMAIN')) throw error
    if (!isLibvirtError(error) && !(error instanceof CallTimeoutError) && !(error instanceof AppError)) throw error
    for (const field of fields) refusals.set(field, reasonOf(error.message))
  }
}
