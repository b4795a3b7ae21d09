import type { z } from 'zod'
import type { AppError } from '@/server/domain/error'
import type { AgentClient } from '@/server/hosts/client'
import type { Db } from '@/server/store/db'

/** What a step can use. Everything it does outside must be right to do twice: after a crash the step that ran is run again. */
export interface StepContext<Input, State> {
  jobId: string
  /** `<jobId>:<step>`: the same for each attempt, so that a host acts once. */
  stepId: string
  subject: { type: string; id: string; name: string }
  user: { id: string; username: string } | null
  input: Input
  /** What the steps so far have returned. While undoing, the failed step's part may be missing. */
  state: Partial<State>
  db: Db
  instanceId: string
  now: () => Date
  /** Aborted with an AppError: the step's time is over, or a cancellable step is cancelled. */
  signal: AbortSignal
  /** Errors: NOT_FOUND for an unknown host. */
  agent: (hostId: string) => Promise<AgentClient>
  /** Reads now and again after each change of that object, until something is found; ends with the signal. */
  waitFor: <T>(on: { topic: string; id: string }, read: () => Promise<T | null>) => Promise<T>
  /** Progress of this step, 0…1. */
  progress: (share: number) => Promise<void>
}

export interface Step<Input, State> {
  /** Shown to people and key of recovery: a renamed step is a new one to jobs that are under way. */
  name: string
  do(context: StepContext<Input, State>): Promise<Partial<State> | void>
  /** Makes undone what `do` did, or may have done: it also runs for the step that failed. */
  undo?(context: StepContext<Input, State>): Promise<void>
  /** For one go of the step; 10 minutes unless told. */
  timeoutMs?: number
  /** The same where it depends on the input. */
  limitMs?(input: Input): number
  /** What it means that the time is over, where naming the step would not help. */
  late?(subject: StepContext<Input, State>['subject'], input: Input): AppError
  /** A cancel ends this step at once; otherwise it is heard before the next step. */
  cancellable?: boolean
  /** A cancel reaches this step by its signal only: it stops what it has begun and ends by itself. */
  hearsCancel?: boolean
  /** Runs although a cancel was asked for: what the step before has begun must be brought to its end. */
  despiteCancel?: boolean
  /** Has an effect that nothing can undo: a failure after it leaves the effect. */
  irreversible?: boolean
  /** The step is left out unless this holds. */
  when?(input: Input): boolean
  /** Decided on the way: there is nothing to do, so the step is passed over without a record. */
  needless?(state: Partial<State>): boolean
}

/** A long operation as a table of contents. */
export interface Workflow<Input = unknown, State = Record<string, unknown>> {
  kind: string
  input: z.ZodType<Input>
  /** `Start web1` */
  title(subjectName: string): string
  steps: readonly Step<Input, State>[]
}

/** Types the steps by the input's schema and the state that they hand on: `defineWorkflow<{ hostId: string }>()({ kind, input, title, steps })`. */
export const defineWorkflow = <State extends Record<string, unknown> = Record<string, never>>() =>
  <Schema extends z.ZodType>(
    workflow: { kind: string; input: Schema; title: (subjectName: string) => string; steps: readonly Step<z.output<Schema>, State>[] },
  ): Workflow<z.output<Schema>, State> =>
    ({ ...workflow, input: workflow.input as unknown as z.ZodType<z.output<Schema>> })

/** Steps that this input asks for. */
export const chosenSteps = <Input, State>(workflow: Workflow<Input, State>, input: Input): readonly Step<Input, State>[] =>
  workflow.steps.filter(step => step.when?.(input) ?? true)
