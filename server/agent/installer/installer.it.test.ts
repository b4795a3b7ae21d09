import { createHash, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installerPaths, onceSpec } from '@/server/domain/vm/once'
import { sharedGuest } from '@/server/setup/guest/testing'
import { waitFor } from '@/server/setup/wait'
import { blankSpec, callOn, step, withStorage } from '@/server/agent/testing/specs'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'

/** On the host's loopback, but for the agent an address of the world. */
const world = '203.0.113.5'
const port = 8000

/** Serves the folder; `/there` leads elsewhere, `/slow` never ends. Runs inside of the host's network. */
const serverOf = (folder: string): string => `
  const { createReadStream } = require('node:fs')
  require('node:http').createServer((request, answer) => {
    const path = request.url.slice(1)
    if (path.startsWith('there')) return answer.writeHead(302, { location: 'http://127.0.0.1:${port}/' + path.slice(5) }).end()
    if (path.startsWith('loop')) return answer.writeHead(302, { location: '/loop' }).end()
    if (path.endsWith('slow.img')) { answer.writeHead(200, { 'content-length': 1e7 }); return void answer.write(Buffer.alloc(3e6)) }
    if (path.endsWith('huge.img')) return answer.writeHead(200, { 'content-length': 2 ** 40 }).end()
    createReadStream(${JSON.stringify(folder)} + '/' + path).on('error', () => answer.writeHead(404).end()).pipe(answer)
  }).listen(${port}, '::')`

let host: TestHost
let tree: string
beforeAll(async () => {
  host = await testHost()
  await withStorage(host)
  tree = await mkdtemp(join(tmpdir(), 'atrium-tree-'))
  const { kernel, initrd } = await sharedGuest()
  const [vmlinuz, image] = [await readFile(kernel), await readFile(initrd)]
  const sum = (data: Buffer) => `sha256:${createHash('sha256').update(data).digest('hex')}`
  const info = (files: string, sums: string) => `[checksums]\n${sums}\n[general]\nfamily = Fedora\nversion = 38\n[images-x86_64]\n${files}\n`
  const add = async (name: string, text: string): Promise<void> => {
    await mkdir(join(tree, name, 'images'), { recursive: true })
    await writeFile(join(tree, name, '.treeinfo'), text)
    await writeFile(join(tree, name, 'images/vmlinuz'), vmlinuz)
    await writeFile(join(tree, name, 'images/initrd.img'), image)
  }
  const files = 'kernel = images/vmlinuz\ninitrd = images/initrd.img'
  await add('good', info(files, `images/vmlinuz = ${sum(vmlinuz)}\nimages/initrd.img = ${sum(image)}`))
  await add('bad', info(files, `images/initrd.img = ${sum(vmlinuz)}`))
  await add('slow', info('kernel = images/vmlinuz\ninitrd = images/slow.img', ''))
  await add('huge', info('kernel = images/vmlinuz\ninitrd = images/huge.img', ''))
  await writeFile(join(tree, 'ks.cfg'), 'rootpw secret\n')
  await host.daemon.exec('ip', 'link', 'set', 'lo', 'up')
  await host.daemon.exec('ip', 'address', 'add', `${world}/32`, 'dev', 'lo')
  await host.daemon.exec('sh', '-c', '"$0" -e "$1" > /dev/null 2>&1 &', process.execPath, serverOf(tree))
  await waitFor(() => host.daemon.exec('curl', '-sf', `http://${world}:${port}/ks.cfg`).then(() => true, () => false), 10_000, 100)
})
afterAll(async () => {
  await host[Symbol.asyncDispose]()
  await rm(tree, { recursive: true, force: true })
})

const wish = (path: string, change: Partial<Parameters<TestHost['client']['installer']['ensure']>[0]> = {}) => {
  const id = randomUUID()
  return { id, call: { ...step(), storagePath: host.storagePath, ...installerPaths(host.storagePath, id), url: `http://${world}:${port}/${path}`, kickstart: null, arguments: '', allowPrivate: false, ...change } }
}
const left = async (id: string) => (await readdir(join(host.storagePath, 'images'))).filter((name) => name.startsWith(id))

