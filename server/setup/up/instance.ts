import { readFile, rename, writeFile } from 'node:fs/promises'
import { SetupProblem } from '../problem'
import type { Places } from './places'
import type { RememberedOptions } from './options'

/** What set-up must remember of an instance (instance.json, 0600: the database's URL may hold a password). */
export interface Instance extends RememberedOptions {
  /** Marks the instance's machines in libvirt; given by the manager at the first set-up. */
  instanceId?: string
  /** The database that the first set-up was done in. */
  initialized?: string
  /** libvirt's networks before the first Atrium came to this machine: a purge leaves them. */
  networksBefore?: string[]
  /** libvirt has started a machine here. */
  hypervisorProbed?: boolean
}

export async function readInstance(places: Places): Promise<Instance> {
  const text = await readFile(places.instance, 'utf8').catch(() => undefined)
  if (text === undefined) return {}
  try {
    return JSON.parse(text) as Instance
  } catch {
    throw new SetupProblem(`${places.instance} is damaged: remove it to have it written anew.`)
  }
}

/** Changes some of it. Written beside and renamed: a full disk leaves the old one whole. */
export async function remember(places: Places, change: Instance): Promise<Instance> {
  const changed = { ...(await readInstance(places)), ...change }
  const unfinished = `${places.instance}.${process.pid}`
  await writeFile(unfinished, `${JSON.stringify(changed, null, 2)}\n`, { mode: 0o600 })
  await rename(unfinished, places.instance)
  return changed
}
