/** One way of asking for the state of a domain, and how to ask `calls` times. */
export interface Contestant {
  readonly name: string
  readonly calls: number
  readonly run: (calls: number) => Promise<void>
}

export interface Figure {
  readonly name: string
  /** Median of the rounds, µs per call. */
  readonly microseconds: number
  readonly best: number
  readonly rounds: readonly number[]
}

/**
 * Runs all contestants in turn, `rounds` times over, so that a machine that gets slower does it to all of them. The first round
 * only warms up.
 */
export async function measure(contestants: readonly Contestant[], rounds: number): Promise<Figure[]> {
  const seen = contestants.map((): number[] => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [index, { calls, run }] of contestants.entries()) {
      const start = process.hrtime.bigint()
      await run(calls)
      const microseconds = Number(process.hrtime.bigint() - start) / 1_000 / calls
      if (round > 0) seen[index]?.push(microseconds)
    }
  }
  return contestants.map(({ name }, index) => {
    const figures = seen[index] ?? []
    return { name, microseconds: median(figures), best: Math.min(...figures), rounds: figures }
  })
}

/** Median over the rounds of one's time by the other's in the same round: load that both suffered cancels out. */
export function pairedRatio(one: Figure, other: Figure): number {
  return median(one.rounds.map((microseconds, round) => microseconds / (other.rounds[round] ?? Number.NaN)))
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
