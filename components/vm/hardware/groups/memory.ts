import { advanced, choice, flag, maybe, number, type FieldSpec, type Group } from '../field'

const most = 2 ** 31
const isPlugged: FieldSpec['when'] = ({ hardware }) => hardware.memory.maxMiB !== null || hardware.memory.devices.length > 0
const hasBalloon: FieldSpec['when'] = ({ hardware }) => hardware.balloon.model !== 'none'

export const memory: Group = {
  id: 'memory',
  fields: () => [
    number('memoryMiB', 1, most, { unit: 'MiB', step: 64 }),
    maybe('hardware.memory.maxMiB', 1, most, { unit: 'MiB', step: 1024 }),
    number('hardware.memory.slots', 1, 255, { when: isPlugged }),
    {
      kind: 'list', path: 'hardware.memory.devices', max: 255, when: isPlugged, make: () => ({ model: 'dimm', sizeMiB: 1024, node: 0 }),
      fields: [number('sizeMiB', 1, most, { unit: 'MiB', step: 128 }), number('node', 0, 63)],
    },
    choice('hardware.balloon.model', ['virtio', 'none']),
    maybe('hardware.memory.currentMiB', 1, most, { unit: 'MiB', step: 64, when: hasBalloon }),
    flag('hardware.balloon.autodeflate', { when: hasBalloon, ...advanced }),
    flag('hardware.balloon.freePageReporting', { when: hasBalloon, ...advanced }),
    choice('hardware.memory.hugePagesKiB', [null, 2048, 1_048_576]),
    flag('hardware.memory.sharePages'),
    flag('hardware.memory.locked', advanced),
    maybe('hardware.memory.hardLimitMiB', 1, most, { unit: 'MiB', ...advanced }),
    maybe('hardware.memory.softLimitMiB', 1, most, { unit: 'MiB', ...advanced }),
    maybe('hardware.memory.swapHardLimitMiB', 1, most, { unit: 'MiB', ...advanced }),
  ],
}
