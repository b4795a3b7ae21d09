import { createHash } from 'node:crypto'
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../root'
import { SetupProblem } from '../problem'
import { endSupervised, supervise } from '../supervise/control'
import type { Service } from '../supervise/service'
import { waitFor } from '../wait'
import { qemuConfiguration } from './configuration'
import { shareKvmDevice } from './kvm-device'
import { libvirtAnswers } from './virsh'

/**
 * Where the daemons that set-up starts have their pid files: one place per machine, not per instance, because all instances share one libvirtd.
 * /run is empty after a reboot, as these files should be.
 */
export const daemonsFolder = '/run/atrium-libvirt'
const log = '/var/log/libvirt/atrium-supervisor.log'
const qemuConf = join(daemonsFolder, 'qemu.conf')
const startTimeoutMs = 30_000

/**
 * Starts virtlogd, virtlockd and libvirtd on a machine without systemd, and keeps them running.
 * @throws SetupProblem with the log's place when libvirtd does not answer
 */
export async function startDaemons(): Promise<void> {
  await shareKvmDevice()
  await mkdir(daemonsFolder, { recursive: true, mode: 0o755 })
  const configuration = await wantedConfiguration()
  await writeFile(qemuConf, configuration)
  await supervise({ runFolder: daemonsFolder, log, version: 'libvirt', reaper: await findReaper() }, [
    daemon('virtlogd', ['/usr/sbin/virtlogd']),
    // It holds the locks of running machines: it ends only when all is purged.
    daemon('virtlockd', ['/usr/sbin/virtlockd']),
    // slave: what is mounted on the machine later (shared storage) is seen inside too.
    daemon('libvirtd', [
      'unshare', '--mount', '--propagation', 'slave', join(projectRoot, 'server', 'setup', 'hypervisor', 'with-configuration.sh'), qemuConf, '/usr/sbin/libvirtd',
    ], createHash('sha256').update(configuration).digest('hex').slice(0, 16)),
  ])
  if (await waitFor(libvirtAnswers, startTimeoutMs, 100)) return
  throw new SetupProblem(`libvirtd does not answer ${startTimeoutMs / 1000} s after its start; its log is /var/log/libvirt/libvirtd.log.`)
}

const wantedConfiguration = async (): Promise<string> => qemuConfiguration(await readFile('/etc/libvirt/qemu.conf', 'utf8').catch(() => ''))

/**
 * The libvirtd that set-up has started before still has the settings of then.
 * @returns false when it has those of now, or is another's
 */
export async function isOutdated(): Promise<boolean> {
  const used = await readFile(qemuConf, 'utf8').catch(() => null)
  return used !== null && used !== (await wantedConfiguration())
}

/** Ends them. @returns false when none of ours were running */
export async function endDaemons(): Promise<boolean> {
  const ended = await endSupervised(daemonsFolder)
  await rm(daemonsFolder, { recursive: true, force: true })
  return ended.length > 0
}

/** One of another version is restarted: libvirtd, when its settings are others. Machines go on, they are no part of it. */
function daemon(name: string, [command = '', ...args]: string[], version = 'libvirt'): Service {
  return { name, command, args, env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' }, cwd: '/', log: `/var/log/libvirt/${name}.log`, version }
}

/**
 * QEMU processes detach themselves and become children of process 1, which outside systemd often collects ended children late or never:
 * then libvirt cannot tell that a machine has ended. tini as "subreaper" takes them in instead.
 */
async function findReaper(): Promise<string[]> {
  const tini = '/usr/bin/tini'
  return access(tini).then(() => [tini, '-s', '--'], () => [])
}
