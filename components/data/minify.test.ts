import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { minifiedContract } from './minify'

test('contract.min.json has the routes of the contract', () => {
  const committed = readFileSync(new URL('contract.min.json', import.meta.url), 'utf8')
  expect(committed, 'run: node --import tsx components/data/minify.ts').toBe(minifiedContract())
})
