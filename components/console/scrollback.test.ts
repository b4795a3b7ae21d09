import { expect, it } from 'vitest'
import { scrollbackText } from './scrollback'

const buffer = (lines: [string, boolean][]) => ({
  length: lines.length,
  getLine: (i: number) => {
    const line = lines[i]
    return line && { isWrapped: line[1], translateToString: () => line[0] }
  },
})

it('joins wrapped lines and drops the empty end', () => {
  expect(scrollbackText(buffer([['a long li', false], ['ne', true], ['', false], ['next', false], ['', false], ['', false]]))).toBe('a long line\n\nnext\n')
})
