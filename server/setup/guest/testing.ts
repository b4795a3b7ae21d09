import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withLock } from '../lock'
import { buildGuest, type TinyGuest } from './build'
import { guestSourcesHash } from './sources'

const buildTimeoutMs = 300_000

/** The guest for tests and for the lab: built once per state of its sources and shared by all (read only). */
export async function sharedGuest(): Promise<TinyGuest> {
  const folder = join(tmpdir(), `atrium-guest-${(await guestSourcesHash()).slice(0, 12)}`)
  return withLock(`${folder}.lock`, buildTimeoutMs, () => buildGuest(folder, join(tmpdir(), 'atrium-guest-packages')))
}
