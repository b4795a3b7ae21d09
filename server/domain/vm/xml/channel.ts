import { Channels } from '@/server/contract/hardware/character'
import { attr, element, findAll } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { readPart } from './part'
import type { Part } from './part'

const agentChannel = 'org.qemu.guest_agent.0'
const spiceChannel = 'com.redhat.spice.0'

const nameOf = (channel: Element): string => attr(channel, 'name', 'target') ?? ''
const isOther = (channel: Element): boolean => attr(channel, 'type') === 'unix' && /^[A-Za-z0-9._-]{1,64}$/.test(nameOf(channel))
const build = (type: 'unix' | 'spicevmc', name: string): Element => element('channel', { type }, element('target', { type: 'virtio', name }))

/** Channels on virtio-serial (catalogue 11-04). https://libvirt.org/formatdomain.html#channel */
export const channelPart: Part = {
  fields: ['channels'],
  kinds: [{
    name: 'channel',
    is: (device) => attr(device, 'type', 'target') === 'virtio' && (isOther(device) || nameOf(device) === spiceChannel),
    key: nameOf,
    marked: (device) => nameOf(device) !== agentChannel && nameOf(device) !== spiceChannel,
    shape: { attributes: ['type'], children: { target: { attributes: ['type', 'name'] } } },
  }],
  devices: ({ hardware: { channels } }) => [
    channels.guestAgent ? build('unix', agentChannel) : null,
    channels.spiceAgent ? build('spicevmc', spiceChannel) : null,
    ...channels.others.map((name) => build('unix', name)),
  ],
}

export const parseChannels = (domain: Element): Channels => {
  const channels = findAll(domain, 'devices/channel').filter((channel) => attr(channel, 'type', 'target') === 'virtio')
  const names = channels.map(nameOf)
  return readPart(Channels, {
    guestAgent: names.includes(agentChannel),
    spiceAgent: names.includes(spiceChannel),
    others: channels.filter(isOther).map(nameOf).filter((name) => name !== agentChannel && name !== spiceChannel),
  })
}

/** Is the guest agent listening? Only live XML tells; false where the machine has no such channel. */
export const agentConnected = (domain: Element): boolean =>
  findAll(domain, 'devices/channel/target').some((target) => attr(target, 'name') === agentChannel && attr(target, 'state') === 'connected')
