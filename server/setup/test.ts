// npm test [-- NAME …]: runs everything (or types, lint, unit, e2e), on free ports and in folders of its own, and closes with "N passed, N failed".
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sentenceOf } from './problem'
import { runners, type Runner } from './test/runners'
import { closingLine, total, type Tally } from './test/tally'

/** A runner that cannot even start is a failure; the others run all the same. */
async function tallyOf(runner: Runner, scratch: string): Promise<Tally> {
  console.log(`\n── ${runner.title} ──`)
  try {
    return await runner.run(scratch)
  } catch (error) {
    console.error(sentenceOf(error))
    return { passed: 0, failed: 1 }
  }
}

const names = process.argv.slice(2)
const unknown = names.find(name => !runners.some(runner => runner.name === name))
if (unknown) {
  console.error(`There is no part "${unknown}": choose from ${runners.map(runner => runner.name).join(', ')}.`)
  process.exit(1)
}
const scratch = await mkdtemp(join(tmpdir(), 'atrium-test-'))
// The part that runs gets the signal and ends; the next one is not begun.
let stopped = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void (stopped = true))
const tallies: { title: string; tally: Tally }[] = []
for (const runner of runners) {
  if (stopped) break
  if (names.length === 0 || names.includes(runner.name)) tallies.push({ title: runner.title, tally: await tallyOf(runner, scratch) })
}
await rm(scratch, { recursive: true })
const sum = total(tallies.map(({ tally }) => tally))
console.log(`\n${tallies.map(({ title, tally }) => `${title}: ${closingLine(tally)}`).join('\n')}\n`)
console.log(closingLine(sum))
if (stopped) console.error('Stopped by a signal before the end.')
process.exitCode = sum.failed || stopped ? 1 : 0
