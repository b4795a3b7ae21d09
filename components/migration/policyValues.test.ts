import { expect, it } from 'vitest'
import { migrationPolicies } from '@/server/domain/migration/policy'
import { outOfRange } from '@/components/ui/form/outOfRange'
import { policyDefaults, settingsOf, stepsOf, valuesOf } from './policyValues'

it.each(Object.values(migrationPolicies))('$name comes back from its form as it went in', ({ name, ...settings }) => {
  expect(settingsOf(valuesOf({ name, description: '', settings }))).toEqual(settings)
})

it('reads times with any comma, and refuses what is none', () => {
  expect(stepsOf('150, 200，300')).toEqual([150, 200, 300])
  expect(stepsOf('')).toEqual([])
  for (const bad of ['1.5', '0', 'x', '3000000', Array.from({ length: 20 }, () => '1').join(',')]) expect(stepsOf(bad)).toBeNull()
})

it('an empty number is allowed, a wrong one named', () => {
  expect(outOfRange([{ field: 'parallel', value: null, min: 2, max: 16 }])).toEqual([])
  expect(outOfRange([{ field: 'parallel', value: 1, min: 2, max: 16 }, { field: 'x', value: Number.NaN, min: 1, max: 2 }]).map(({ field }) => field)).toEqual(['parallel', 'x'])
  expect(settingsOf(policyDefaults).onStall).toHaveLength(6)
})
