import { attr, element } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

/**
 * Devices carry Atrium's id as a user alias (libvirt keeps aliases that begin with `ua-`), so that an edit finds its
 * device again and never removes one that Atrium did not make.
 */
const prefix = 'ua-'

export const alias = (id: string): Element => element('alias', { name: prefix + id })

/** Atrium's id of a device, null when Atrium did not make it. */
export const aliasId = (device: Element): string | null => {
  const name = attr(device, 'name', 'alias')
  return name?.startsWith(prefix) ? name.slice(prefix.length) : null
}
