import type { DiskReport } from '@/server/contract/agent/disk-check'

/** Leaks only waste space. */
export const isSound = ({ corruptions, checkErrors }: Pick<DiskReport, 'corruptions' | 'checkErrors'>): boolean => corruptions === 0 && checkErrors === 0

/** Share of the clusters that do not lie behind the one before them, 0…1; null where there are none. */
export const fragmentation = ({ fragmentedClusters, allocatedClusters }: DiskReport): number | null => (allocatedClusters === 0 ? null : fragmentedClusters / allocatedClusters)
