import { attempt, run, type CommandResult } from '../command'

/** Where every system libvirtd listens, whoever starts it. */
export const libvirtUri = 'qemu:///system'
const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' }

/** Runs virsh on this machine's libvirtd. A daemon that hangs would make it wait for ever: hence the time-out. @throws CommandFailed */
export function virsh(args: readonly string[]): Promise<CommandResult> {
  return run('virsh', ['--connect', libvirtUri, '--quiet', ...args], { timeoutMs: 60_000, env: environment })
}

/** True when libvirtd answers. */
export async function libvirtAnswers(): Promise<boolean> {
  return (await attempt('virsh', ['--connect', libvirtUri, 'uri'], { timeoutMs: 10_000, env: environment })).code === 0
}
