import { readdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { endDaemons } from '../hypervisor/daemons'
import { ensureLibvirt } from '../hypervisor/ensure'
import { libvirtAnswers } from '../hypervisor/virsh'
import { withConnection } from '../postgres/database'
import { postgresHome } from '../postgres/layout'
import { startPostgres } from '../postgres/start'
import { postgresStatus } from '../postgres/status'
import type { Instance } from '../up/instance'
import type { Places } from '../up/places'
import type { Report } from '../report'
import { anyMachineRuns, removeMachines, removeNetworks } from './machines'

/**
 * The instance's networks as libvirt knows them, but those that were there before. Read before the database is stopped (the embedded one is
 * started for that, if need be): only the database knows them.
 */
export async function networksOf(places: Places, instance: Instance, report: Report): Promise<string[]> {
  try {
    const embedded = instance.databaseUrl ? undefined : await postgresStatus(postgresHome(places.postgres))
    if (embedded?.state === 'empty') return []
    const url = instance.databaseUrl ?? (await startPostgres(places.postgres)).url
    const { rows } = await withConnection(url, client => client.query<{ name: string }>('select name from network'))
    return rows.map(row => row.name).filter(name => !instance.networksBefore?.includes(name))
  } catch (error) {
    report(`the database does not answer (${(error as Error).message}): networks that it names are left in libvirt`)
    return []
  }
}

/** Removes the instance's machines and networks from libvirt. @param others data folders of instances that stay; they share networks of one name */
export async function purgeLibvirt(instance: Instance, networks: readonly string[], others: readonly string[], report: Report): Promise<void> {
  if (!instance.instanceId) return
  // Machines are defined in libvirt even while it is stopped.
  if (!(await libvirtAnswers())) await ensureLibvirt()
  const machines = await removeMachines(instance.instanceId)
  report(`machines removed: ${machines.join(', ') || 'none'}`)
  const { removed, kept } = others.length ? { removed: [], kept: networks } : await removeNetworks(networks)
  report(`networks removed: ${removed.join(', ') || 'none'}`)
  if (kept.length) report(`networks left, because others use them: ${kept.join(', ')}`)
}

/** Ends libvirtd, unless others started it or use it. */
export async function purgeDaemons(others: readonly string[], report: Report): Promise<void> {
  if (others.length) return report(`libvirtd left running for ${others.join(', ')}`)
  if ((await libvirtAnswers()) && (await anyMachineRuns())) return report('libvirtd left running: machines of others run on it')
  if (await endDaemons()) report('libvirtd stopped')
}

/** Removes what set-up put into the data folder, and the folder when nothing else is in it: a wrong ATRIUM_DATA_DIR must not cost anybody's files. */
export async function purgeData(places: Places, report: Report): Promise<void> {
  const ours = ['admin-password', 'agent', 'guest', 'log', 'manager', 'packages', 'postgres', 'run', 'storage', 'instance.json']
  for (const name of ours) await rm(join(places.dataDir, name), { recursive: true, force: true })
  const left = await readdir(places.dataDir)
  if (left.length) return report(`${places.dataDir} is left, because it holds files that are not Atrium's: ${left.slice(0, 5).join(', ')}`)
  await rmdir(places.dataDir)
  report(`${places.dataDir} deleted`)
}
