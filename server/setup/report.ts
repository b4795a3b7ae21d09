/** What set-up tells: one line per step, with its time. */
export type Report = (line: string) => void

export const toTerminal: Report = line => console.log(line)

/** What a step did, in a few words ("adopted", "created …"). */
export type Outcome = string

/** Runs one step and reports "title … outcome (1.2 s)". */
export async function step<T>(report: Report, title: string, work: () => Promise<{ outcome: Outcome; value: T }>): Promise<T> {
  const began = performance.now()
  const { outcome, value } = await work()
  const seconds = (performance.now() - began) / 1000
  report(`${title} … ${outcome}${seconds >= 0.05 ? ` (${seconds.toFixed(1)} s)` : ''}`)
  return value
}
