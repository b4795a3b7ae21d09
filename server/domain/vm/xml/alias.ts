import { attr, element } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

/**
 * Devices carry Atrium's id as a user alias (libvirt keeps aliases that begin with `ua-`), so that an edit finds its
 * device again and never removes one that Atrium did not make.
 */
const prefix = 'ua-'

export const alias = (id: string): Element => element('alias', { name: prefix + id })

/** Mark of a device that has no id of its own: `ua-cdrom-sdz`. libvirt takes letters, digits, `_` and `-`. */
export const markOf = (kind: string, key: string): string => `${prefix}${kind}-${key.replace(/[^A-Za-z0-9-]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}`)}`

export const isMarked = (device: Element): boolean => attr(device, 'name', 'alias')?.startsWith(prefix) ?? false

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Atrium's id of a disk or card, null on any other device. */
export const aliasId = (device: Element): string | null => {
  const name = attr(device, 'name', 'alias')
  const id = name?.startsWith(prefix) ? name.slice(prefix.length) : null
  return id !== null && uuid.test(id) ? id : null
}
