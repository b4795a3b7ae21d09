import { SetupProblem } from '@/server/setup/problem'
import { waitFor } from '@/server/setup/wait'
import { ip } from '../ip'
import { switchNamespace, type LabHost } from '../lab'
import { attemptInHost, runInHost } from './enter'

/** Pulls the host's cable at the switch. Its machines go on; callers get silence, not a refusal. */
export const cutNetwork = (host: LabHost): Promise<string> => ip.run('-n', switchNamespace(host.lab), 'link', 'set', host.port, 'down')

/** Plugs it in again. */
export const restoreNetwork = (host: LabHost): Promise<string> => ip.run('-n', switchNamespace(host.lab), 'link', 'set', host.port, 'up')

export const networkIsCut = async (host: LabHost): Promise<boolean> => {
  const [link] = JSON.parse(await ip.run('-n', switchNamespace(host.lab), '-json', 'link', 'show', host.port)) as { flags: string[] }[]
  return !link?.flags.includes('UP')
}

/** Kills libvirtd alone; the host's machines go on. */
export async function crashLibvirtd(host: LabHost): Promise<void> {
  await signalLibvirtd(host, 'KILL')
  await waitFor(async () => !(await libvirtdRuns(host)), 5000)
}

/** Freezes libvirtd: it accepts connections and answers none. */
export const hangLibvirtd = (host: LabHost): Promise<void> => signalLibvirtd(host, 'STOP')
export const unhangLibvirtd = (host: LabHost): Promise<void> => signalLibvirtd(host, 'CONT')

export async function startLibvirtd(host: LabHost): Promise<void> {
  if (await libvirtdRuns(host)) return
  // A killed one leaves its pid file, and the next one takes that as proof that it lives.
  await runInHost(host, ['rm', '--force', '/run/libvirtd.pid'])
  await runInHost(host, ['/usr/sbin/libvirtd', '-d', '-l'])
  const answers = await waitFor(async () => (await attemptInHost(host, ['virsh', '--connect', 'qemu:///system', 'uri'], 10_000)).code === 0, 30_000)
  if (!answers) throw new SetupProblem(`libvirtd of host ${host.number} does not answer after its start.`)
}

export const libvirtdRuns = async (host: LabHost): Promise<boolean> => (await attemptInHost(host, ['pgrep', '--exact', 'libvirtd'])).code === 0

/** The host has its own process numbers, so the name means this host's libvirtd only. */
async function signalLibvirtd(host: LabHost, signal: string): Promise<void> {
  await runInHost(host, ['pkill', '--signal', signal, '--exact', 'libvirtd'])
}
