import { reconcilers } from '@/server/reconcilers/all'
import { startEngine } from '@/server/workflows/engine'
import type { StepInfo } from '@/server/workflows/environment'

/**
 * An engine as a process of its own, for tests that kill it. ENGINE_HOLD = `<kind> <do|undo> <before|after> <step>`: there it
 * says `held` and goes no further, so that the kill hits exactly that moment. ENGINE_FAIL = `<kind> <step>` fails after its work.
 */
const say = (word: string): void => { process.stdout.write(`${word}\n`) }
const [, holdKind, holdDirection, holdPhase, holdStep] = /^(\S+) (\S+) (\S+) (.+)$/.exec(process.env.ENGINE_HOLD ?? '') ?? []
const [, failKind, failStep] = /^(\S+) (.+)$/.exec(process.env.ENGINE_FAIL ?? '') ?? []
const never = (): Promise<never> => new Promise(() => say('held'))

const log = process.env.ENGINE_LOG ? (detail: object, message: string) => process.stderr.write(`${process.pid} ${message} ${JSON.stringify(detail)}\n`) : () => undefined

async function aroundStep<T>({ kind, step, direction }: StepInfo, run: () => Promise<T>): Promise<T> {
  const here = kind === holdKind && step === holdStep && direction === holdDirection
  if (here && holdPhase === 'before') return never()
  const result = await run()
  if (here) return never()
  if (kind === failKind && step === failStep && direction === 'do') throw new Error('the test asks for it')
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
