import { AppError } from '@/server/domain/error'
import { readIfPresent, writeDurably } from './durable-file'

interface Seen {
  generation: number
  /** Unix ms of the last call. */
  at: number
}

const keepMs = 90 * 86_400_000

/**
 * The highest generation seen of each machine. It outlives the machine: a late call that was made before a deletion
 * must not bring the machine back.
 */
export class Generations {
  private writing: Promise<void> = Promise.resolve()

  private constructor(
    private readonly path: string,
    private readonly seen: Map<string, Seen>,
    private readonly now: () => number,
  ) {}

  static async open(path: string, now: () => number): Promise<Generations> {
    const stored = JSON.parse((await readIfPresent(path)) ?? '{}') as Record<string, Seen>
    return new Generations(path, new Map(Object.entries(stored)), now)
  }

  /**
   * Accepts a call of that generation and remembers it. `defined` = generation in the machine's metadata, null when it has
   * none. Errors: STALE_GENERATION when a newer one is known.
   */
  async accept(vmId: string, generation: number, defined: number | null): Promise<void> {
    const newest = Math.max(this.seen.get(vmId)?.generation ?? 0, defined ?? 0)
    if (generation < newest) {
      throw new AppError('STALE_GENERATION', `This call was made for version ${generation} of the machine; the host already has version ${newest}.`, {
        subject: { type: 'vm', id: vmId },
        reason: { code: 'stale_generation', params: { generation, newest } },
      })
    }
    if (this.seen.get(vmId)?.generation === generation) return
    this.seen.set(vmId, { generation, at: this.now() })
    await this.save()
  }

  private save(): Promise<void> {
    this.writing = this.writing
      .catch(() => undefined)
      .then(() => {
        const oldest = this.now() - keepMs
        for (const [vmId, { at }] of this.seen) if (at < oldest) this.seen.delete(vmId)
        return writeDurably(this.path, JSON.stringify(Object.fromEntries(this.seen)))
      })
    return this.writing
  }
}
