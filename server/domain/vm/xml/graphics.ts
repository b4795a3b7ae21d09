import { Graphics, Video } from '@/server/contract/hardware/graphics'
import { attr, element, elements, find, findAll, withAttributes } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { numberOf, readPart, yesNo } from './part'
import type { DeviceKind, Machine, Part } from './part'

type AnyScreen = NonNullable<Graphics['vnc']>

/** On a unix socket that libvirt places there is no port to guess, and only the agent can reach it. */
const buildScreen = (type: 'vnc' | 'spice', { listen, address, port }: AnyScreen, keymap: string, ...more: (Element | null)[]): Element =>
  listen === 'socket'
    ? element('graphics', { type, keymap: keymap || null }, element('listen', { type: 'socket' }), ...more)
    : element(
        // An empty password lets nobody in, until one is set for a while (openScreen).
        'graphics', { type, port, autoport: yesNo(port === null), keymap: keymap || null, passwd: '' }, element('listen', { type: 'address', address }), ...more,
      )

const buildSpice = (spice: NonNullable<Graphics['spice']>, keymap: string): Element =>
  buildScreen(
    'spice', spice, keymap,
    element('clipboard', { copypaste: yesNo(spice.clipboard) }),
    element('filetransfer', { enable: yesNo(spice.fileTransfer) }),
    spice.streaming === 'default' ? null : element('streaming', { mode: spice.streaming }),
  )

const screenKind = (type: 'vnc' | 'spice'): DeviceKind => ({
  name: 'graphics',
  is: (device) => attr(device, 'type') === type,
  key: () => type,
  shape: {
    attributes: ['port', 'autoport', 'listen', 'socket', 'keymap', 'passwd', 'passwdValidTo', 'connected'],
    children: { listen: 'whole', clipboard: 'whole', filetransfer: 'whole', streaming: 'whole' },
  },
})

/** https://libvirt.org/formatdomain.html#graphical-framebuffers */
export const graphicsPart: Part = {
  fields: ['graphics'],
  kinds: [screenKind('vnc'), screenKind('spice')],
  devices: ({ hardware: { graphics: { vnc, spice, keymap } } }) => [vnc && buildScreen('vnc', vnc, keymap), spice && buildSpice(spice, keymap)],
}

const screenOf = (domain: Element, type: 'vnc' | 'spice'): Element | null => findAll(domain, 'devices/graphics').find((each) => attr(each, 'type') === type) ?? null

const parseScreen = (graphics: Element): Record<string, unknown> => {
  const [listen] = elements(graphics, 'listen')
  if (attr(graphics, 'socket') !== null || (listen && attr(listen, 'type') === 'socket')) return { listen: 'socket' }
  const port = numberOf(attr(graphics, 'port'))
  const fixed = attr(graphics, 'autoport') !== 'yes' && port !== undefined && port > 0
  return { listen: 'network', address: (listen && attr(listen, 'address')) ?? attr(graphics, 'listen') ?? undefined, port: fixed ? port : null }
}

export const parseGraphics = (domain: Element): Graphics => {
  const [vnc, spice] = [screenOf(domain, 'vnc'), screenOf(domain, 'spice')]
  return readPart(Graphics, {
    vnc: vnc && parseScreen(vnc),
    spice: spice && {
      ...parseScreen(spice),
      clipboard: attr(spice, 'copypaste', 'clipboard') !== 'no',
      fileTransfer: attr(spice, 'enable', 'filetransfer') !== 'no',
      streaming: attr(spice, 'mode', 'streaming') ?? undefined,
    },
    keymap: (vnc && attr(vnc, 'keymap')) ?? (spice && attr(spice, 'keymap')) ?? '',
  })
}

const buildVideo = ({ hardware: { video: { model, heads, vramKiB } } }: Machine): Element =>
  element('video', {}, element('model', { type: model, vram: vramKiB, heads: heads > 1 ? heads : null }))

/** https://libvirt.org/formatdomain.html#video-devices */
export const videoPart: Part = {
  fields: ['video'],
  kinds: [{
    name: 'video', is: () => true, key: () => '', place: (device) => attr(device, 'type', 'model') ?? '',
    // Sizes beside vram belong to the model that they were chosen for.
    shape: { children: { model: { attributes: ['type', 'vram', 'heads', 'ram', 'vgamem', 'vram64', 'primary'] } } },
  }],
  devices: (machine) => [buildVideo(machine)],
}

/** Without an element there is no card. */
export const parseVideo = (domain: Element): Video => {
  const model = find(domain, 'devices/video/model')
  if (!model) return Video.parse({ model: 'none', vramKiB: null })
  return readPart(Video, { model: attr(model, 'type'), heads: numberOf(attr(model, 'heads')), vramKiB: numberOf(attr(model, 'vram')) ?? null })
}

/** Where the running machine's screen can be reached from outside; null when it has none. `socket` = on this host alone. */
export const openScreenOf = (domain: Element, type: 'vnc' | 'spice'): 'socket' | { address: string | null; port: number | null; tlsPort: number | null } | null => {
  const graphics = screenOf(domain, type)
  if (!graphics) return null
  const [listen] = elements(graphics, 'listen')
  const given = (name: string): number | null => {
    const port = Number(attr(graphics, name) ?? -1)
    return port > 0 ? port : null
  }
  const at = { port: given('port'), tlsPort: given('tlsPort') }
  if (at.port === null && at.tlsPort === null) return 'socket'
  const address = (listen && attr(listen, 'address')) ?? attr(graphics, 'listen') ?? '127.0.0.1'
  return { ...at, address: address === '0.0.0.0' || address === '::' ? null : address }
}

/** The password that its screen has; null = it asks for none. */
export const passwordOf = (domain: Element, type: 'vnc' | 'spice'): string | null => {
  const graphics = screenOf(domain, type)
  return graphics && (attr(graphics, 'passwd') ?? null)
}

/** The running screen with a password that ends at `validTo`; who is connected stays. */
export const withPassword = (domain: Element, type: 'vnc' | 'spice', password: string, validTo: Date): Element | null => {
  const graphics = screenOf(domain, type)
  return graphics && withAttributes(graphics, { passwd: password, passwdValidTo: validTo.toISOString().slice(0, 19), connected: 'keep' })
}
