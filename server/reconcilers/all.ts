import type { Reconciler } from '@/server/workflows/engine'
import { hostsReconciler } from './hosts'
import { housekeepingReconciler } from './housekeeping'
import { storageMetadataReconciler } from './storage-metadata'

/** What an engine runs beside jobs. */
export const reconcilers: readonly Reconciler[] = [hostsReconciler, housekeepingReconciler, storageMetadataReconciler]
