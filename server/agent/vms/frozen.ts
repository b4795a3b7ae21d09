import { readIfPresent, writeDurably } from '@/server/agent/state/durable-file'

interface Options {
  path: string
  now: () => number
  /** Thaws a machine's file systems; a machine that is gone is as good as thawed. Rejects where it is to be tried again. */
  thaw: (id: string) => Promise<void>
}

const againMs = 5_000

/**
 * Which guests are frozen, and until when. Kept on disk, so that they are thawed in time although the agent was killed, and whoever has
 * asked for the freeze is gone: a guest that can't write stands still.
 */
export class Frozen {
  private readonly timers = new Map<string, NodeJS.Timeout>()

  /** Its time was over. */
  onThawed: (id: string) => void = () => undefined

  private constructor(
    private readonly options: Options,
    /** Unix ms by machine id. */
    private readonly until: Map<string, number>,
  ) {}

  static async open(options: Options): Promise<Frozen> {
    const kept = JSON.parse((await readIfPresent(options.path)) ?? '{}') as Record<string, number>
    return new Frozen(options, new Map(Object.entries(kept)))
  }

  /** Takes up the waits of an agent that was killed. */
  resume(): void {
    for (const id of this.until.keys()) this.wait(id)
  }

  has(id: string): boolean {
    return this.until.has(id)
  }

  /** Before the freeze itself: whatever happens to it, it will be thawed. */
  async add(id: string, seconds: number): Promise<void> {
    this.until.set(id, this.options.now() + seconds * 1000)
    await this.save()
    this.wait(id)
  }

  async remove(id: string): Promise<void> {
    clearTimeout(this.timers.get(id))
    this.timers.delete(id)
    if (this.until.delete(id)) await this.save()
  }

  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer)
  }

  private wait(id: string, atLeastMs = 0): void {
    clearTimeout(this.timers.get(id))
    const ms = Math.max(atLeastMs, (this.until.get(id) ?? 0) - this.options.now())
    const onTime = () => void this.options.thaw(id).then(() => this.over(id), () => this.wait(id, againMs))
    this.timers.set(id, setTimeout(onTime, ms).unref())
  }

  private async over(id: string): Promise<void> {
    await this.remove(id)
    this.onThawed(id)
  }

  private save(): Promise<void> {
    return writeDurably(this.options.path, JSON.stringify(Object.fromEntries(this.until)))
  }
}
