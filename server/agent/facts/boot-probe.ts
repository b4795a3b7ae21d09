import { spawn } from 'node:child_process'

export interface BootProbe {
  /** QEMU for x86_64. */
  emulator: string
  /** A stock kernel image (bzImage). */
  kernel: string
  timeoutMs: number
}

/**
 * Does a stock kernel boot under KVM here? A host can have /dev/kvm, open it and create machines, and still hang at the
 * first instruction of a guest (nested paravirtual hypervisors). So one is booted, and its first words are waited for.
 */
export const bootsUnderKvm = ({ emulator, kernel, timeoutMs }: BootProbe): Promise<boolean> =>
  new Promise((resolve) => {
    const args = [
      '-accel',
      'kvm',
      '-cpu',
      'host',
      '-m',
      '128',
      '-kernel',
      kernel,
      '-append',
      'console=ttyS0 panic=-1',
      '-display',
      'none',
      '-serial',
      'stdio',
      '-monitor',
      'none',
      '-nodefaults',
      '-no-user-config',
      '-no-reboot',
      '-net',
      'none',
    ]
    // If the agent dies meanwhile, a guest that hangs must not stay behind and burn a processor.
    const guest = spawn('setpriv', ['--pdeathsig', 'KILL', '--', emulator, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
    let said = ''
    const timer = setTimeout(() => finish(false), timeoutMs)
    const finish = (boots: boolean): void => {
      clearTimeout(timer)
      guest.kill('SIGKILL')
      resolve(boots)
    }
    guest.stdout.on('data', (part: Buffer) => {
      said = (said + part.toString('latin1')).slice(-4096)
      if (said.includes('Linux version')) finish(true)
    })
    guest.on('error', () => finish(false))
    guest.on('close', () => finish(false))
  })
