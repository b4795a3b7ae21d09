import { Input, Usb } from '@/server/contract/hardware/usb'
import { attr, element, find, findAll } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { readPart, yesNo } from './part'
import type { Part } from './part'

const isFirst = (device: Element): boolean => attr(device, 'type') === 'usb' && (attr(device, 'index') ?? '0') === '0'
const withPorts: readonly string[] = ['qemu-xhci', 'nec-xhci']

/** USB 1 devices on ICH9 hang on three companions of the EHCI controller, two ports each. */
const companions = (): Element[] => [1, 2, 3].map((number) =>
  element('controller', { type: 'usb', index: 0, model: `ich9-uhci${number}` }, element('master', { startport: (number - 1) * 2 })))

/** https://libvirt.org/formatdomain.html#controllers and #redirected-devices */
export const usbPart: Part = {
  fields: ['usb'],
  kinds: [
    {
      name: 'controller', is: isFirst, place: (device) => attr(device, 'model') ?? '',
      key: (device) => (attr(device, 'model')?.startsWith('ich9-uhci') ? (attr(device, 'model') ?? '') : ''),
      shape: { attributes: ['type', 'model', 'ports'], children: { master: 'whole' } },
    },
    { name: 'redirdev', is: (device) => attr(device, 'bus') === 'usb' && attr(device, 'type') === 'spicevmc', key: () => '', shape: { attributes: ['bus', 'type'] } },
    { name: 'redirfilter', is: () => true, key: () => '', shape: { children: { usbdev: 'whole' } } },
  ],
  devices: ({ hardware: { usb } }) => [
    element('controller', { type: 'usb', index: 0, model: usb.controller, ports: withPorts.includes(usb.controller) ? 15 : null }),
    ...(usb.controller === 'ich9-ehci1' ? companions() : []),
    ...Array.from({ length: usb.redirections }, () => element('redirdev', { bus: 'usb', type: 'spicevmc' })),
    usb.redirectionRules.length === 0
      ? null
      : element('redirfilter', {}, ...usb.redirectionRules.map(({ class: kind, vendor, product, version, allow }) =>
          element('usbdev', { class: kind, vendor, product, version, allow: yesNo(allow) }))),
  ],
}

export const parseUsb = (domain: Element): Usb => {
  const controllers = findAll(domain, 'devices/controller').filter(isFirst).map((device) => attr(device, 'model'))
  const lower = (rule: Element, name: string) => attr(rule, name)?.toLowerCase() ?? null
  return readPart(Usb, {
    controller: controllers.find((model) => !model?.startsWith('ich9-uhci')) ?? undefined,
    redirections: findAll(domain, 'devices/redirdev').filter((device) => attr(device, 'type') === 'spicevmc').length,
    redirectionRules: findAll(domain, 'devices/redirfilter/usbdev').map((rule) => ({
      class: lower(rule, 'class'), vendor: lower(rule, 'vendor'), product: lower(rule, 'product'), version: attr(rule, 'version'), allow: attr(rule, 'allow') === 'yes',
    })),
  })
}

const isInput = (device: Element): boolean => attr(device, 'type') === 'tablet' || (attr(device, 'type') === 'keyboard' && attr(device, 'bus') !== 'ps2')

/** The keyboard on PS/2 is always there. */
export const inputPart: Part = {
  fields: ['input'],
  kinds: [{
    name: 'input', is: isInput, key: (device) => attr(device, 'type') ?? '', place: (device) => attr(device, 'bus') ?? '', shape: { attributes: ['type', 'bus'] },
  }],
  devices: ({ hardware: { input } }) => [
    input.tablet === 'none' ? null : element('input', { type: 'tablet', bus: input.tablet }),
    input.keyboard === 'ps2' ? null : element('input', { type: 'keyboard', bus: input.keyboard }),
  ],
}

export const parseInput = (domain: Element): Input => {
  const busOf = (type: string): string | undefined => {
    const device = findAll(find(domain, 'devices') ?? element('devices'), 'input').find((each) => isInput(each) && attr(each, 'type') === type)
    return device && (attr(device, 'bus') ?? 'usb')
  }
  return readPart(Input, { tablet: busOf('tablet') ?? 'none', keyboard: busOf('keyboard') ?? 'ps2' })
}
