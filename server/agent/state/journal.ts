import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { AppError, fromPlainError, plainError } from '@/server/domain/error'
import type { PlainError } from '@/server/domain/error'
import { readIfPresent, writeDurably } from './durable-file'

interface Entry {
  stepId: string
  /** Unix ms. */
  at: number
  state: 'begun' | 'done'
  /** How it ended, when it failed. */
  error?: PlainError
}

const keepMs = 7 * 86_400_000
/** Lines beyond which the file is written anew with one line per step. */
const compactAt = 2000

const parse = (line: string): Entry[] => {
  try {
    return [JSON.parse(line) as Entry]
  } catch {
    // A power loss can cut the last line; the step it began has not been carried out then, or is repeated as unknown.
    return []
  }
}

/**
 * Remembers, across crashes, which steps were begun and which are done, for what must happen at most once (a reset done
 * twice loses data twice). Append-only lines, each on disk before the step goes on.
 */
export class Journal {
  private readonly entries = new Map<string, Entry>()
  private readonly running = new Map<string, Promise<void>>()
  private lines = 0
  private writing: Promise<void> = Promise.resolve()

  private constructor(
    private readonly path: string,
    private file: FileHandle,
    private readonly now: () => number,
  ) {}

  static async open(path: string, now: () => number): Promise<Journal> {
    const text = (await readIfPresent(path)) ?? ''
    const journal = new Journal(path, await open(path, 'a', 0o600), now)
    for (const entry of text.split('\n').filter(Boolean).flatMap(parse)) journal.entries.set(entry.stepId, entry)
    await journal.compact()
    return journal
  }

  /**
   * Does `work` unless the step was begun before, whatever became of it. A step that ended in an error ends in the same
   * error again; one that was begun and never heard of again counts as done, for it may have been.
   */
  async once(stepId: string, work: () => Promise<void>): Promise<void> {
    const known = this.entries.get(stepId)
    if (known) {
      await this.running.get(stepId)
      const { error } = this.entries.get(stepId) ?? known
      if (error) throw fromPlainError(error)
      return
    }
    const run = this.carryOut(stepId, work)
    this.running.set(stepId, run)
    await run.finally(() => this.running.delete(stepId))
  }

  /** Was the step begun before, by this process or one before it? */
  knows(stepId: string): boolean {
    return this.entries.has(stepId)
  }

  async close(): Promise<void> {
    await this.writing
    await this.file.close()
  }

  private async carryOut(stepId: string, work: () => Promise<void>): Promise<void> {
    await this.append({ stepId, at: this.now(), state: 'begun' })
    try {
      await work()
    } catch (error) {
      await this.append({ stepId, at: this.now(), state: 'done', error: plainError(error) })
      throw error instanceof AppError ? error : fromPlainError(plainError(error))
    }
    await this.append({ stepId, at: this.now(), state: 'done' })
  }

  private append(entry: Entry): Promise<void> {
    this.entries.set(entry.stepId, entry)
    this.writing = this.writing
      .catch(() => undefined)
      .then(async () => {
        await this.file.appendFile(`${JSON.stringify(entry)}\n`)
        await this.file.datasync()
        this.lines++
        if (this.lines > compactAt) await this.compact()
      })
    return this.writing
  }

  /** One line per step that is young enough to be asked for again. */
  private async compact(): Promise<void> {
    const oldest = this.now() - keepMs
    for (const [stepId, entry] of this.entries) if (entry.at < oldest && !this.running.has(stepId)) this.entries.delete(stepId)
    const lines = [...this.entries.values()].map((entry) => `${JSON.stringify(entry)}\n`)
    await writeDurably(this.path, lines.join(''))
    await this.file.close()
    this.file = await open(this.path, 'a', 0o600)
    this.lines = lines.length
  }
}
