import { spawn } from 'node:child_process'
import { AppError } from '@/server/domain/error'
import { sysprepProgress } from '@/server/domain/host/sysprep'
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
const keptBytes = 64 * 1024

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
export const sysprep = ({ disks, operations, emulate, signal, onProgress }: Sysprep): Promise<void> =>
  new Promise((resolve, reject) => {
    // Formats are given: a guest can write any format's header into a raw disk.
    const images = disks.flatMap(({ path, format }) => ['--format', format, '--add', path])
    const args = ['--pdeathsig', 'KILL', '--', 'virt-sysprep', '--no-network', '--operations', operations.join(','), ...images]
    const env = { ...process.env, LC_ALL: 'C', LIBGUESTFS_BACKEND: 'direct', ...(emulate ? { LIBGUESTFS_BACKEND_SETTINGS: 'force_tcg' } : {}) }
    const child = spawn('setpriv', args, { stdio: ['ignore', 'pipe', 'pipe'], env, detached: true })
    // With the QEMU that it has started.
    const kill = () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
    }
    let printed = ''
    let stalled = false
    const onStall = () => {
      stalled = true
      kill()
    }
    let timer = setTimeout(onStall, stallMs)
    signal.addEventListener('abort', kill, { once: true })
    if (signal.aborted) kill()
    const onOutput = (part: Buffer) => {
      clearTimeout(timer)
      timer = setTimeout(onStall, stallMs)
      printed = (printed + part.toString()).slice(-keptBytes)
      onProgress(sysprepProgress(printed, operations.length))
    }
    child.stdout.on('data', onOutput)
    child.stderr.on('data', onOutput)
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      if (signal.aborted) reject(new AppError('CANCELLED', 'Generalising the disks was stopped.'))
      else if (stalled) reject(new AppError('TIMEOUT', `virt-sysprep did nothing for ${stallMs / 60_000} minutes.`))
      else if (code === 0) resolve()
      // setpriv's words where the program is missing.
      else if (code === 127 || /failed to execute virt-sysprep/.test(printed)) reject(noSysprep())
      else reject(failed(printed))
    })
  })