it('boots the tree once with the answers inside, and the disk afterwards', { timeout: 120_000 }, async () => {
  const { id, call } = wish('good', { kickstart: { from: 'url', url: `http://${world}:${port}/ks.cfg` }, arguments: 'console=ttyS0' })
  const { commandLine } = await host.client.installer.ensure(call)
  expect(commandLine).toBe(`inst.repo=http://${world}:${port}/good/ inst.ks=file:/ks.cfg console=ttyS0`)
  expect((await stat(call.initrd)).mode & 0o777).toBe(0o600)
  const spec = { ...(await blankSpec(host, { memoryMiB: 192 })), id }
  const once = onceSpec(spec, { devices: null, cd: null, menu: false, kernel: { path: call.kernel, initrd: call.initrd, commandLine }, endOnReboot: true })
  await host.client.vm.ensureRunning({ ...step(), spec, once })
  const inGuest = async (command: string, args: object) => JSON.parse(await host.virsh('qemu-agent-command', id, JSON.stringify({ execute: command, arguments: args }))) as { return: unknown }
  expect(await waitFor(() => inGuest('guest-ping', {}).then(() => true, () => false), 60_000, 500)).toBe(true)
  const { return: file } = await inGuest('guest-file-open', { path: '/ks.cfg' })
  expect(await inGuest('guest-file-read', { handle: file })).toMatchObject({ return: { 'buf-b64': Buffer.from('rootpw secret\n').toString('base64') } })
  const { return: line } = await inGuest('guest-file-open', { path: '/proc/cmdline' })
  expect(JSON.stringify(await inGuest('guest-file-read', { handle: line }))).toContain(Buffer.from('inst.repo').toString('base64').slice(0, 10))
  // The installer restarts the machine: that is the end of this run, and the next one is without it.
  await host.virsh('reset', id)
  await host.client.vm.ensureStopped(callOn(spec))
  expect(await host.virsh('dumpxml', id)).not.toMatch(/<kernel>|<on_reboot>destroy/)
  await host.client.vm.ensureAbsent(callOn(spec))
  for (const path of [call.kernel, call.initrd]) await host.client.disk.ensureAbsent({ ...step(), storagePath: host.storagePath, path })
  expect(await left(id)).toEqual([])
})

describe('refuses', () => {
  it.each([
    ['an address of the host itself', 'good', { url: `http://127.0.0.1:${port}/good` }, 'url_private'],
    ['a name for it', 'good', { url: `http://localhost:${port}/good` }, 'url_private'],
    ['a mapped address', 'good', { url: `http://[::ffff:127.0.0.1]:${port}/good` }, 'url_private'],
    ['a redirect there', 'there', {}, 'url_private'],
    ['a circle', 'loop', {}, 'url_failed'],
    ['another protocol', '', { url: 'file:///etc/' }, 'url_kind'],
    ['what is no tree', 'nothing', {}, 'url_failed'],
    ['a damaged file', 'bad', {}, 'tree_checksum'],
    ['a file without end', 'huge', {}, 'url_large'],
    ['answers from a private address', 'good', { kickstart: { from: 'url' as const, url: `http://10.0.0.1/ks` } }, 'url_private'],
  ])('%s', async (_, path, change, code) => {
    const { id, call } = wish(path, change)
    await expect(host.client.installer.ensure(call)).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { reason: { code } } })
    expect(await left(id)).toEqual([])
  })
})

it('fetches from a private address when that is allowed', async () => {
  const { id, call } = wish('good', { url: `http://127.0.0.1:${port}/there/good`, allowPrivate: true })
  await host.client.installer.ensure(call)
  expect((await left(id)).length).toBe(2)
})

it('is ended by taking it back, and begun anew after kill -9', { timeout: 60_000 }, async () => {
  await using log = await host.watch()
  const { id, call } = wish('slow')
  const asked = host.client.installer.ensure(call).catch((error: unknown) => error)
  await log.next('task', ({ stepId, progress }) => stepId === call.stepId && progress > 0.2 && progress < 0.5)
  await host.client.disk.ensureAbsent({ ...step(), storagePath: host.storagePath, path: call.kernel })
  expect(await asked).toMatchObject({ code: 'CANCELLED' })
  expect(await left(id)).toEqual([])

  const again = host.client.installer.ensure(call).catch((error: unknown) => error)
  await waitFor(async () => (await left(id)).length === 2, 10_000, 50)
  await host.killAgent()
  await again
  await host.startAgent()
  await host.client.installer.ensure({ ...call, url: `http://${world}:${port}/good` })
  expect((await left(id)).sort()).toEqual([`${id}-initrd`, `${id}-kernel`])
})
