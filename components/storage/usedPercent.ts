/** Share of the capacity that is used, 0…100; null while no host has told. */
export const usedPercent = ({ capacityMiB, freeMiB }: { capacityMiB: number | null; freeMiB: number | null }): number | null =>
  capacityMiB === null || freeMiB === null || capacityMiB === 0 ? null : ((capacityMiB - freeMiB) / capacityMiB) * 100
