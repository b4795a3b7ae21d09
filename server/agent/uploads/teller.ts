import type { Agent } from '@/server/agent/agent'

/** Tells the progress of a step; a hundred times are enough for any bar. */
export const teller = (agent: Pick<Agent, 'feed'>, stepId: string): ((share: number) => void) => {
  let told = 0
  return share => {
    if (share - told < 0.01 || share >= 1) return
    told = share
    agent.feed.push({ type: 'task', stepId, progress: share, done: false })
  }
}
