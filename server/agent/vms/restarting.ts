import { readIfPresent, writeDurably } from '@/server/agent/state/durable-file'

/** QEMU's words for what ended a machine that wanted to restart, where its definition ends it then (`on_reboot` destroy). */
const restarts: readonly string[] = ['guest-reset', 'host-qmp-system-reset']

/**
 * Machines that ended because they wanted to restart. libvirt calls that the same as a power-off, and tells it once: it is kept on disk
 * until the next start, so that a manager which was away, and an agent that was killed afterwards, still know.
 */
export class Restarting {
  private constructor(private readonly path: string, private readonly ids: Set<string>) {}

  static async open(path: string): Promise<Restarting> {
    return new Restarting(path, new Set(JSON.parse((await readIfPresent(path)) ?? '[]') as string[]))
  }

  has(id: string): boolean {
    return this.ids.has(id)
  }

  /** @param reason QEMU's, of its event SHUTDOWN; the first one of a run is the true one */
  async ended(id: string, reason: string): Promise<void> {
    if (!restarts.includes(reason) || this.ids.has(id)) return
    this.ids.add(id)
    await this.save()
  }

  /** It was started anew, or is gone. */
  async remove(id: string): Promise<void> {
    if (this.ids.delete(id)) await this.save()
  }

  private save(): Promise<void> {
    return writeDurably(this.path, JSON.stringify([...this.ids]))
  }
}
