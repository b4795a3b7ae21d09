/**
 * Runs one step and tells of it in one line, its title at once (a long step shows what is going on) and then what it did and how long it took:
 * "database … started on port 5432 (0.9 s)".
 * @param work answers with what it did, in a few words
 */
export async function step(title: string, work: () => Promise<string>): Promise<void> {
  const began = performance.now()
  process.stdout.write(`${title} … `)
  try {
    const outcome = await work()
    const seconds = (performance.now() - began) / 1000
    console.log(seconds < 0.1 ? outcome : `${outcome} (${seconds.toFixed(1)} s)`)
  } catch (error) {
    console.log('failed')
    throw error
  }
}

/** What set-up tells without a step. */
export type Report = (line: string) => void

export const toTerminal: Report = line => console.log(line)
