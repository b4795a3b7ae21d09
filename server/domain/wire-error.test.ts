import { describe, expect, it } from 'vitest'
import { AppError } from './error'
import { fromWireError, toWireError } from './wire-error'

describe('wire error', () => {
  it('keeps code, sentence and detail of an AppError', () => {
    const sent = new AppError('WRONG_STATE', 'The machine is paused.', {
      subject: { type: 'vm', id: '1' },
      cause: { system: 'libvirt', code: 55, message: 'domain is not running' },
    })
    const got = fromWireError(JSON.parse(JSON.stringify(toWireError(sent))))
    expect(got).toBeInstanceOf(AppError)
    expect([got.code, got.message, got.detail]).toEqual([sent.code, sent.message, sent.detail])
  })

  it('names the field that the contract refused', () => {
    const refused = { code: 'BAD_REQUEST', message: 'Input validation failed', data: { issues: [{ message: 'Too small', path: ['spec', 'memoryMiB'] }] } }
    expect(fromWireError(refused)).toMatchObject({ code: 'BAD_INPUT', message: 'Too small', detail: { field: 'spec.memoryMiB' } })
  })

  it.each([
    [
      Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }) }),
      'HOST_UNREACHABLE',
    ],
    [Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'HOST_UNREACHABLE'],
    [new DOMException('aborted', 'AbortError'), 'TIMEOUT'],
    [new Error('boom'), 'INTERNAL'],
    ['boom', 'INTERNAL'],
  ])('gives %s the code %s', (error, code) => {
    expect(fromWireError(error).code).toBe(code)
  })
})
