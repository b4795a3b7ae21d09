import { expect, it } from 'vitest'
import { hunks } from './hunks'

const same = (count: number) => Array.from({ length: count }, (_, at) => ({ kind: 'same' as const, text: `line ${at}` }))

it('shows what changed with a little around it, and counts the rest', () => {
  const result = hunks([...same(5), { kind: 'added', text: 'new' }, ...same(4)], 1)
  expect(result).toEqual([{ skipped: 4 }, { lines: [{ kind: 'same', text: 'line 4' }, { kind: 'added', text: 'new' }, { kind: 'same', text: 'line 0' }] }, { skipped: 3 }])
  expect(hunks(same(2))).toEqual([{ skipped: 2 }])
})
