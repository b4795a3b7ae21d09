import type { DiskChain } from '@/server/contract/agent/disk-chain'

export interface ChainCost {
  /** Images that a read may have to look into. */
  depth: number
  /** What the disk's own image takes, in MiB; the rest belongs to others too. */
  ownMiB: number
  belowMiB: number
  /** What a full copy of it could take, in MiB. */
  flatMiB: number
}

/** What a chain costs, for people: each image more is one more place to look into for what has not been written since. */
export const chainCost = ({ images }: Pick<DiskChain, 'images'>): ChainCost => {
  const [own, ...below] = images
  const belowMiB = below.reduce((sum, { allocatedMiB }) => sum + allocatedMiB, 0)
  const ownMiB = own?.allocatedMiB ?? 0
  return { depth: images.length, ownMiB, belowMiB, flatMiB: Math.min(own?.sizeMiB ?? 0, ownMiB + belowMiB) }
}
