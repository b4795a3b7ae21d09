import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed, type Seeded } from './seed'
import { apiHarness, type ApiHarness } from './testing'

let h: ApiHarness
let s: Seeded
let admin: { id: string; token: string }
beforeAll(async () => {
  h = await apiHarness()
  s = await seed(h.db)
  admin = await h.user('admin', [{ role: 'SuperUser' }])
})
afterAll(() => h.dispose())

const ask = (method: string, path: string, body?: unknown) => h.call(method, path, { token: admin.token, ...(body === undefined ? {} : { body }) })
const login = (username: string, password: string) => h.call('POST', '/session', { body: { username, password } })

describe('users', () => {
  it('are made, given a role, and see what it allows at once', async () => {
    const made = await ask('POST', '/users', { username: 'alice', password: 'wonderland' })
    expect(made).toMatchObject({ status: 201, body: { username: 'alice@internal', roles: [] } })
    expect(JSON.stringify(made.body)).not.toContain('argon2')
    const { body: session } = await login('alice', 'wonderland')
    expect((await h.call('GET', '/vms', { token: session.token })).body.total).toBe(0)
    const grant = { role: 'UserRole', objectType: 'vm', objectId: s.vm }
    for (let i = 0; i < 2; i++) expect(await ask('POST', `/users/${made.body.id}/roles`, grant)).toMatchObject({ status: 201, body: { roles: [grant] } })
    expect((await h.call('GET', '/vms', { token: session.token })).body).toMatchObject({ total: 1, items: [{ id: s.vm }] })
    const { body: vm } = await h.call('GET', `/vms/${s.vm}`, { token: session.token })
    expect(vm.actions).toMatchObject({
      start: { allowed: true },
      edit: { allowed: false, reason: { code: 'forbidden' } },
      shutdown: { allowed: false, reason: { code: 'wrong_state' } },
    })
  })

  it('lose everything when they are removed', async () => {
    const { body: bob } = await ask('POST', '/users', { username: 'bob@internal', password: 'the builder' })
    const { body: session } = await login('bob', 'the builder')
    expect((await ask('DELETE', `/users/${bob.id}`)).status).toBe(200)
    expect((await h.call('GET', '/session', { token: session.token })).status).toBe(401)
    expect((await login('bob', 'the builder')).status).toBe(401)
  })

  it('the last SuperUser and oneself stay', async () => {
    expect(await ask('DELETE', `/users/${admin.id}`)).toMatchObject({ status: 409, body: { code: 'IN_USE', reason: { code: 'remove_self' } } })
    const second = await h.user('second', [{ role: 'SuperUser' }])
    expect((await h.call('DELETE', `/users/${admin.id}`, { token: second.token })).status).toBe(200)
    const third = await h.user('third', [{ role: 'SuperUser' }])
    expect((await h.call('DELETE', `/users/${second.id}`, { token: third.token })).status).toBe(200)
    admin = third
  })

  it.each([
    [{ username: 'x y', password: 'long enough' }, 'username'],
    [{ username: 'x@elsewhere', password: 'long enough' }, 'username'],
    [{ username: 'x@internal@internal', password: 'long enough' }, 'username'],
    [{ username: 'short', password: 'seven77' }, 'password'],
  ])('%j is refused', async (body, field) => expect(await ask('POST', '/users', body)).toMatchObject({ status: 400, body: { field } }))

  it('a name is taken once, in either form', async () => {
    await ask('POST', '/users', { username: 'carol', password: 'long enough' })
    expect((await ask('POST', '/users', { username: 'carol@internal', password: 'long enough' })).status).toBe(409)
  })

  it.each([
    [{ role: 'UserRole', objectType: 'vm', objectId: null }, 400],
    [{ role: 'UserRole', objectType: 'system', objectId: '00000000-0000-4000-8000-000000000000' }, 400],
    [{ role: 'UserRole', objectType: 'planet', objectId: null }, 400],
    [{ role: 'Emperor', objectType: 'system' }, 400],
    [{ role: 'UserRole', objectType: 'vm', objectId: '00000000-0000-4000-8000-000000000000' }, 404],
  ])('the grant %j is refused', async (grant, status) => expect((await ask('POST', `/users/${admin.id}/roles`, grant)).status).toBe(status))
})
