import { advanced, choice, flag, maybe, number, part, text, type FieldSpec, type Group } from '../field'

const onNetwork: FieldSpec['when'] = (_, of) => typeof of === 'object' && of !== null && 'listen' in of && of.listen === 'network'
const screen: readonly FieldSpec[] = [
  choice('listen', ['socket', 'network']),
  text('address', 'word', { max: 45, when: onNetwork }),
  maybe('port', 5900, 65_535, { when: onNetwork }),
]
const newScreen = { listen: 'socket', address: '127.0.0.1', port: null }
const hasScreen: FieldSpec['when'] = ({ hardware }) => hardware.graphics.vnc !== null || hardware.graphics.spice !== null

/** Screen, graphics card and what the pointer is: oVirt's "Console". */
export const console_: Group = {
  id: 'console',
  fields: () => [
    part('hardware.graphics.vnc', screen, { make: () => ({ ...newScreen }) }),
    part('hardware.graphics.spice', [...screen, flag('clipboard'), flag('fileTransfer'), choice('streaming', ['default', 'filter', 'all', 'off'])], {
      make: () => ({ ...newScreen, clipboard: true, fileTransfer: true, streaming: 'default' }),
    }),
    choice('hardware.video.model', ['vga', 'virtio', 'qxl', 'cirrus', 'bochs', 'none']),
    number('hardware.video.heads', 1, 16, { when: ({ hardware }) => ['virtio', 'qxl'].includes(hardware.video.model) || hardware.video.heads > 1 }),
    choice('hardware.input.tablet', ['usb', 'virtio', 'none']),
    choice('hardware.input.keyboard', ['ps2', 'usb', 'virtio'], advanced),
    text('hardware.graphics.keymap', 'keymap', { max: 6, placeholder: 'en-us', when: hasScreen, ...advanced }),
    maybe('hardware.video.vramKiB', 1024, 1_048_576, { unit: 'KiB', step: 1024, ...advanced }),
  ],
}

const onHost: FieldSpec['when'] = (_, of) => typeof of === 'object' && of !== null && 'type' in of && (of.type === 'file' || of.type === 'unix')

export const serial: Group = {
  id: 'serial',
  fields: () => [
    choice('hardware.serial.console', ['serial', 'virtio', 'none']),
    {
      kind: 'list', path: 'hardware.serial.ports', max: 4, make: () => ({ type: 'pty', path: null }),
      shape: item => ('type' in item && (item.type === 'file' || item.type === 'unix') ? item : { ...item, path: null }),
      fields: [choice('type', ['pty', 'file', 'unix', 'null']), text('path', 'hostPath', { none: true, when: onHost })],
    },
    flag('hardware.channels.guestAgent'),
    flag('hardware.channels.spiceAgent'),
    { kind: 'lines', path: 'hardware.channels.others', form: 'token', max: 28, ...advanced },
  ],
}
