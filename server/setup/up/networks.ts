import { networkNames } from '../down/machines'
import { registeredInstances } from '../hypervisor/instances'
import type { Context } from './context'
import { readInstance, remember } from './instance'
import { placesOf } from './places'

/**
 * Notes, once, which networks libvirt had before Atrium came. Networks that another instance has made do not count as such: instances
 * share them, and the last one to be purged removes them.
 */
export async function noteNetworks(context: Context): Promise<void> {
  if (context.instance.networksBefore) return
  const others = await Promise.all((await registeredInstances()).map(dataDir => readInstance(placesOf(dataDir))))
  const found = (await networkNames()).filter(name => others.every(other => !other.networksBefore || other.networksBefore.includes(name)))
  context.instance = await remember(context.places, { networksBefore: found })
}
