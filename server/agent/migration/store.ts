import type { MigrationPlan, MigrationTask } from '@/server/contract/agent/migration'
import { readIfPresent, writeDurably } from '@/server/agent/state/durable-file'

/** A task with what is needed to go on with it after a restart of the agent. */
export interface StoredTask {
  task: MigrationTask
  plan: MigrationPlan
  memoryMiB: number
  cancelled: boolean
  /** Unix ms. */
  at: number
}

const keepMs = 7 * 86_400_000

/** The tasks of this host by step id, on disk before anything is begun and when it has ended. */
export class TaskStore {
  private writing: Promise<void> = Promise.resolve()

  private constructor(
    private readonly path: string,
    private readonly tasks: Map<string, StoredTask>,
    private readonly now: () => number,
  ) {}

  static async open(path: string, now: () => number): Promise<TaskStore> {
    const stored = JSON.parse((await readIfPresent(path)) ?? '{}') as Record<string, StoredTask>
    return new TaskStore(path, new Map(Object.entries(stored)), now)
  }

  get(stepId: string): StoredTask | null {
    return this.tasks.get(stepId) ?? null
  }

  running(): StoredTask[] {
    return [...this.tasks.values()].filter(({ task }) => task.state === 'running')
  }

  /** Puts it on disk. Figures in between are not worth a write. */
  save(stored: StoredTask): Promise<void> {
    this.tasks.set(stored.task.stepId, stored)
    this.writing = this.writing
      .catch(() => undefined)
      .then(() => {
        const oldest = this.now() - keepMs
        for (const [stepId, { at, task }] of this.tasks) if (at < oldest && task.state !== 'running') this.tasks.delete(stepId)
        return writeDurably(this.path, JSON.stringify(Object.fromEntries(this.tasks)))
      })
    return this.writing
  }
}
