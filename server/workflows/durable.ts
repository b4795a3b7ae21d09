import dbos from '@dbos-inc/dbos-sdk'
import type { EngineLogger, Environment } from './environment'
import { runJob } from './runner'
import { workflowOf } from './table'

const { DBOS } = dbos

/** Fixed, because DBOS recovers only workflows of its own version. Raise it only with a plan for jobs that are under way. */
export const applicationVersion = '1'

/** DBOS is one per process, and registers workflows before it is launched: so the environment is put in afterwards. */
let current: Environment | null = null

const jobWorkflow = DBOS.registerWorkflow(async (jobId: string, kind: string): Promise<void> => {
  if (!current) throw new Error('No engine runs in this process.')
  await runJob(current, workflowOf(kind), jobId)
}, { name: 'job' })

const text = (entry: unknown): string => (entry instanceof Error ? entry.message : typeof entry === 'string' ? entry : JSON.stringify(entry))

/** Launches DBOS on the tables of schema `dbos`; workflows that this executor left behind go on. */
export async function launchDurable(environment: Environment, databaseUrl: string, executorID: string): Promise<void> {
  const { logger } = environment
  current = environment
  DBOS.setConfig({
    name: 'atrium',
    systemDatabaseUrl: databaseUrl,
    systemDatabasePoolSize: 6,
    applicationVersion,
    executorID,
    logger: dbosLogger(logger),
  })
  await DBOS.launch()
}

const dbosLogger = (logger: EngineLogger) => ({
  debug: () => undefined,
  info: (entry: unknown) => logger.debug({ system: 'dbos' }, text(entry)),
  warn: (entry: unknown) => logger.warn({ system: 'dbos' }, text(entry)),
  error: (entry: unknown) => logger.error({ system: 'dbos' }, text(entry)),
})

/** Starts the workflow of a job. Its id is the job's, so that a second start is none. */
export async function startDurable(jobId: string, kind: string): Promise<void> {
  const handle = await DBOS.startWorkflow(jobWorkflow, { workflowID: jobId })(jobId, kind)
  // Failures are in the job; what is left here is an engine that stops.
  handle.getResult().catch(() => undefined)
}

export async function stopDurable(): Promise<void> {
  // A moment for workflows whose job has just ended; those that wait go on with the next engine.
  await DBOS.shutdown({ workflowCompletionTimeoutMS: 200 })
  current = null
}
