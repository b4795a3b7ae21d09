import type { Draft } from '../draft'
import { advanced, maybe, part, number, text, type FieldSpec, type Group } from '../field'

/** The place of each device that can be booted from. */
const places = ({ disks, nics, hardware }: Draft): FieldSpec[] => [
  ...disks.map(({ id, target }) => maybe(`disks.${id}.options.bootOrder`, 1, 99, { device: target })),
  ...hardware.cdroms.map(({ target }, at) => maybe(`hardware.cdroms.${at}.bootOrder`, 1, 99, { device: target })),
  ...nics.map(({ id, name }) => maybe(`nics.${id}.options.bootOrder`, 1, 99, { device: name })),
]

export const boot: Group = {
  id: 'boot',
  fields: draft => [
    { kind: 'order', path: 'hardware.boot.devices', choices: ['hd', 'cdrom', 'network', 'fd'] },
    ...places(draft),
    number('hardware.boot.menuTimeoutMs', 0, 65_535, { unit: 'ms', step: 1000 }),
    maybe('hardware.boot.rebootTimeoutMs', 0, 65_535, { unit: 'ms', step: 1000, ...advanced }),
    part('hardware.boot.kernel', [text('path', 'hostPath', { placeholder: '/boot/vmlinuz' }), text('initrd', 'hostPath', { none: true }), text('commandLine', 'word')], {
      make: () => ({ path: '', initrd: null, commandLine: '' }), ...advanced,
    }),
  ],
}
