import { describe, expect, it } from 'vitest'
import { keptFormat, suggestedFormat, suggestedName } from '@/server/domain/upload/check'
import { createRate } from './rate'
import { standingOf } from './standing'
import type { Sending } from './uploads'

const facts = { state: 'running', url: null, offset: 5, sizeBytes: 10 } as const
const here = (state: Sending['state']): Sending => ({ file: new File([], 'x'), state, sentBytes: 5, bytesPerSecond: null, problem: null })

describe('how an upload stands', () => {
  it.each([
    [facts, undefined, 'needsFile'], [facts, here('waiting'), 'waiting'], [facts, here('sent'), 'checking'], [{ ...facts, offset: 10 }, undefined, 'checking'],
    [{ ...facts, state: 'succeeded' }, here('sending'), 'done'], [{ ...facts, state: 'failed' }, undefined, 'refused'], [{ ...facts, state: 'cancelling' }, here('sending'), 'cancelling'],
    [{ ...facts, url: 'http://x', sizeBytes: null }, undefined, 'fetching'],
  ] as const)('%j', (upload, sending, standing) => expect(standingOf(upload, sending)).toBe(standing))
})

describe('the speed', () => {
  it('is that of the last seconds, and unknown at first', () => {
    const rate = createRate()
    expect([rate(0, 0), rate(100, 50), rate(1000, 1000), rate(9000, 1000), rate(10_000, 3000)]).toEqual([null, null, 1000, null, 2000])
  })
  it('begins anew after going back', () => {
    const rate = createRate()
    rate(0, 0)
    rate(1000, 5000)
    expect([rate(1500, 100), rate(2500, 600)]).toEqual([null, 500])
  })
})

describe('suggestions by a name', () => {
  it.each([
    ['debian-12.iso', 'iso', 'debian-12.iso'], ['Web Server.QCOW2', 'qcow2', 'Web Server'], ['a/b?c.vhd', 'vpc', 'a-b-c'], ['disk.img', null, 'disk'],
  ] as const)('%s', (file, format, name) => expect([suggestedFormat(file), suggestedName(file, format ?? 'raw')]).toEqual([format, name]))
  it('all but raw and CD images are kept as qcow2', () => expect([keptFormat('vmdk'), keptFormat('qcow2'), keptFormat('raw')]).toEqual(['qcow2', 'qcow2', 'raw']))
})
