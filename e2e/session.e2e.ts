import { expect } from '@playwright/test'
import type { Session } from '@/server/contract/api/session'
import { Api, type Page } from './fixtures/api'
import { test } from './fixtures/test'

test('log in, who am I, log out', async ({ instance }) => {
  const api = await Api.login(instance.url, instance.username, instance.password)
  const session = await api.get<Session>('/session')
  expect(session).toMatchObject({ user: { username: instance.username }, systemRoles: ['SuperUser'] })
  expect(new Date(session.expiresAt).getTime()).toBeGreaterThan(Date.now())
  await api.expect('DELETE', '/session')
  expect(await api.ask('GET', '/session')).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } })
})

test('nothing is told without a session', async ({ instance }) => {
  const nobody = new Api(instance.url)
  for (const path of ['/session', '/vms', '/hosts', '/datacenters', '/jobs', '/events', '/users', '/dashboard', '/tree', '/changes']) {
    expect((await nobody.ask('GET', path)).status, path).toBe(401)
  }
  expect((await new Api(instance.url, 'made-up').ask('GET', '/vms')).status).toBe(401)
  expect(await nobody.ask('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok', database: 'up' } })
  expect((await nobody.ask<{ openapi: string }>('GET', '/openapi.json')).body.openapi).toMatch(/^3\.1/)
})

test('the cookie is httpOnly and a foreign site cannot use it', async ({ instance }) => {
  const login = await new Api(instance.url).expect('POST', '/session', { username: instance.username, password: instance.password })
  const cookie = login.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/httponly/i)
  expect(cookie).toMatch(/samesite=(lax|strict)/i)
  const headers = { cookie: cookie.split(';')[0] ?? '' }
  const nobody = new Api(instance.url)
  expect((await nobody.ask('GET', '/session', undefined, headers)).status).toBe(200)
  expect((await nobody.ask('DELETE', '/session', undefined, { ...headers, origin: 'https://evil.example' })).status).toBe(403)
  expect((await nobody.ask('GET', '/session', undefined, headers)).status).toBe(200)
  expect((await nobody.ask('DELETE', '/session', undefined, { ...headers, origin: instance.url })).status).toBe(200)
})

test('a reader changes nothing', async ({ api, instance, newVm }) => {
  const vm = await newVm()
  const username = `reader-${process.pid}@internal`
  const user = await api.post<{ id: string }>('/users', { username, password: 'only-for-reading' })
  try {
    await api.post(`/users/${user.id}/roles`, { role: 'ReadOnlyAdmin', objectType: 'system', objectId: null })
    const reader = await Api.login(instance.url, username, 'only-for-reading')
    expect((await reader.get<Page<{ id: string }>>('/vms?limit=500')).items.map(row => row.id)).toContain(vm.id)
    for (const [method, path] of [['POST', `/vms/${vm.id}/start`], ['DELETE', `/vms/${vm.id}`], ['POST', `/vms/${vm.id}/console-ticket`]] as const) {
      expect(await reader.ask(method, path, method === 'POST' ? { protocol: 'vnc' } : undefined), path).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
    }
    expect((await api.vm(vm.id)).status).toBe('down')
  } finally {
    await api.expect('DELETE', `/users/${user.id}`)
  }
})

test('wrong password and unknown user get the same answer; many of them are slowed down', async ({ instance }) => {
  const nobody = new Api(instance.url)
  const attempt = (username: string) => nobody.ask('POST', '/session', { username, password: 'wrong' })
  const [known, unknown] = [await attempt(instance.username), await attempt('nobody@internal')]
  expect(known).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } })
  expect(unknown.body).toEqual(known.body)
  const answers: number[] = []
  while (answers.length < 30 && answers.at(-1) !== 429) answers.push((await attempt(`victim-${process.pid}@internal`)).status)
  expect(answers.at(-1)).toBe(429)
  expect((await attempt(`victim-${process.pid}@internal`)).body).toMatchObject({ code: 'RATE_LIMITED', detail: expect.stringMatching(/\.$/) })
})
