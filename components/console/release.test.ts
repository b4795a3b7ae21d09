import { expect, it } from 'vitest'
import { isReleaseChord } from './release'

const keys = (key: string, held: string) => ({
  key, ctrlKey: held.includes('c'), altKey: held.includes('a'), shiftKey: held.includes('s'), metaKey: held.includes('m'),
})

it.each([
  ['Shift', 'cas', true],
  ['Control', 'cas', true],
  ['Alt', 'cas', true],
  ['F1', 'cas', false],
  ['Shift', 'ca', false],
  ['Alt', 'casm', false],
])('%s with %s held: %s', (key, held, released) => {
  expect(isReleaseChord(keys(key, held))).toBe(released)
})
