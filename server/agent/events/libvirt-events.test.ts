import { expect, it } from 'vitest'
import { oneRebootMs, rebootCounter } from './libvirt-events'

it('takes the resets of one start of the firmware for one reboot, per machine', () => {
  const begins = rebootCounter()
  expect([begins('a', 0), begins('a', 100), begins('b', 150), begins('a', oneRebootMs - 1)]).toEqual([true, false, true, false])
})

it('tells of the next reboot, too', () => {
  const begins = rebootCounter()
  expect([begins('a', 0), begins('a', oneRebootMs), begins('a', oneRebootMs + 1)]).toEqual([true, true, false])
})
