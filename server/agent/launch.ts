/**
 * How node is started to run the agent, beside its own arguments. The young heap stays at its smallest (see heap.ts); memory that is free
 * goes back to the kernel at once (mallopt(3)) instead of staying with each of a dozen threads' own arena.
 */
export const launch = {
  nodeFlags: ['--max-semi-space-size=1', '--optimize-for-size', '--v8-pool-size=1'],
  environment: { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' },
} as const
