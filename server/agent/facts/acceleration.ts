import { constants } from 'node:fs'
import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { HostFacts } from '@/server/contract/agent/host'
import type { CheckInput } from '@/server/domain/host/checks'
import { readIfPresent, writeDurably } from '@/server/agent/state/durable-file'
import { bootsUnderKvm } from './boot-probe'

type Acceleration = HostFacts['acceleration']

const Stored = z.object({ bootId: z.string(), qemuVersion: z.string(), kernel: z.string(), boots: z.boolean() })

export interface AccelerationOptions {
  dataDir: string
  emulator: string
  qemuVersion: string
  /** Kernel to try; otherwise the newest of /boot. */
  probeKernel: string | null
  /** Software emulation whatever the host has. */
  emulate: boolean
}

const timeoutMs = 8000

/** Can /dev/kvm be opened, and if not, why? */
export const devKvm = async (): Promise<CheckInput['devKvm']> => {
  try {
    const handle = await open('/dev/kvm', constants.O_RDWR)
    await handle.close()
    return 'opens'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'denied'
  }
}

const newestKernel = async (): Promise<string | null> => {
  const names = await readdir('/boot').catch(() => [])
  const kernels = names.filter((name) => name.startsWith('vmlinuz-')).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const newest = kernels.at(-1)
  return newest ? join('/boot', newest) : null
}

const emulated = (why: string, code: string): Acceleration => ({ kvm: false, reason: `${why}: machines run in software emulation, many times slower.`, wording: { code, params: {} } })

/** The answer holds for one boot of the host and one version of QEMU; a boot of a guest takes seconds. */
const bootsCached = async ({ dataDir, emulator, qemuVersion }: AccelerationOptions, kernel: string): Promise<boolean> => {
  const path = join(dataDir, 'kvm-probe.json')
  const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim()
  const stored = Stored.safeParse(JSON.parse((await readIfPresent(path)) ?? 'null'))
  const key = { bootId, qemuVersion, kernel }
  if (stored.success && stored.data.bootId === bootId && stored.data.qemuVersion === qemuVersion && stored.data.kernel === kernel) return stored.data.boots
  const boots = await bootsUnderKvm({ emulator, kernel, timeoutMs })
  await writeDurably(path, JSON.stringify({ ...key, boots }))
  return boots
}

/** Whether machines of type `auto` run under KVM, and why. Never rejects. */
export const decideAcceleration = async (options: AccelerationOptions): Promise<Acceleration> => {
  if (options.emulate) return emulated('The agent was told not to use KVM', 'kvm_unwanted')
  const device = await devKvm()
  if (device === 'missing') return emulated('The host has no /dev/kvm', 'kvm_missing')
  if (device === 'denied') return emulated('/dev/kvm cannot be opened', 'kvm_denied')
  const kernel = options.probeKernel ?? (await newestKernel())
  if (!kernel) return emulated('/dev/kvm exists, but there is no kernel under /boot to try it with', 'kvm_untried')
  const boots = await bootsCached(options, kernel).catch(() => false)
  return boots
    ? { kvm: true, reason: 'KVM works: a stock kernel boots under it.', wording: { code: 'kvm_works', params: {} } }
    : emulated('/dev/kvm exists, but a stock kernel does not boot under it', 'kvm_broken')
}
