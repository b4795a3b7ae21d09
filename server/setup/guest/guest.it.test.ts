import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../command'
import { buildGuest } from './build'
import { sharedGuest } from './testing'

let folder: string
let machine: ChildProcess | undefined

beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'atrium-guest-test-')) })
afterEach(async () => {
  machine?.kill('SIGKILL')
  machine = undefined
  await rm(folder, { recursive: true })
})

/** A console to talk to: what it said so far, and a wait for a pattern. */
function boot(disk: string): { until(pattern: RegExp): Promise<void>; type(line: string): void; exited: Promise<unknown> } {
  const qemu = spawn('qemu-system-x86_64', [
    '-machine', 'q35', '-accel', 'tcg', '-m', '160', '-nographic', '-nic', 'user,model=virtio-net-pci', '-no-reboot',
    '-drive', `file=${disk},if=virtio,format=qcow2`,
  ], { stdio: ['pipe', 'pipe', 'inherit'] })
  machine = qemu
  let said = ''
  const until = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(said)) {
      const [chunk] = (await once(qemu.stdout, 'data')) as [Buffer]
      said += chunk.toString()
    }
    said = ''
  }
  return { until, type: line => qemu.stdin.write(`${line}\n`), exited: once(qemu, 'exit') }
}

test('boots from its disk, lets root in on the serial console, has an address, switches itself off', { timeout: 120_000 }, async () => {
  const guest = await sharedGuest()
  const overlay = join(folder, 'overlay.qcow2')
  await run('qemu-img', ['create', '-f', 'qcow2', '-b', guest.disk, '-F', 'qcow2', overlay], { timeoutMs: 30_000 })
  const serial = boot(overlay)
  await serial.until(/TINY-READY up=[^]*login: $/)
  serial.type('root')
  await serial.until(/\/root # /)
  serial.type('ip -4 addr show eth0; echo end-of-$((40+2))')
  await serial.until(/inet 10\.0\.2\.15\/24[^]*end-of-42/)
  serial.type('poweroff')
  await serial.exited
})

test('is built once and kept while it is intact', { timeout: 120_000 }, async () => {
  const [target, packages] = [join(folder, 'guest'), join(tmpdir(), 'atrium-guest-packages')]
  expect((await buildGuest(target, packages)).built).toBe(true)
  expect((await buildGuest(target, packages)).built).toBe(false)
  await truncate(join(target, 'tiny.qcow2'), 1000)
  expect((await buildGuest(target, packages)).built).toBe(true)
  await writeFile(join(target, 'initrd.gz'), 'damaged')
  expect((await buildGuest(target, packages)).built).toBe(true)
})
