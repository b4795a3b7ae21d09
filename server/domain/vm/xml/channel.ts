import { attr, element, findAll } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

const agentChannel = 'org.qemu.guest_agent.0'

/** Channel of the QEMU guest agent (catalogue 11-04). */
export const buildAgentChannel = (): Element => element('channel', { type: 'unix' }, element('target', { type: 'virtio', name: agentChannel }))

/** Is the guest agent listening? Only live XML tells; false where the machine has no such channel. */
export const agentConnected = (domain: Element): boolean =>
  findAll(domain, 'devices/channel/target').some((target) => attr(target, 'name') === agentChannel && attr(target, 'state') === 'connected')
