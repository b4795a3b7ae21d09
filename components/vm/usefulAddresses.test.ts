import { expect, it } from 'vitest'
import { usefulAddresses } from './usefulAddresses'

it('puts what one connects to first', () => {
  expect(usefulAddresses(['::1', 'fe80::1', '127.0.0.1', 'fd00::5', '169.254.1.1', '10.0.0.7'])).toEqual(['10.0.0.7', 'fd00::5', 'fe80::1', '169.254.1.1'])
})
