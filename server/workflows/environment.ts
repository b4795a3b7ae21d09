import type { HostRegistry } from '@/server/hosts/registry'
import type { Db } from '@/server/store/db'
import type { Session } from './session'

/** The part of pino's logger that is used here. */
export interface EngineLogger {
  debug: (detail: object, message: string) => void
  info: (detail: object, message: string) => void
  warn: (detail: object, message: string) => void
  error: (detail: object, message: string) => void
}

/** Which step is about to run, forth or back. */
export interface StepInfo {
  jobId: string
  kind: string
  step: string
  direction: 'do' | 'undo'
}

/** All that an engine's parts reach the outside by: I/O and time. */
export interface Environment {
  db: Db
  instanceId: string
  hosts: HostRegistry
  session: Session
  logger: EngineLogger
  now: () => Date
  /** Aborted when the engine stops: then nothing more is written, and the next engine goes on from the last finished step. */
  stopping: AbortSignal
  /** How long a step goes on trying to reach a host that does not answer, in ms. */
  patienceMs: number
  /** Put around each step: tests let it fail, run twice or be killed here. */
  aroundStep: <T>(info: StepInfo, run: () => Promise<T>) => Promise<T>
}
