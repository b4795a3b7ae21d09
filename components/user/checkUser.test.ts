import { expect, test } from 'vitest'
import { checkUser } from './checkUser'

const fields = (username: string, password: string, again: string) => checkUser({ username, password, again }).map(f => f.field)

test('a name and twice the same password of 8 characters', () => {
  expect(fields('ann@internal', 'secret-88', 'secret-88')).toEqual([])
  expect(fields(' ', 'short', 'other')).toEqual(['username', 'password', 'again'])
})
