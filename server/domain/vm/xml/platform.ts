import { element } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

export const buildFeatures = (): Element => element('features', {}, element('acpi'), element('apic'), element('vmport', { state: 'off' }))

/** Time keeping as virt-install sets it: lost ticks are made up for by the clock chip, no HPET. */
export const buildClock = (): Element =>
  element(
    'clock',
    { offset: 'utc' },
    element('timer', { name: 'rtc', tickpolicy: 'catchup' }),
    element('timer', { name: 'pit', tickpolicy: 'delay' }),
    element('timer', { name: 'hpet', present: 'no' }),
  )

/** What the hypervisor does by itself: a restart of a machine that crashed is the manager's decision. */
export const buildActions = (): Element[] => [
  element('on_poweroff', {}, 'destroy'),
  element('on_reboot', {}, 'restart'),
  element('on_crash', {}, 'destroy'),
  element('pm', {}, element('suspend-to-mem', { enabled: 'no' }), element('suspend-to-disk', { enabled: 'no' })),
]
