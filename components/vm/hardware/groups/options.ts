import { advanced, choice, flag, maybe, number, part, text, type FieldSpec, type Group } from '../field'

const rate = { unit: 'B/s' }

/** How one disk is driven (catalogue MK-8). */
export const diskOptions = (id: string): Group => {
  const at = (name: string): string => `disks.${id}.options.${name}`
  const disk: FieldSpec['when'] = ({ disks }) => disks.some(each => each.id === id && each.options.device === 'lun')
  return {
    id: 'disk',
    fields: () => [
      choice(`disks.${id}.bus`, ['virtio', 'scsi', 'sata', 'ide', 'usb']),
      choice(at('cache'), ['default', 'none', 'writethrough', 'writeback', 'directsync', 'unsafe']),
      choice(at('io'), ['default', 'native', 'threads', 'io_uring']),
      choice(at('discard'), ['default', 'unmap', 'ignore']),
      choice(at('detectZeroes'), ['default', 'off', 'on', 'unmap']),
      flag(at('readOnly')),
      flag(at('shareable')),
      maybe(at('bootOrder'), 1, 99),
      maybe(at('iothread'), 1, 64),
      part(at('limits'), [
        maybe('totalBytesPerSecond', 1, 1e12, rate), maybe('readBytesPerSecond', 1, 1e12, rate), maybe('writeBytesPerSecond', 1, 1e12, rate),
        maybe('totalIops', 1, 1e12), maybe('readIops', 1, 1e12), maybe('writeIops', 1, 1e12),
      ], advanced),
      choice(at('errorPolicy'), ['default', 'stop', 'report', 'ignore', 'enospace'], advanced),
      maybe(at('queues'), 1, 256, advanced),
      text(at('serial'), 'serialNumber', { max: 36, ...advanced }),
      text(at('wwn'), 'wwn', { max: 16, none: true, ...advanced }),
      choice(at('device'), ['disk', 'lun'], advanced),
      choice(at('sgio'), ['default', 'filtered', 'unfiltered'], { when: disk, ...advanced }),
    ],
  }
}

const speed = [number('average', 1, 2 ** 31, { unit: 'KiB/s' }), maybe('peak', 1, 2 ** 31, { unit: 'KiB/s' }), maybe('burst', 1, 2 ** 31, { unit: 'KiB' })]
const newSpeed = { average: 1024, peak: null, burst: null }

/** How one card is driven. */
export const nicOptions = (id: string): Group => {
  const at = (name: string): string => `nics.${id}.options.${name}`
  const isVirtio: FieldSpec['when'] = ({ nics }) => nics.some(each => each.id === id && (each.model === 'virtio' || each.options.queues !== null || each.options.driver !== 'auto'))
  return {
    id: 'nic',
    fields: () => [
      choice(`nics.${id}.model`, ['virtio', 'e1000', 'e1000e', 'rtl8139', 'vmxnet3', 'pcnet', 'ne2k_pci']),
      choice(at('link'), ['up', 'down']),
      maybe(at('bootOrder'), 1, 99),
      part(at('inbound'), speed, { make: () => newSpeed, ...advanced }),
      part(at('outbound'), speed, { make: () => newSpeed, ...advanced }),
      choice(at('driver'), ['auto', 'vhost', 'qemu'], { when: isVirtio, ...advanced }),
      maybe(at('queues'), 2, 256, { when: isVirtio, ...advanced }),
      maybe(at('mtu'), 68, 65_535, advanced),
      part(at('filter'), [
        text('name', 'filterName', { max: 64, placeholder: 'clean-traffic' }),
        {
          kind: 'list', path: 'parameters', max: 32, make: () => ({ name: '', value: '' }),
          fields: [text('name', 'filterVariable', { max: 64, placeholder: 'IP' }), text('value', 'filterValue', { max: 255, placeholder: '192.0.2.1' })],
        },
      ], { make: () => ({ name: 'clean-traffic', parameters: [] }), ...advanced }),
    ],
  }
}
