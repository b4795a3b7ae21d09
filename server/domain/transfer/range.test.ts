import { expect, it } from 'vitest'
import { byteRange } from './range'

it.each([
  [undefined, null], ['bytes=0-', { from: 0, to: 99 }], ['bytes=0-0', { from: 0, to: 0 }], ['bytes=50-500', { from: 50, to: 99 }], ['bytes=-10', { from: 90, to: 99 }], ['bytes=-500', { from: 0, to: 99 }],
  ['bytes=100-', 'none'], ['bytes=-0', 'none'], ['bytes=9-3', null], ['bytes=-', null], ['bytes=0-1,5-6', null], ['lines=0-1', null], ['bytes=a-b', null],
])('%s of 100 bytes', (header, range) => expect(byteRange(header, 100)).toEqual(range))
it('of nothing', () => expect([byteRange('bytes=0-', 0), byteRange('bytes=-5', 0)]).toEqual(['none', 'none']))
