import { expect, test } from 'vitest'
import { plannedMigrations, type AppliedMigration, type Migration } from './plan'

const first: Migration = { name: '20260101000000_first', checksum: 'a', sql: 'select 1' }
const second: Migration = { name: '20260201000000_second', checksum: 'b', sql: 'select 2' }
const applied = (migration: Migration, change: Partial<AppliedMigration> = {}): AppliedMigration =>
  ({ name: migration.name, checksum: migration.checksum, finished: true, ...change })

test('an empty database gets all, in order', () => {
  expect(plannedMigrations([first, second], [])).toEqual([first, second])
})

test('only what is missing is planned', () => {
  expect(plannedMigrations([first, second], [applied(first)])).toEqual([second])
  expect(plannedMigrations([first, second], [applied(second), applied(first)])).toEqual([])
})

test.each([
  ['a newer database', [first], [applied(first), applied(second)], /newer Atrium .*20260201000000_second/],
  ['an edited migration', [first], [applied(first, { checksum: 'other' })], /20260101000000_first was edited/],
  ['a half-applied migration', [first], [applied(first, { finished: false })], /stopped half-way/],
])('%s is refused with a sentence', (_, own, rows, sentence) => {
  expect(() => plannedMigrations(own, rows)).toThrow(sentence)
})
