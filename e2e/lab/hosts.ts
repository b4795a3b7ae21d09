import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ip } from './ip'
import { labHost, type Lab, type LabHost } from './lab'

/** Every host of which anything is left: a folder or a namespace. The truth is on the machine, not in a list that a crash may spoil. */
export async function labHosts(lab: Lab): Promise<LabHost[]> {
  const folders = await readdir(join(lab.dir, 'hosts')).catch(() => [])
  const byFolder = folders.map(name => Number(name.slice(1)))
  const byNamespace = (await ip.namespaces()).flatMap(name => (name.startsWith(lab.name) && /^[1-9]$/.test(name.slice(lab.name.length)) ? [Number(name.slice(lab.name.length))] : []))
  return [...new Set([...byFolder, ...byNamespace])].sort().map(number => labHost(lab, number))
}
