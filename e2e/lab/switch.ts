import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '@/server/setup/command'
import { ip } from './ip'
import { switchNamespace, uplink, type Lab } from './lab'

const bridge = 'switch'

/**
 * The lab's switch: a bridge in a namespace of its own, a cable to this machine, and DHCP for guests on .100 … .199. Repeatable.
 * The machine reaches each host through the cable, because the manager calls the agents.
 */
export async function ensureSwitch(lab: Lab): Promise<void> {
  const namespace = switchNamespace(lab)
  await ip.ensure('netns', 'add', namespace)
  await ip.run('-n', namespace, 'link', 'set', 'lo', 'up')
  await ip.ensure('-n', namespace, 'link', 'add', bridge, 'type', 'bridge')
  await ip.run('-n', namespace, 'link', 'set', bridge, 'up')
  await ip.run('-n', namespace, 'address', 'replace', `${lab.net}.254/24`, 'dev', bridge)
  if (!(await ip.exists('link', 'show', uplink(lab)))) await ip.run('link', 'add', uplink(lab), 'type', 'veth', 'peer', 'name', 'uplink', 'netns', namespace)
  await ip.run('-n', namespace, 'link', 'set', 'uplink', 'master', bridge, 'up')
  await ip.run('address', 'replace', `${lab.net}.253/24`, 'dev', uplink(lab))
  await ip.run('link', 'set', uplink(lab), 'up')
  await ensureDhcp(lab)
}

async function ensureDhcp(lab: Lab): Promise<void> {
  if ((await ip.processesIn(switchNamespace(lab))).length > 0) return
  const folder = join(lab.dir, 'dhcp')
  await mkdir(folder, { recursive: true })
  await run('nsenter', [
    `--net=/run/netns/${switchNamespace(lab)}`, '--', 'dnsmasq', '--conf-file=/dev/null', '--port=0', '--user=root', '--bind-interfaces', `--interface=${bridge}`, '--except-interface=lo',
    `--dhcp-range=${lab.net}.100,${lab.net}.199,255.255.255.0,1h`, '--dhcp-no-override', '--no-ping', '--leasefile-ro', `--pid-file=${join(folder, 'pid')}`, `--log-facility=${join(folder, 'log')}`,
  ], { timeoutMs: 10_000 })
}

/** Puts a host's cable into the switch. */
export const plugIn = (lab: Lab, port: string): Promise<string> => ip.run('-n', switchNamespace(lab), 'link', 'set', port, 'master', bridge, 'up')

/** Everything of the switch is gone; repeatable, and right for a switch that was made only in part. */
export async function removeSwitch(lab: Pick<Lab, 'name'>): Promise<void> {
  await ip.ensure('link', 'delete', uplink(lab))
  await removeNamespace(switchNamespace(lab))
}

/** Ends what runs in a network namespace and deletes it; its interfaces go with it. */
export async function removeNamespace(namespace: string): Promise<void> {
  if (!(await ip.namespaces()).includes(namespace)) return
  for (const pid of await ip.processesIn(namespace)) killQuietly(pid)
  await ip.run('netns', 'delete', namespace)
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself in the meantime.
  }
}
