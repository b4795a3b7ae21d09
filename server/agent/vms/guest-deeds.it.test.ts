import { afterAll, beforeAll, expect, it } from 'vitest'
import { GuestDeed } from '@/server/contract/agent/guest'
import type { VmSpec } from '@/server/contract/agent/vm'
import { callOn, guestSpec, step, withStorage } from '@/server/agent/testing/specs'
import { Terminal } from '@/server/agent/testing/terminal'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'
import { sharedGuest } from '@/server/setup/guest/testing'
import { waitFor } from '@/server/setup/wait'

let host: TestHost
let spec: VmSpec
let serial: Terminal
let turn = 0

/** What a command in the guest says. */
const inGuest = async (command: string): Promise<string> => {
  turn += 1
  serial.type(`${command}; echo end-$((${turn} + 1000))\n`)
  return serial.until(new RegExp(`end-${turn + 1000}`))
}
const ask = (deed: object) => host.client.guest.ask({ id: spec.id, deed: GuestDeed.parse(deed) })
const frozen = async () => (await host.client.vm.get({ id: spec.id }))?.frozen

const openSerial = async () => {
  serial = new Terminal(host.console(spec.id, 'serial'))
  await new Promise((resolve, reject) => serial.socket.once('open', resolve).once('error', reject))
}

beforeAll(async () => {
  const { disk } = await sharedGuest()
  host = await testHost()
  await withStorage(host)
  spec = await guestSpec(host, disk)
  await host.client.vm.ensureRunning({ ...step(), spec, paused: true })
  await openSerial()
  await host.client.vm.ensureResumed(callOn(spec))
  await serial.until(/TINY-READY[^]*login: $/)
  serial.type('root\n')
  await serial.until(/# /)
  expect(await waitFor(async () => (await host.client.vm.get({ id: spec.id }))?.guest ?? false, 120_000, 500)).toBeTruthy()
}, 240_000)
afterAll(() => host[Symbol.asyncDispose]())

it('tells who is in the guest and what file systems it has', async () => {
  const { users, fileSystems } = await host.client.guest.details({ id: spec.id })
  expect(Array.isArray(users)).toBe(true)
  expect(fileSystems).toMatchObject([{ mountpoint: '/data', type: 'ext4', totalBytes: expect.any(Number) }])
}, 60_000)

it('sets the time, a password and keys, and trims', async () => {
  await inGuest('date -s 2001-01-01')
  await ask({ kind: 'sync-time' })
  expect(Number(/now=(\d+)/.exec(await inGuest('echo now=$(date +%s)'))?.[1]) - Date.now() / 1000).toBeGreaterThan(-60)

  await ask({ kind: 'set-password', username: 'tiny', password: 'S3cret-word: "$x' })
  expect(await inGuest('grep ^tiny: /etc/shadow')).toContain('tiny:$6$')

  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExample me@example'
  for (let time = 0; time < 2; time += 1) await ask({ kind: 'add-ssh-keys', username: 'tiny', keys: [key] })
  expect(await inGuest('echo keys=$(grep -c . /home/tiny/.ssh/authorized_keys)')).toContain('keys=1')

  await ask({ kind: 'trim' })
}, 60_000)

it('freezes and thaws its file systems', async () => {
  await ask({ kind: 'freeze' })
  expect(await frozen()).toBe(true)
  // A frozen agent answers nothing else; a second freeze only lasts longer.
  await expect(ask({ kind: 'trim' })).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { code: 'frozen' } } })
  await ask({ kind: 'freeze', seconds: 300 })
  await inGuest('(echo written > /data/file; echo done > /tmp/written) & true')
  expect(await inGuest('ls /tmp/written')).toContain('No such file')
  await ask({ kind: 'thaw' })
  expect(await frozen()).toBe(false)
  await waitFor(async () => !(await inGuest('ls /tmp/written')).includes('No such file'), 20_000, 500)
}, 60_000)

it('is thawed in time although whoever froze it is gone', async () => {
  await ask({ kind: 'freeze', seconds: 5 })
  await host.killAgent()
  await host.startAgent()
  expect(await frozen()).toBe(true)
  expect(await waitFor(async () => (await frozen()) === false, 30_000, 500)).toBe(true)
  // The console went with the agent.
  await openSerial()
  expect(await inGuest('echo again > /data/file && cat /data/file')).toContain('again')
}, 90_000)

it('says why the guest refuses, does not repeat the secret, and that the agent does not know how', async () => {
  const asked = ask({ kind: 'set-password', username: 'nobody-here', password: 'S3cret-word' })
  const error = await asked.then(() => null, (refused: Error) => refused)
  expect(error).not.toBeNull()
  expect(JSON.stringify([error?.message, error, host.agent.log])).not.toContain('S3cret-word')

  await inGuest('killall qemu-ga; sleep 1; qemu-ga -d -m virtio-serial -b guest-fstrim -p /dev/$(basename $(dirname $(grep -l org.qemu.guest_agent.0 /sys/class/virtio-ports/*/name))) -t /run')
  const trim = () => ask({ kind: 'trim' }).then(() => null, (refused: { code: string; detail: { reason?: { code: string } } }) => refused)
  expect(await waitFor(async () => (await trim())?.detail.reason?.code === 'guest_lacks', 30_000, 500)).toBe(true)
}, 90_000)
