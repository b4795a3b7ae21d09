import { createInterface } from 'node:readline'
import { reconcilers } from '@/server/reconcilers/all'
import { startEngine } from '@/server/workflows/engine'
import type { StepInfo } from '@/server/workflows/environment'

/**
 * An engine as a process of its own, for tests that kill it. It is told on its standard input, line by line:
 * `hold <kind> <do|undo> <before|after> <step>`: there it says `held` and goes no further, so that the kill hits exactly that
 * moment; `fail <kind> <step>`: that step fails after its work. Each line is answered with `heard`.
 */
const say = (word: string): void => { process.stdout.write(`${word}\n`) }
let hold = ''
let fail = ''
createInterface({ input: process.stdin }).on('line', line => {
  const [word, ...rest] = line.split(' ')
  if (word === 'hold') hold = rest.join(' ')
  if (word === 'fail') fail = rest.join(' ')
  say('heard')
})
  // Whoever started it is gone.
  .on('close', () => process.exit(1))
const never = (): Promise<never> => new Promise(() => say('held'))

const print = (detail: object, message: string): void => { process.stderr.write(`${process.pid} ${message} ${JSON.stringify(detail)}\n`) }
const log = process.env.ENGINE_LOG ? print : () => undefined

async function aroundStep<T>({ kind, step, direction }: StepInfo, run: () => Promise<T>): Promise<T> {
  if (hold === `${kind} ${direction} before ${step}`) return never()
  const result = await run()
  if (hold === `${kind} ${direction} after ${step}`) return never()
  if (fail === `${kind} ${step}` && direction === 'do') throw new Error('the test asks for it')
  return result
}

await startEngine({
  databaseUrl: process.env.DATABASE_URL ?? '',
  instanceId: process.env.ENGINE_INSTANCE ?? '',
  logger: { debug: () => undefined, info: log, warn: log, error: log },
  reconcilers,
  patienceMs: 5_000,
  aroundStep,
})
say('ready')
