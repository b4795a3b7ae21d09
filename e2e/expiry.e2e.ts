import { expect } from '@playwright/test'
import { createCsr } from '@/server/domain/pki/certificate'
import { Api } from './fixtures/api'
import { consoleTicket, ticketStatus } from './fixtures/console'
import { withLaterManager } from './fixtures/later-manager'
import { test, uniqueName } from './fixtures/test'

const minute = 60_000

test('a console ticket is good for two minutes', async ({ api, instance, runningVm }) => {
  const [old, fresh] = [await consoleTicket(api, runningVm.id, 'vnc'), await consoleTicket(api, runningVm.id, 'vnc')]
  await withLaterManager(instance, 2 * minute + 1000, async url => {
    expect(await ticketStatus(new Api(url, api.token), old)).toBe(403)
  })
  // The other, at the manager whose time it is.
  expect(await ticketStatus(api, fresh)).toBe(101)
})

test('a token for a new host is good for an hour', async ({ api, instance, place }) => {
  const { token } = await api.post<{ token: string }>('/hosts/token', { clusterId: place.cluster.id, name: uniqueName('host') })
  const { csr } = await createCsr('host')
  const join = (url: string) => new Api(url).ask<{ hostId: string; reason: { code: string } }>('POST', '/hosts/join', { token, csr, address: '127.0.0.1:9' })
  await withLaterManager(instance, 61 * minute, async url => {
    expect(await join(url)).toMatchObject({ status: 401, body: { reason: { code: 'join_token' } } })
  })
  const joined = await join(instance.url)
  expect(joined.status).toBe(200)
  await api.expect('DELETE', `/hosts/${joined.body.hostId}`)
})

test('a session ends twelve hours after it was used last', async ({ instance }) => {
  test.setTimeout(180_000)
  const { token } = await Api.login(instance.url, instance.username, instance.password)
  const at = (url: string, path: string) => new Api(url, token).ask('GET', path)
  await withLaterManager(instance, (12 * 60 + 1) * minute, async url => {
    for (const path of ['/session', '/vms', '/changes']) expect(await at(url, path), path).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } })
  })
  expect((await at(instance.url, '/session')).status).toBe(200)
  // Used eleven hours later, it lasts beyond the twelfth.
  await withLaterManager(instance, 11 * 60 * minute, async url => expect((await at(url, '/vms')).status).toBe(200))
  await withLaterManager(instance, 13 * 60 * minute, async url => expect((await at(url, '/vms')).status).toBe(200))
})
