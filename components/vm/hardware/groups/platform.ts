import type { Timer } from '@/server/contract/hardware/clock'
import { advanced, choice, flag, maybe, number, part, text, type FieldSpec, type Group } from '../field'

const isUefi: FieldSpec['when'] = ({ firmware }) => firmware === 'uefi'

export const platform: Group = {
  id: 'platform',
  fields: () => [
    choice('firmware', ['bios', 'uefi']),
    flag('hardware.firmware.secureBoot', { when: isUefi }),
    choice('hardware.machine.type', ['auto', 'q35', 'pc', 'virt']),
    choice('virtType', ['auto', 'kvm', 'qemu']),
    choice('hardware.machine.arch', ['x86_64', 'aarch64'], advanced),
    choice('hardware.hypervisor', ['qemu', 'stratovirt'], advanced),
    text('hardware.firmware.loader', 'hostPath', { none: true, ...advanced }),
    text('hardware.firmware.nvram', 'hostPath', { none: true, when: isUefi, ...advanced }),
  ],
}

export const features: Group = {
  id: 'features',
  fields: () => [
    flag('hardware.features.acpi'),
    flag('hardware.features.apic'),
    flag('hardware.features.pae', advanced),
    flag('hardware.features.kvmHidden', advanced),
    choice('hardware.features.gic', [null, '2', '3'], { when: ({ hardware }) => hardware.machine.arch === 'aarch64' }),
    ...['relaxed', 'vapic', 'vpindex', 'runtime', 'synic', 'stimer', 'reset', 'frequencies', 'tlbflush', 'ipi'].map(name => flag(`hardware.features.hyperv.${name}`, advanced)),
    maybe('hardware.features.hyperv.spinlocks', 4095, 2_147_483_647, advanced),
  ],
}

/** Libvirt has more, but not with QEMU (domain/vm/hardware/check/platform.ts). */
const actions = ['destroy', 'restart'] as const

export const lifecycle: Group = {
  id: 'lifecycle',
  fields: () => [
    choice('hardware.lifecycle.onPoweroff', actions),
    choice('hardware.lifecycle.onReboot', actions),
    choice('hardware.lifecycle.onCrash', [...actions, 'preserve', 'coredump-destroy', 'coredump-restart']),
    flag('hardware.lifecycle.suspendToMem', advanced),
    flag('hardware.lifecycle.suspendToDisk', advanced),
  ],
}

const hasTicks = ({ name }: Timer): boolean => name !== 'kvmclock' && name !== 'hypervclock'

/** What another kind of timer had, this one may not have. */
const shapeTimer = (timer: Timer): Timer => {
  const tickPolicy = hasTicks(timer) ? timer.tickPolicy : null
  return {
    ...timer, tickPolicy, track: timer.name === 'rtc' ? timer.track : null, frequencyHz: timer.name === 'tsc' ? timer.frequencyHz : null,
    catchup: tickPolicy === 'catchup' ? timer.catchup : null,
  }
}

const ticks = [null, 'delay', 'catchup', 'merge', 'discard'] as const

export const clock: Group = {
  id: 'clock',
  fields: () => [
    choice('hardware.clock.offset', ['utc', 'localtime', 'timezone', 'variable']),
    text('hardware.clock.timezone', 'timezone', { max: 64, placeholder: 'Asia/Shanghai', when: ({ hardware }) => hardware.clock.offset === 'timezone' }),
    number('hardware.clock.adjustmentSeconds', -(2 ** 31), 2 ** 31, { unit: 's', when: ({ hardware }) => hardware.clock.offset === 'variable' }),
    choice('hardware.clock.basis', ['utc', 'localtime'], { when: ({ hardware }) => hardware.clock.offset === 'variable' }),
    {
      kind: 'list', path: 'hardware.clock.timers', max: 8, ...advanced,
      shape: item => shapeTimer(item as Timer),
      make: () => ({ name: 'kvmclock', present: true, tickPolicy: null, track: null, frequencyHz: null, catchup: null }),
      fields: [
        choice('name', ['rtc', 'pit', 'hpet', 'tsc', 'kvmclock', 'hypervclock']),
        choice('present', [null, true, false]),
        choice('tickPolicy', ticks, { when: (_, timer) => hasTicks(timer as Timer) }),
        choice('track', [null, 'guest', 'wall'], { when: (_, timer) => (timer as Timer).name === 'rtc' }),
        maybe('frequencyHz', 1, Number.MAX_SAFE_INTEGER, { unit: 'Hz', when: (_, timer) => (timer as Timer).name === 'tsc' }),
        part('catchup', [number('threshold', 1, 2 ** 31), number('slew', 1, 2 ** 31), number('limit', 1, 2 ** 31)], {
          make: () => ({ threshold: 123, slew: 120, limit: 10_000 }), when: (_, timer) => (timer as Timer).tickPolicy === 'catchup',
        }),
      ],
    },
  ],
}
