import { runWatched } from '@/server/agent/program/run-watched'

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
export const bootsUnderKvm = async ({ emulator, kernel, timeoutMs }: BootProbe): Promise<boolean> => {
  const args = [
    '-accel', 'kvm', '-cpu', 'host', '-m', '128', '-kernel', kernel, '-append', 'console=ttyS0 panic=-1', '-display', 'none', '-serial', 'stdio', '-monitor', 'none',
    '-nodefaults', '-no-user-config', '-no-reboot', '-net', 'none',
  ]
  // What else it says is no sign of life: the words must come in that time.
  const { how } = await runWatched({ program: emulator, args, stallMs: timeoutMs, judge: ({ stdout }) => (stdout.includes('Linux version') ? 'enough' : 'silent') })
  return how === 'enough'
}
