import type { z } from 'zod'
import { BulkWish } from '@/server/contract/api/bulk'

export const BulkInput = BulkWish.pick({ action: true, options: true })
export type BulkInput = z.output<typeof BulkInput>
