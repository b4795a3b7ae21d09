import type { BenchContext } from './context'
import type { Figure } from './figure'
import { benchCrowd } from './migration-crowd'
import { benchDuel } from './migration-duel'
import { withMigrationLab } from './migration-lab'

/** Machines between two lab hosts that share a folder, beside virsh. */
export const benchMigration = (context: BenchContext): Promise<Figure[]> =>
  withMigrationLab(context, async bench => [...(await benchDuel(bench)), ...(await benchCrowd(bench))])
