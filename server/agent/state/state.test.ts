import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '@/server/domain/error'
import { Generations } from './generations'
import { Journal } from './journal'
import { Turns } from './turns'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agent-state-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('journal', () => {
  const path = () => join(folder, 'journal')
  const reopen = (at = 1) => Journal.open(path(), () => at)
  const count = () => {
    let times = 0
    return { work: async () => void times++, times: () => times }
  }

  it('does a step once, in one life and the next', async () => {
    const { work, times } = count()
    const first = await reopen()
    await first.once('a', work)
    await first.once('a', work)
    await first.close()
    const second = await reopen()
    await second.once('a', work)
    await second.once('b', work)
    await second.close()
    expect(times()).toBe(2)
  })

  it('never repeats a step that was begun and then forgotten by a crash', async () => {
    await appendFile(path(), `${JSON.stringify({ stepId: 'a', at: 1, state: 'begun' })}\n{"stepId":"b","at`)
    const { work, times } = count()
    const journal = await reopen()
    await journal.once('a', work)
    expect(times()).toBe(0)
    await journal.once('b', work)
    expect(times()).toBe(1)
    await journal.close()
  })

  it('is on disk before the work begins', async () => {
    const journal = await reopen()
    let seen = ''
    await journal.once('a', async () => {
      seen = await readFile(path(), 'utf8')
    })
    expect(JSON.parse(seen)).toEqual({ stepId: 'a', at: 1, state: 'begun' })
    await journal.close()
  })

  it('ends a failed step in the same error again', async () => {
    const journal = await reopen()
    const fail = async () => {
      throw new AppError('TIMEOUT', 'The guest does not answer.', { hint: 'h' })
    }
    await expect(journal.once('a', fail)).rejects.toMatchObject({ code: 'TIMEOUT' })
    await journal.close()
    const next = await reopen()
    const { work, times } = count()
    await expect(next.once('a', work)).rejects.toMatchObject({ code: 'TIMEOUT', message: 'The guest does not answer.', detail: { hint: 'h' } })
    expect(times()).toBe(0)
    await next.close()
  })

  it('lets two calls of one step share one execution', async () => {
    const journal = await reopen()
    const { work, times } = count()
    await Promise.all([journal.once('a', work), journal.once('a', work)])
    expect(times()).toBe(1)
    await journal.close()
  })

  it('stays small: one line per step after a restart, none for old ones', async () => {
    const journal = await reopen()
    for (const stepId of ['a', 'b', 'c']) await journal.once(stepId, async () => undefined)
    await journal.close()
    await (await reopen()).close()
    expect((await readFile(path(), 'utf8')).trim().split('\n')).toHaveLength(3)
    await (await reopen(1 + 8 * 86_400_000)).close()
    expect(await readFile(path(), 'utf8')).toBe('')
  })
})

describe('generations', () => {
  const reopen = () => Generations.open(join(folder, 'generations.json'), () => 1)

  it('refuse an older call, also after a restart', async () => {
    const first = await reopen()
    await first.accept('vm', 3, null)
    await first.accept('vm', 3, 3)
    await first.accept('vm', 4, 3)
    const second = await reopen()
    await expect(second.accept('vm', 3, 2)).rejects.toMatchObject({ code: 'STALE_GENERATION', detail: { reason: { params: { generation: 3, newest: 4 } } } })
    await second.accept('other', 1, null)
  })

  it('believe the machine’s own metadata when it is newer', async () => {
    const generations = await reopen()
    await expect(generations.accept('vm', 3, 5)).rejects.toMatchObject({ code: 'STALE_GENERATION' })
  })
})

describe('turns', () => {
  it('are in order within a key, and a failure passes the turn on', async () => {
    const turns = new Turns()
    const story: string[] = []
    let open = (): void => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    const a1 = turns.take('a', async () => {
      await gate
      story.push('a1')
      throw new Error('a1')
    })
    const a2 = turns.take('a', async () => story.push('a2'))
    await turns.take('b', async () => story.push('b'))
    open()
    await expect(a1).rejects.toThrow('a1')
    await a2
    expect(story).toEqual(['b', 'a1', 'a2'])
  })
})
