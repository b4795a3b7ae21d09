import { Clock } from '@/server/contract/hardware/clock'
import { attr, element, find, findAll } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { numberOf, readPart, yesNo } from './part'
import type { Machine, Part } from './part'

const buildTimer = ({ name, present, tickPolicy, track, frequencyHz, catchup }: Clock['timers'][number]): Element =>
  element(
    'timer',
    { name, track, tickpolicy: tickPolicy, frequency: frequencyHz, present: present === null ? null : yesNo(present) },
    catchup && element('catchup', { threshold: catchup.threshold, slew: catchup.slew, limit: catchup.limit }),
  )

const buildClock = ({ hardware: { clock } }: Machine): Element =>
  element(
    'clock',
    {
      offset: clock.offset,
      timezone: clock.offset === 'timezone' ? clock.timezone : null,
      adjustment: clock.offset === 'variable' ? clock.adjustmentSeconds : null,
      basis: clock.offset === 'variable' ? clock.basis : null,
    },
    ...clock.timers.map(buildTimer),
  )

/** Time keeping. https://libvirt.org/formatdomain.html#time-keeping */
export const clockPart: Part = {
  fields: ['clock'],
  shape: { clock: { attributes: ['offset', 'timezone', 'adjustment', 'basis'], children: { timer: 'whole' } } },
  platform: (machine) => [buildClock(machine)],
}

export const parseClock = (domain: Element): Clock => {
  const clock = find(domain, 'clock') ?? element('clock')
  const catchup = (timer: Element) => {
    const limits = find(timer, 'catchup')
    return limits && { threshold: numberOf(attr(limits, 'threshold')), slew: numberOf(attr(limits, 'slew')), limit: numberOf(attr(limits, 'limit')) }
  }
  return readPart(Clock, {
    offset: attr(clock, 'offset') ?? undefined,
    timezone: attr(clock, 'timezone') ?? undefined,
    adjustmentSeconds: numberOf(attr(clock, 'adjustment')),
    basis: attr(clock, 'basis') ?? undefined,
    timers: findAll(clock, 'timer').map((timer) => ({
      name: attr(timer, 'name'),
      present: attr(timer, 'present') === null ? null : attr(timer, 'present') === 'yes',
      tickPolicy: attr(timer, 'tickpolicy'),
      track: attr(timer, 'track'),
      frequencyHz: numberOf(attr(timer, 'frequency')) ?? null,
      catchup: catchup(timer),
    })),
  })
}
