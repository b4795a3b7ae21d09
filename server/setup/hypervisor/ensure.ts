import { access } from 'node:fs/promises'
import { attempt } from '../command'
import { SetupProblem } from '../problem'
import { waitFor } from '../wait'
import { isOutdated, startDaemons } from './daemons'
import { libvirtAnswers } from './virsh'

/** Who keeps libvirtd running on this machine. */
export type LibvirtKeeper = 'already running' | 'restarted with new settings' | 'started by systemd' | 'started by Atrium'

const systemdStartMs = 60_000

/** Makes libvirtd answer: as it is, by systemd where there is one, by ourselves elsewhere. Repeatable. @throws SetupProblem */
export async function ensureLibvirt(): Promise<LibvirtKeeper> {
  if (await libvirtAnswers()) {
    if (!(await isOutdated())) return 'already running'
    await startDaemons()
    return 'restarted with new settings'
  }
  if (!(await hasSystemd())) {
    await startDaemons()
    return 'started by Atrium'
  }
  const started = await attempt('systemctl', ['start', 'virtlogd.socket', 'virtlockd.socket', 'libvirtd.service'], { timeoutMs: systemdStartMs })
  if (started.code === 0 && (await waitFor(libvirtAnswers, systemdStartMs, 200))) return 'started by systemd'
  throw new SetupProblem(`libvirtd does not start under systemd (${started.stderr.trim() || 'no answer'}): see journalctl -u libvirtd.`)
}

/** sd_booted(3): systemd is process 1. */
export const hasSystemd = (): Promise<boolean> => access('/run/systemd/system').then(() => true, () => false)
