import { describe, expect, it } from 'vitest'
import { readConfig } from './config'
import { createLogger } from './logger'

const base = { NODE_ENV: 'test', DATABASE_URL: 'postgres://x' } as const

describe('readConfig', () => {
  it('serves plain HTTP on loopback unless told otherwise', () =>
    expect(readConfig(base)).toMatchObject({ port: 8080, address: '127.0.0.1', tls: { kind: 'none' }, roles: { web: true, engine: true }, dev: false }))

  it.each(['0.0.0.0', '192.0.2.1', '::'])('any other address (%s) means TLS', address =>
    expect(readConfig({ ...base, ATRIUM_ADDRESS: address, ATRIUM_DATA_DIR: '/d' }).tls).toEqual({ kind: 'own', folder: '/d/manager' }),
  )

  it('takes a certificate that is given', () =>
    expect(readConfig({ ...base, ATRIUM_TLS_CERT: 'c', ATRIUM_TLS_KEY: 'k' }).tls).toEqual({ kind: 'given', certificate: 'c', key: 'k' }))

  it.each([
    [{ ATRIUM_PORT: '0' }, /ATRIUM_PORT/],
    [{ ATRIUM_PORT: 'http' }, /ATRIUM_PORT/],
    [{ ATRIUM_ADDRESS: 'example.org' }, /ATRIUM_ADDRESS/],
    [{ ATRIUM_ROLES: 'web,boss' }, /ATRIUM_ROLES/],
    [{ ATRIUM_ROLES: '' }, /ATRIUM_ROLES/],
    [{ ATRIUM_TLS_CERT: 'c' }, /both/],
    [{ DATABASE_URL: '' }, /DATABASE_URL/],
  ])('refuses %j with a sentence', (change, sentence) => expect(() => readConfig({ ...base, ...change })).toThrow(sentence))
})

describe('the log', () => {
  it('hides what is secret wherever it stands', () => {
    const lines: string[] = []
    const log = createLogger('t', 'info', { write: line => void lines.push(line) })
    log.info(
      { token: 'S3CRET', request: { headers: { authorization: 'Bearer S3CRET', cookie: 'S3CRET' } }, user: { password: 'S3CRET' }, ticket: 'S3CRET' },
      'x',
    )
    expect(lines.join()).not.toContain('S3CRET')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ name: 't', msg: 'x', level: 30 })
  })
})
