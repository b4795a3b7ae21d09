import type { ActionState } from '@/server/contract/api/common'

/** An action that the caller sees and may not do. */
export const forbiddenAction = (verb: string): ActionState => ({
  allowed: false,
  reason: { code: 'forbidden', params: { verb }, text: `You have no role that allows ${verb} here.` },
})
