import { expect, test } from 'vitest'
import { readOptions } from './options'

const env = (values: Record<string, string>): NodeJS.ProcessEnv => ({ NODE_ENV: 'test', ...values })

test('without any choice: loopback, 8080, /var/lib/atrium, embedded database', () => {
  expect(readOptions(env({}), {})).toEqual({ dataDir: '/var/lib/atrium', port: 8080, address: '127.0.0.1', databaseUrl: null, adminPassword: null })
})

test('what an earlier run was told holds until it is told otherwise', () => {
  const remembered = { port: 8081, address: '127.0.0.2', databaseUrl: 'postgres://a@b/c' }
  expect(readOptions(env({}), remembered)).toMatchObject(remembered)
  expect(readOptions(env({ ATRIUM_PORT: '9000', DATABASE_URL: '' }), remembered)).toMatchObject({ port: 9000, databaseUrl: null })
})

test.each([
  [{ ATRIUM_PORT: 'http' }, /ATRIUM_PORT is "http"/],
  [{ ATRIUM_PORT: '70000' }, /from 1 to 65535/],
  [{ ATRIUM_ADMIN_PASSWORD: 'short' }, /at least 8 characters/],
  [{ DATABASE_URL: 'mysql://a/b' }, /DATABASE_URL must be/],
])('%j is refused with a sentence', (values, sentence) => {
  expect(() => readOptions(env(values), {})).toThrow(sentence)
})
