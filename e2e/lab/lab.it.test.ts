import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildPrograms, programFile } from '@/server/setup/build/programs'
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

test('an agent turns disk locks on: virtlockd and libvirtd are restarted as systemd would, machines go on, a disk in use is refused', async () => {
  await buildPrograms(['agent'])
  const conf = join(h1.dir, 'etc', 'qemu.conf')
  const locked = await readFile(conf, 'utf8')
  await writeFile(conf, locked.replace(/^lock_manager.*\n/m, ''))
  await runInHost(h1, ['pkill', '--exact', 'virtlockd'])
  await runInHost(h1, ['env', 'PATH=/run/lab:/usr/bin', 'systemctl', 'restart', 'libvirtd.service'])
  if ((await machines(h1)) !== 'probe') await start(h1)
  const lockDisks = await runInHost(h1, ['env', `PATH=/run/lab:${process.env.PATH}`, process.execPath, programFile('agent'), 'lock-disks'], 60_000)
  expect(lockDisks.stdout).toBe('Disks in use are locked.\n')
  expect(await readFile(conf, 'utf8')).toContain('lock_manager = "lockd"')
  expect(await machines(h1)).toBe('probe')
  await runInHost(h1, ['pgrep', '--exact', 'virtlockd'])

  const disk = join(h1.lab.shared, 'disk.raw')
  await writeFile(disk, Buffer.alloc(1_048_576))
  const withDisk = (name: string) => `<domain type="qemu"><name>${name}</name><memory unit="MiB">16</memory><os><type>hvm</type></os><devices>
    <disk type="file" device="disk"><source file="${disk}"/><target dev="vda" bus="virtio"/></disk></devices></domain>`
  for (const name of ['first', 'second']) await writeFile(join(h1.lab.shared, `${name}.xml`), withDisk(name))
  await virsh(h1, 'create', join(h1.lab.shared, 'first.xml'))
  // Not only QEMU's own lock, which another host may not see: virtlockd holds the lease of the disk.
  const lease = join(h1.lab.shared, 'lockd', createHash('sha256').update(disk).digest('hex'))
  expect(await readFile('/proc/locks', 'utf8')).toMatch(new RegExp(`POSIX +ADVISORY +WRITE .*:${(await stat(lease)).ino} `))
  const second = await attemptInHost(h1, ['virsh', '--connect', 'qemu:///system', 'create', join(h1.lab.shared, 'second.xml')])
  expect(second).toMatchObject({ code: 1, stderr: expect.stringMatching(/is locked|Failed to get "write" lock/) })
  await virsh(h1, 'destroy', 'first')
})

test('systemctl of a lab host knows the units of Debian 12 alone, and gives a libvirtd that runs no socket', async () => {
  const systemctl = (...args: string[]) => attemptInHost(h1, ['env', 'PATH=/run/lab:/usr/sbin:/usr/bin:/sbin:/bin', 'systemctl', ...args])
  expect((await systemctl('enable', '--now', 'virtlockd.socket')).code).toBe(0)
  expect(await systemctl('enable', 'nowhere.socket')).toMatchObject({ code: 1, stderr: expect.stringContaining('does not exist') })
  expect(await systemctl('start', 'libvirtd-tls.socket')).toMatchObject({ code: 1, stderr: expect.stringContaining('already active, refusing') })
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
