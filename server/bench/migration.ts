import type { BenchContext } from './context'
import type { Figure } from './figure'
import { benchDuel } from './migration-duel'
import { withMigrationLab } from './migration-lab'

/** A machine between two lab hosts that share a folder, beside virsh. */
export const benchMigration = (context: BenchContext): Promise<Figure[]> => withMigrationLab(context, benchDuel)
