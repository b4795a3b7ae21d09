import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '@/server/setup/command'
import { SetupProblem } from '@/server/setup/problem'
import { processId } from '@/server/setup/process'
import { projectRoot } from '@/server/setup/root'
import { waitFor } from '@/server/setup/wait'
import { ip } from '../ip'
import { switchNamespace, type LabHost } from '../lab'
import { plugIn, removeNamespace } from '../switch'
import { configureHost } from './configure'
import { attemptInHost } from './enter'
import { forgetInit, hostInit, rememberInit } from './init'

/** The bridge on each host that machines and the host itself are plugged into. */
export const hostBridge = 'mgmt'

/**
 * Switches a host on: namespaces, cable, bridge, then virtlogd, virtlockd and libvirtd. A host that is on is left alone.
 * @returns when its libvirtd answers @throws SetupProblem when it does not
 */
export async function powerOn(host: LabHost): Promise<void> {
  if (await hostInit(host)) return
  await configureHost(host)
  await ensureNetwork(host)
  await rememberInit(host, await startInit(host))
  const succeeds = async (...command: string[]) => (await attemptInHost(host, command, 10_000)).code === 0
  const answers = await waitFor(async () => (await succeeds('test', '-e', '/run/private')) && (await succeeds('virsh', '--connect', 'qemu:///system', 'uri')), 30_000)
  if (!answers) throw new SetupProblem(`libvirtd of host ${host.number} does not answer; see ${join(host.dir, 'log', 'libvirtd.log')} and ${join(host.dir, 'init.log')}.`)
}

/** Power loss: every process of the host, QEMU too, ends at once; nothing is told, nothing is saved. Repeatable. */
export async function powerOff(host: LabHost): Promise<void> {
  const init = await hostInit(host)
  if (init) {
    process.kill(init, 'SIGKILL')
    await waitFor(async () => (await processId(init)) === undefined, 10_000, 10)
  }
  await forgetInit(host)
  await removeNamespace(host.namespace)
  await ip.ensure('-n', switchNamespace(host.lab), 'link', 'delete', host.port)
}

async function ensureNetwork(host: LabHost): Promise<void> {
  const { namespace, port, lab } = host
  await ip.ensure('netns', 'add', namespace)
  await ip.run('-n', namespace, 'link', 'set', 'lo', 'up')
  const cable = await ip.exists('-n', switchNamespace(lab), 'link', 'show', port)
  if (!cable) await ip.run('-n', switchNamespace(lab), 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace)
  await plugIn(lab, port)
  await ip.ensure('-n', namespace, 'link', 'add', hostBridge, 'type', 'bridge')
  await ip.run('-n', namespace, 'link', 'set', 'eth0', 'master', hostBridge, 'up')
  await ip.run('-n', namespace, 'link', 'set', hostBridge, 'up')
  await ip.run('-n', namespace, 'address', 'replace', `${host.address}/24`, 'dev', hostBridge)
  await ip.run('-n', namespace, 'route', 'replace', 'default', 'via', `${lab.net}.254`)
}

/** @returns the pid of the host's init, seen from this machine */
async function startInit(host: LabHost): Promise<number> {
  const log = openSync(join(host.dir, 'init.log'), 'a')
  // unshare stays as the parent of the host's PID 1 and takes it along when it ends.
  const outer = spawn('nsenter', [
    `--net=/run/netns/${host.namespace}`, '--', 'unshare', '--mount', '--pid', '--uts', '--ipc', '--fork', '--kill-child', '--',
    'bash', join(projectRoot, 'e2e', 'lab', 'host', 'init.sh'), host.dir, host.name,
  ], { cwd: '/', detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  outer.unref()
  const init = await waitFor(() => firstChild(outer.pid), 10_000, 10)
  if (!init) throw new SetupProblem(`Host ${host.number} did not start; see ${join(host.dir, 'init.log')}.`)
  return init
}

async function firstChild(pid: number | undefined): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const child = Number(text.trim().split(' ')[0])
  return child || undefined
}

/** Stops libvirtd in order and then the host: what `lab down` does, so that libvirt's own files are closed cleanly. */
export async function shutDown(host: LabHost): Promise<void> {
  const init = await hostInit(host)
  if (init) await run('nsenter', ['--target', String(init), '--mount', '--pid', '--', 'pkill', '--signal', 'TERM', '--exact', 'libvirtd'], { timeoutMs: 5000 }).catch(() => {})
  await powerOff(host)
}
