import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attempt, run } from '@/server/setup/command'
import { processId } from '@/server/setup/process'
import { removeLab } from './down'
import { attemptInHost, runInHost } from './host/enter'
import { crashLibvirtd, cutNetwork, libvirtdRuns, networkIsCut, restoreNetwork, startLibvirtd } from './host/faults'
import { hostInit } from './host/init'
import { powerOff, powerOn } from './host/power'
import { ip } from './ip'
import type { LabHost } from './lab'
import { raiseHosts } from './up'

const name = `t${(process.pid % 46_656).toString(36)}`
let folder: string
let h1: LabHost
let h2: LabHost

/** A machine without disk or OS: QEMU and its firmware are real, and it takes 20 MB. */
const probe = '<domain type="qemu"><name>probe</name><memory unit="MiB">16</memory><os><type>hvm</type></os></domain>'

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atrium-lab-'))
  const raised = await raiseHosts(name, join(folder, 'lab'), 2)
  ;[h1, h2] = raised.hosts as [LabHost, LabHost]
  await writeFile(join(raised.lab.shared, 'probe.xml'), probe)
})
afterAll(async () => {
  await removeLab(name, join(folder, 'lab'))
  await rm(folder, { recursive: true, force: true })
})

const virsh = (host: LabHost, ...args: string[]) => runInHost(host, ['virsh', '--quiet', '--connect', 'qemu:///system', ...args])
const machines = async (host: LabHost): Promise<string> => (await virsh(host, 'list', '--name')).stdout.trim()
const start = (host: LabHost) => virsh(host, 'create', join(host.lab.shared, 'probe.xml'))

/** A TCP connection is refused by a host that is there, and runs into the time-out when the cable is out. */
const reaches = async (from: LabHost, to: LabHost): Promise<boolean> => {
  const result = await attemptInHost(from, ['virsh', '--connect', `qemu+tcp://${to.address}/system`, 'uri'], 3000)
  return result.code === 0
}

test('each host is one of its own: name, libvirt, processes, interfaces', async () => {
  expect((await runInHost(h1, ['hostname'])).stdout.trim()).toBe(h1.name)
  expect((await virsh(h1, 'capabilities')).stdout).not.toBe((await virsh(h2, 'capabilities')).stdout)
  await start(h1)
  expect([await machines(h1), await machines(h2)]).toEqual(['probe', ''])
  expect((await runInHost(h1, ['ls', '/sys/class/net'])).stdout.split('\n')).toEqual(expect.arrayContaining(['eth0', 'lo', 'mgmt']))
  await virsh(h1, 'destroy', 'probe')
})

test('the machine and the other host reach it, until its cable is cut and again after', async () => {
  expect((await attempt('virsh', ['--connect', `qemu+tcp://${h1.address}/system`, 'uri'], { timeoutMs: 5000 })).code).toBe(0)
  expect(await reaches(h2, h1)).toBe(true)
  await cutNetwork(h1)
  expect([await networkIsCut(h1), await reaches(h2, h1)]).toEqual([true, false])
  await restoreNetwork(h1)
  expect([await networkIsCut(h1), await reaches(h2, h1)]).toEqual([false, true])
})

test('a crash of libvirtd leaves machines running, and the next libvirtd finds them', async () => {
  await start(h1)
  await crashLibvirtd(h1)
  expect(await libvirtdRuns(h1)).toBe(false)
  expect((await attemptInHost(h1, ['pgrep', '--full', '[g]uest=probe'])).code).toBe(0)
  await startLibvirtd(h1)
  expect(await machines(h1)).toBe('probe')
})

test('a power loss ends every process of the host at once; switched on again it is the same host', async () => {
  const uuid = async (): Promise<string | undefined> => (await virsh(h1, 'capabilities')).stdout.match(/<uuid>.*<\/uuid>/)?.[0]
  const before = await uuid()
  if ((await machines(h1)) !== 'probe') await start(h1)
  const inside = await ip.processesIn(h1.namespace)
  expect(inside.length).toBeGreaterThan(4)
  await powerOff(h1)
  expect(await hostInit(h1)).toBeUndefined()
  expect((await Promise.all(inside.map(processId))).filter(Boolean)).toEqual([])
  await powerOn(h1)
  expect([await machines(h1), await uuid()]).toEqual(['', before])
})

test('a lab that was made in part is removed as a whole, and a second lab beside it stays', async () => {
  const other = `${name}x`
  const dir = join(folder, 'other')
  const { hosts: [host] } = await raiseHosts(other, dir, 1)
  if (!host) throw new Error('no host')
  // What an interrupted `up` leaves: a namespace without a host, and a host whose note of its init is gone.
  await run('ip', ['netns', 'add', `${other}2`], { timeoutMs: 5000 })
  await rm(join(host.dir, 'init.json'))
  const inside = await ip.processesIn(host.namespace)
  await removeLab(other, dir)
  expect((await ip.namespaces()).filter(one => one.startsWith(other))).toEqual([])
  expect((await Promise.all(inside.map(processId))).filter(Boolean)).toEqual([])
  expect(await ip.exists('link', 'show', `${other}up`)).toBe(false)
  expect(existsSync(dir)).toBe(false)
  expect(await machines(h2)).toBe('')
  await removeLab(other, dir)
})
