import { Panic, Rng, type Smartcard, Sound, Tpm, Vsock, Watchdog } from '@/server/contract/hardware/small-devices'
import { attr, element, find, findAll, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import type { Shape } from '@/server/domain/xml/overlay'
import { numberOf } from './part'
import type { DeviceKind, Part } from './part'

/** A device of which a machine has one or none. */
const single = (name: string, shape: Shape, is: DeviceKind['is'] = () => true): DeviceKind =>
  ({ name, is, key: () => '', place: (device) => attr(device, 'model') ?? '', shape })

const first = (domain: Element, kind: DeviceKind): Element | null => findAll(domain, `devices/${kind.name}`).find(kind.is) ?? null

const sound = single('sound', { attributes: ['model'] })
export const soundPart: Part = { fields: ['sound'], kinds: [sound], devices: ({ hardware }) => [hardware.sound && element('sound', { model: hardware.sound.model })] }
export const parseSound = (domain: Element): Sound | null => Sound.safeParse({ model: attr(first(domain, sound) ?? element('sound'), 'model') }).data ?? null

const rng = single(
  'rng', { attributes: ['model'], children: { rate: 'whole', backend: { attributes: ['model'] } } }, (device) => attr(device, 'model', 'backend') === 'random',
)
export const rngPart: Part = {
  fields: ['rng'],
  kinds: [rng],
  devices: ({ hardware }) => [
    hardware.rng &&
      element(
        'rng', { model: 'virtio' },
        hardware.rng.rate && element('rate', { bytes: hardware.rng.rate.bytes, period: hardware.rng.rate.periodMs }),
        element('backend', { model: 'random' }, hardware.rng.source),
      ),
  ],
}
export const parseRng = (domain: Element): Rng | null => {
  const device = first(domain, rng)
  if (!device) return null
  const bytes = numberOf(attr(device, 'bytes', 'rate'))
  const rate = bytes === undefined ? null : { bytes, periodMs: numberOf(attr(device, 'period', 'rate')) }
  return Rng.safeParse({ source: text(device, 'backend') || undefined, rate }).data ?? null
}

const watchdog = single('watchdog', { attributes: ['model', 'action'] })
export const watchdogPart: Part = {
  fields: ['watchdog'], kinds: [watchdog], devices: ({ hardware }) => [hardware.watchdog && element('watchdog', { ...hardware.watchdog })],
}
export const parseWatchdog = (domain: Element): Watchdog | null => {
  const device = first(domain, watchdog)
  return device && (Watchdog.safeParse({ model: attr(device, 'model'), action: attr(device, 'action') ?? undefined }).data ?? null)
}

const tpm = single('tpm', { attributes: ['model'], children: { backend: { attributes: ['type', 'version'], children: { device: 'whole' } } } })
export const tpmPart: Part = {
  fields: ['tpm'],
  kinds: [tpm],
  devices: ({ hardware }) => [
    hardware.tpm &&
      element(
        'tpm', { model: hardware.tpm.model },
        hardware.tpm.backend === 'emulator'
          ? element('backend', { type: 'emulator', version: hardware.tpm.version })
          : element('backend', { type: 'passthrough' }, element('device', { path: hardware.tpm.device })),
      ),
  ],
}
export const parseTpm = (domain: Element): Tpm | null => {
  const device = first(domain, tpm)
  const backend = device && find(device, 'backend')
  if (!device || !backend) return null
  const version = attr(backend, 'version') ?? undefined
  return Tpm.safeParse({ model: attr(device, 'model') ?? undefined, backend: attr(backend, 'type'), version, device: attr(backend, 'path', 'device') ?? undefined }).data ?? null
}

const panic = single('panic', { attributes: ['model'] })
export const panicPart: Part = { fields: ['panic'], kinds: [panic], devices: ({ hardware }) => [hardware.panic && element('panic', { model: hardware.panic.model })] }
export const parsePanic = (domain: Element): Panic | null => {
  const device = first(domain, panic)
  return device && (Panic.safeParse({ model: attr(device, 'model') ?? undefined }).data ?? null)
}

const vsock = single('vsock', { attributes: ['model'], children: { cid: 'whole' } })
export const vsockPart: Part = {
  fields: ['vsock'],
  kinds: [vsock],
  devices: ({ hardware }) => [
    hardware.vsock &&
      element('vsock', { model: 'virtio' }, element('cid', hardware.vsock.cid === null ? { auto: 'yes' } : { auto: 'no', address: hardware.vsock.cid })),
  ],
}
export const parseVsock = (domain: Element): Vsock | null => {
  const device = first(domain, vsock)
  if (!device) return null
  return Vsock.safeParse({ cid: attr(device, 'auto', 'cid') === 'yes' ? null : numberOf(attr(device, 'address', 'cid')) }).data ?? null
}

const smartcardModes: readonly string[] = ['host', 'passthrough']
const smartcard: DeviceKind = {
  ...single('smartcard', { attributes: ['mode', 'type'] }, (device) => smartcardModes.includes(attr(device, 'mode') ?? '')),
  place: (device) => attr(device, 'mode') ?? '',
}
export const smartcardPart: Part = {
  fields: ['smartcard'],
  kinds: [smartcard],
  devices: ({ hardware }) => [
    hardware.smartcard && element('smartcard', hardware.smartcard.mode === 'host' ? { mode: 'host' } : { mode: 'passthrough', type: 'spicevmc' }),
  ],
}
export const parseSmartcard = (domain: Element): Smartcard | null => {
  const device = first(domain, smartcard)
  return device && { mode: attr(device, 'mode') === 'host' ? 'host' : 'client' }
}
