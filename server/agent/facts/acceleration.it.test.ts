import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sharedGuest } from '@/server/setup/guest/testing'
import { decideAcceleration, devKvm } from './acceleration'
import type { AccelerationOptions } from './acceleration'
import { bootsUnderKvm } from './boot-probe'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'agent-kvm-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

const emulator = '/usr/bin/qemu-system-x86_64'
const options = (change: Partial<AccelerationOptions>): AccelerationOptions => ({
  dataDir,
  emulator,
  qemuVersion: '1',
  probeKernel: null,
  emulate: false,
  ...change,
})

/** A stand-in for QEMU: does what the test needs to see. */
const standIn = async (script: string): Promise<string> => {
  const path = join(dataDir, 'emulator')
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return path
}

describe('the boot of a kernel', () => {
  it('is believed when it says “Linux version”', async () => {
    expect(await bootsUnderKvm({ emulator: await standIn('echo "[    0.000000] Linux version 6.1.0"; sleep 60'), kernel: '/k', timeoutMs: 20_000 })).toBe(true)
  })
  it('counts as failed when it hangs, ends or cannot begin', async () => {
    expect(await bootsUnderKvm({ emulator: await standIn('exec sleep 60'), kernel: '/k', timeoutMs: 200 })).toBe(false)
    expect(await bootsUnderKvm({ emulator: await standIn('echo no KVM; exit 1'), kernel: '/k', timeoutMs: 20_000 })).toBe(false)
    expect(await bootsUnderKvm({ emulator: '/nonexistent', kernel: '/k', timeoutMs: 20_000 })).toBe(false)
  })
})

describe('acceleration', { timeout: 60_000 }, () => {
  it('is software when told so', async () => {
    expect(await decideAcceleration(options({ emulate: true }))).toEqual({
      kvm: false, reason: expect.stringContaining('software emulation'), wording: { code: 'kvm_unwanted', params: {} },
    })
  })

  it('is KVM only when a kernel really boots under it', async () => {
    const { kernel } = await sharedGuest()
    const decided = await decideAcceleration(options({ probeKernel: kernel }))
    const device = await devKvm()
    const boots = device === 'opens' && (await bootsUnderKvm({ emulator, kernel, timeoutMs: 8000 }))
    expect(decided.kvm).toBe(boots)
    expect(decided.reason).toMatch(boots ? /^KVM works/ : /machines run in software emulation, many times slower\.$/)
  })

  it('is decided once per boot of the host and version of QEMU', async () => {
    const tries = join(dataDir, 'tries')
    const fake = await standIn(`echo x >> ${tries}; echo Linux version; sleep 5`)
    const decide = (qemuVersion: string) => decideAcceleration(options({ emulator: fake, qemuVersion, probeKernel: '/k' }))
    const device = await devKvm()
    for (const version of ['1', '1', '2']) expect((await decide(version)).kvm).toBe(device === 'opens')
    const count = (await readFile(tries, 'utf8').catch(() => '')).split('\n').filter(Boolean).length
    expect(count).toBe(device === 'opens' ? 2 : 0)
  })
})
