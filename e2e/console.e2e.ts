import { once } from 'node:events'
import { expect } from '@playwright/test'
import type WebSocket from 'ws'
import { Api } from './fixtures/api'
import { consoleSocket, consoleTicket, openConsole, ticketStatus } from './fixtures/console'
import type { Instance } from './fixtures/instance'
import { guestReady } from './fixtures/guest'
import { openAs } from './fixtures/portal'
import { Rfb } from './fixtures/rfb'
import { Serial } from './fixtures/serial'
import { test } from './fixtures/test'
import { domstate } from './fixtures/virsh'

/** Nothing of it is read; only its end counts. */
const closing = (socket: WebSocket): { closed: Promise<unknown> } => ({ closed: once(socket, 'close') })

test('serial console: log in as root, type, power off from inside', async ({ api, runningVm: { id } }) => {
  await guestReady(api, id)
  const serial = await Serial.open(api, id)
  await serial.login()
  serial.type('echo $((6*7))\r')
  await serial.expect(/\n42\r?\n/)
  serial.type('poweroff\r')
  await api.status(id, 'down', 30_000)
  expect(await domstate(id)).toBe('shut off')
})

test('VNC console: a frame is drawn, typing reaches the guest, power off from inside', async ({ api, runningVm: { id } }) => {
  await guestReady(api, id)
  const serial = await Serial.open(api, id)
  await serial.login()
  const rfb = await openConsole(api, id, 'vnc', socket => Rfb.connect(socket))
  await rfb.update()
  expect([rfb.width, rfb.height].every(size => size >= 300)).toBe(true)
  expect(rfb.colours()).toBeGreaterThan(1)
  rfb.type('root\n')
  // login throws away what was typed before it began (busybox, login.c: "flush away any type-ahead").
  await serial.expect(/root login on 'tty1'/)
  // What is typed on the screen's terminal shows on the other one: it was read by the guest's own shell.
  rfb.type('echo typed-$((20+3)) > /dev/ttyS0\n')
  await serial.expect(/typed-23/)
  rfb.type('poweroff\n')
  await api.status(id, 'down', 30_000)
  expect(await domstate(id)).toBe('shut off')
})

test('a second viewer of the serial console takes over, and the first one is told', async ({ api, runningVm: { id } }) => {
  const { closed } = await openConsole(api, id, 'serial', closing)
  const second = await Serial.open(api, id)
  await closed
  second.type('\r')
  await second.expect(/\S/)
  second.close()
})

test('an open console ends with the machine', async ({ api, runningVm: { id } }) => {
  const consoles = [await openConsole(api, id, 'vnc', closing), await openConsole(api, id, 'serial', closing)]
  await api.act(id, 'poweroff')
  await Promise.all(consoles.map(({ closed }) => closed))
})

test('each one is told who else watches, until they leave', async ({ api, browser, instance, runningVm: { id } }) => {
  const other = { username: `watcher-${process.pid}@internal`, password: 'another-person' }
  const { id: userId } = await api.post<{ id: string }>('/users', other)
  await api.post(`/users/${userId}/roles`, { role: 'UserRole', objectType: 'vm', objectId: id })
  const watch = async (who: Pick<Instance, 'username' | 'password'>, path: string) => {
    const page = await openAs(browser, { ...instance, ...who })
    await page.goto(instance.url + path)
    const tools = page.getByRole('toolbar', { name: 'Console tools' })
    await expect(tools.getByText('Connected', { exact: true })).toBeVisible()
    return { page, tools }
  }
  const first = await watch(instance, `/vms/${id}?tab=console`)
  await expect(first.tools.getByText(/watch/)).toBeHidden()
  const second = await watch(other, `/console/${id}`)
  await expect(first.tools.getByText(`${other.username} watches too`)).toBeVisible()
  await expect(second.tools.getByText(`${instance.username} watches too`)).toBeVisible()
  const third = await watch(instance, `/console/${id}`)
  await expect(first.tools.getByText(`2 others watch: ${other.username} and you, elsewhere`)).toBeVisible()

  await Promise.all([second, third].map(({ page }) => page.context().close()))
  await expect(first.tools.getByText(/watch/)).toBeHidden()
  await first.page.context().close()
  await api.expect('DELETE', `/users/${userId}`)
})

test('a ticket is good once, for its machine, its protocol and its user', async ({ api, instance, newVm, runningVm }) => {
  const other = await newVm()
  await api.act(other.id, 'start')
  const ticket = await consoleTicket(api, runningVm.id, 'vnc')
  expect(new Date(ticket.expiresAt).getTime() - Date.now()).toBeLessThanOrEqual(120_000)
  expect(ticket.path).not.toContain(ticket.ticket)

  const username = `viewer-${process.pid}@internal`
  const { id: viewerId } = await api.post<{ id: string }>('/users', { username, password: 'another-person' })
  const viewer = await Api.login(instance.url, username, 'another-person')
  const wrong = [
    { api: new Api(api.url), ...ticket },
    { api: viewer, ...ticket },
    { api, ...ticket, ticket: `${ticket.ticket.slice(0, -1)}${ticket.ticket.endsWith('A') ? 'B' : 'A'}` },
    { api, ...ticket, path: ticket.path.replace(runningVm.id, other.id) },
    { api, ...ticket, path: ticket.path.replace('vnc', 'serial') },
  ]
  for (const { api: who, ...what } of wrong) expect(await ticketStatus(who, what), what.path).toBeGreaterThanOrEqual(400)
  await api.expect('DELETE', `/users/${viewerId}`)

  const fresh = await consoleTicket(api, runningVm.id, 'vnc')
  const socket = consoleSocket(api, fresh)
  await once(socket, 'open')
  expect(await ticketStatus(api, fresh)).toBe(403)
  socket.close()
})

test('no ticket for a machine that is down', async ({ api, newVm }) => {
  const { id } = await newVm()
  expect(await api.ask('POST', `/vms/${id}/console-ticket`, { protocol: 'vnc' })).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } })
})
