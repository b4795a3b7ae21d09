import type { MigrateOptions } from '@/server/contract/api/migration'
import { vmMigrate } from '@/server/workflows/vm/migrate'
import { actOnVm } from './act'
import type { CommandContext } from './context'

/** Moves it to that host, or to the best one. Errors as `actOnVm`; what the preflight says is in the job. */
export const migrateVm = (context: CommandContext, { id, ...options }: MigrateOptions & { id: string }): Promise<{ jobId: string }> =>
  actOnVm(context, 'migrate', vmMigrate, { vmId: id, ...options })
