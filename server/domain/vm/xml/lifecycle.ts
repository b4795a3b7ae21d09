import { Lifecycle } from '@/server/contract/hardware/boot'
import { attr, element, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { readPart, yesNo } from './part'
import type { Part } from './part'

/** https://libvirt.org/formatdomain.html#events-configuration and #power-management */
export const lifecyclePart: Part = {
  fields: ['lifecycle'],
  shape: { on_poweroff: 'whole', on_reboot: 'whole', on_crash: 'whole', pm: { children: { 'suspend-to-mem': 'whole', 'suspend-to-disk': 'whole' } } },
  platform: ({ hardware: { lifecycle } }) => [
    element('on_poweroff', {}, lifecycle.onPoweroff),
    element('on_reboot', {}, lifecycle.onReboot),
    element('on_crash', {}, lifecycle.onCrash),
    element(
      'pm', {},
      element('suspend-to-mem', { enabled: yesNo(lifecycle.suspendToMem) }),
      element('suspend-to-disk', { enabled: yesNo(lifecycle.suspendToDisk) }),
    ),
  ],
}

export const parseLifecycle = (domain: Element): Lifecycle =>
  readPart(Lifecycle, {
    onPoweroff: text(domain, 'on_poweroff') ?? undefined,
    onReboot: text(domain, 'on_reboot') ?? undefined,
    onCrash: text(domain, 'on_crash') ?? undefined,
    suspendToMem: attr(domain, 'enabled', 'pm/suspend-to-mem') === 'yes',
    suspendToDisk: attr(domain, 'enabled', 'pm/suspend-to-disk') === 'yes',
  })
