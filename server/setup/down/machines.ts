import { parseOwnership } from '@/server/domain/vm/xml/metadata'
import { attr, findAll, type Element } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { virsh } from '../hypervisor/virsh'

const listed = async (args: string[]): Promise<string[]> => (await virsh(args)).stdout.split('\n').map(line => line.trim()).filter(Boolean)
const definition = async (uuid: string): Promise<Element> => parseXml((await virsh(['dumpxml', uuid])).stdout)

/** Ends and undefines the machines that carry this instance's mark, and no others. @returns their names */
export async function removeMachines(instanceId: string): Promise<string[]> {
  const running = new Set(await listed(['list', '--uuid']))
  const removed: string[] = []
  for (const uuid of await listed(['list', '--all', '--uuid'])) {
    if (parseOwnership(await definition(uuid))?.instanceId !== instanceId) continue
    const name = (await virsh(['domname', uuid])).stdout.trim()
    if (running.has(uuid)) await virsh(['destroy', uuid])
    // A transient machine is gone by now.
    if ((await listed(['list', '--all', '--uuid'])).includes(uuid)) await virsh(['undefine', uuid, '--managed-save', '--snapshots-metadata', '--nvram'])
    removed.push(name)
  }
  return removed
}

/** Removes those networks, except where a machine that is left is attached to one. @returns names removed and names kept */
export async function removeNetworks(names: readonly string[]): Promise<{ removed: string[]; kept: string[] }> {
  const machines = await Promise.all((await listed(['list', '--all', '--uuid'])).map(definition))
  const inUse = new Set(machines.flatMap(machine => findAll(machine, 'devices/interface').map(nic => attr(nic, 'network', 'source'))))
  const present = (await networkNames()).filter(name => names.includes(name))
  const removed = present.filter(name => !inUse.has(name))
  for (const name of removed) {
    if ((await listed(['net-list', '--name'])).includes(name)) await virsh(['net-destroy', name])
    // A transient network is gone by now.
    if ((await networkNames()).includes(name)) await virsh(['net-undefine', name])
  }
  return { removed, kept: present.filter(name => inUse.has(name)) }
}

/** Networks that libvirt knows on this machine. */
export const networkNames = (): Promise<string[]> => listed(['net-list', '--all', '--name'])

export const anyMachineRuns = async (): Promise<boolean> => (await listed(['list', '--uuid'])).length > 0
