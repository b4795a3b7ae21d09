import { AppError } from '@/server/domain/error'
import { sysprepProgress } from '@/server/domain/host/sysprep'
import { runWatched } from '@/server/agent/program/run-watched'
import type { ImageFormat } from './qemu-img'

export interface Sysprep {
  /** In the order of the machine. */
  disks: readonly { path: string; format: ImageFormat }[]
  operations: readonly string[]
  /** Software emulation: libguestfs would take KVM wherever there is a /dev/kvm. */
  emulate: boolean
  signal: AbortSignal
  onProgress: (share: number) => void
}

/** Nothing was printed for this long: its appliance hangs. */
const stallMs = 1_800_000

/** What it has printed when it failed, in a sentence. */
const failed = (printed: string): AppError => {
  const why = [...printed.matchAll(/^virt-sysprep: error: (.+)$/gm)].at(-1)?.[1] ?? printed.trim().split('\n').at(-1) ?? ''
  if (/no operating systems? (?:was|were) found/i.test(printed)) {
    return new AppError('BAD_INPUT', 'virt-sysprep finds no operating system on the copied disks.', {
      hint: 'Clone the machine without generalising it.', reason: { code: 'sysprep_no_os', params: {} },
    })
  }
  return new AppError('INTERNAL', `virt-sysprep failed: ${why}`, { cause: { system: 'virt-sysprep', message: why }, reason: { code: 'sysprep_failed', params: { why } } })
}

export const noSysprep = (): AppError => new AppError('WRONG_STATE', 'This host has no virt-sysprep.', {
  hint: 'Install libguestfs-tools on it.', reason: { code: 'sysprep_missing', params: {} },
})

/**
 * Runs virt-sysprep, which opens the disks in a small machine of its own, with no network. Ended with the agent, or by the signal. Errors: WRONG_STATE
 * when it is not installed, BAD_INPUT, TIMEOUT, CANCELLED, INTERNAL.
 */
export const sysprep = async ({ disks, operations, emulate, signal, onProgress }: Sysprep): Promise<void> => {
  // Formats are given: a guest can write any format's header into a raw disk.
  const images = disks.flatMap(({ path, format }) => ['--format', format, '--add', path])
  const { how, code, stdout, stderr } = await runWatched({
    program: 'virt-sysprep',
    args: ['--no-network', '--operations', operations.join(','), ...images],
    env: { LIBGUESTFS_BACKEND: 'direct', ...(emulate ? { LIBGUESTFS_BACKEND_SETTINGS: 'force_tcg' } : {}) },
    stallMs,
    signal,
    judge: said => {
      onProgress(sysprepProgress(said.stdout, operations.length))
      return 'alive'
    },
  })
  if (how === 'aborted') throw new AppError('CANCELLED', 'Generalising the disks was stopped.')
  if (how === 'stalled') throw new AppError('TIMEOUT', `virt-sysprep did nothing for ${stallMs / 60_000} minutes.`)
  if (how === 'absent') throw noSysprep()
  if (code !== 0) throw failed(stderr.trim() === '' ? stdout : stderr)
}
