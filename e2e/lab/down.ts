import { rm } from 'node:fs/promises'
import { shutDown } from './host/power'
import { labHosts } from './hosts'
import { findLab } from './lab'
import { removeSwitch } from './switch'

/**
 * Nothing of the lab is left on this machine: processes, namespaces, cables, folders. Right for a lab that was made only in part,
 * and for none at all.
 */
export async function removeLab(name: string, dir: string): Promise<void> {
  // Without its settings file a lab has no network yet, but may have namespaces: their names need none.
  const lab = (await findLab(name, dir)) ?? { name, dir, net: '', shared: '' }
  await Promise.all((await labHosts(lab)).map(shutDown))
  await removeSwitch(lab)
  await rm(dir, { recursive: true, force: true })
}
