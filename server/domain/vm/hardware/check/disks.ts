import type { HardwareWish } from '../check'
import { finding, twice } from '../finding'
import type { Verdict } from '../finding'
import { fitsBus } from '../target'

type Disk = HardwareWish['disks'][number]

const checkDisk = ({ hardware }: HardwareWish) => ({ bus, target, format, options }: Disk, at: number): Verdict[] => {
  const { limits, iothread } = options
  const field = (name: string) => `disks.${at}.options.${name}`
  const total = (kind: 'Bytes' | 'Iops') =>
    kind === 'Bytes'
      ? limits.totalBytesPerSecond !== null && (limits.readBytesPerSecond !== null || limits.writeBytesPerSecond !== null)
      : limits.totalIops !== null && (limits.readIops !== null || limits.writeIops !== null)
  return [
    !fitsBus(target, bus) && finding(`disks.${at}.bus`, 'disk_target', `Disk ${target} cannot be on the bus ${bus}: the name is of another bus.`, { target, bus }),
    options.readOnly && (bus === 'sata' || bus === 'ide') &&
      finding(field('readOnly'), 'disk_readonly', `Disk ${target} cannot be read-only on the bus ${bus}. Use virtio or scsi.`, { target, bus }),
    options.shareable && format !== 'raw' && finding(field('shareable'), 'disk_share', `Disk ${target} can be shared only in the format raw.`, { target }),
    iothread !== null && bus !== 'virtio' && finding(field('iothread'), 'disk_iothread', `An I/O thread serves only virtio disks, not ${target} on ${bus}.`, { target, bus }),
    iothread !== null && iothread > hardware.iothreads &&
      finding(field('iothread'), 'disk_no_iothread', `Disk ${target} asks for I/O thread ${iothread}, but the machine has ${hardware.iothreads}.`, { target, iothread }),
    options.queues !== null && bus !== 'virtio' && finding(field('queues'), 'disk_queues', `Only virtio disks have queues, not ${target} on ${bus}.`, { target, bus }),
    options.io === 'native' && !['none', 'directsync'].includes(options.cache) &&
      finding(field('io'), 'disk_io', `Native I/O on disk ${target} needs the cache mode none or directsync.`, { target }),
    options.detectZeroes === 'unmap' && options.discard !== 'unmap' &&
      finding(field('detectZeroes'), 'disk_zeroes', `Giving back zeroes on disk ${target} needs discard to be on.`, { target }),
    options.device === 'lun' && (!['scsi', 'virtio'].includes(bus) || format !== 'raw') &&
      finding(field('device'), 'disk_lun', `Disk ${target} can pass SCSI commands only as a raw block device on the bus scsi.`, { target }),
    options.device === 'lun' && options.wwn !== null && finding(field('wwn'), 'disk_lun_own', `${target} is a whole device: it has its own serial number and World Wide Name.`, { target }),
    options.device === 'lun' && options.serial !== '' && finding(field('serial'), 'disk_lun_own', `${target} is a whole device: it has its own serial number and World Wide Name.`, { target }),
    options.sgio !== 'default' && options.device !== 'lun' && finding(field('sgio'), 'disk_sgio', `Filtering of SCSI commands on ${target} needs the device “lun”.`, { target }),
    options.wwn !== null && bus !== 'scsi' && bus !== 'ide' && finding(field('wwn'), 'disk_wwn', `Only scsi and ide disks have a World Wide Name, not ${target} on ${bus}.`, { target, bus }),
    options.serial.length > 20 && bus !== 'scsi' && finding(field('serial'), 'disk_serial', `The serial number of ${target} may have 20 characters.`, { target }),
    options.errorPolicy === 'enospace' && bus === 'usb' && finding(field('errorPolicy'), 'disk_error', `USB disks such as ${target} cannot stop on a full storage alone.`, { target }),
    total('Bytes') && finding(field('limits'), 'disk_limits', `Disk ${target}: limit the total throughput, or reading and writing, not both.`, { target }),
    total('Iops') && finding(field('limits'), 'disk_limits', `Disk ${target}: limit all operations, or reading and writing, not both.`, { target }),
  ]
}

/** Rules of disks, drives and of the order in which the machine boots. */
export const checkDisks = (wish: HardwareWish): Verdict[] => {
  const { disks, nics, hardware } = wish
  const target = twice([...disks, ...hardware.cdroms, ...hardware.floppies].map(each => each.target))
  const order = twice([...disks.map(disk => disk.options), ...nics.map(nic => nic.options), ...hardware.cdroms].flatMap(({ bootOrder }) => bootOrder ?? []))
  return [
    target !== undefined && finding('disks', 'target_twice', `Two drives are named ${target}.`, { target }),
    order !== undefined && finding('disks', 'boot_order_twice', `Two devices have place ${order} in the boot order.`, { order }),
    ...hardware.cdroms.map((cdrom, at) => !fitsBus(cdrom.target, cdrom.bus) &&
      finding(`hardware.cdroms.${at}.target`, 'cdrom_target', `A CD drive on the bus ${cdrom.bus} cannot be named ${cdrom.target}.`, { target: cdrom.target, bus: cdrom.bus })),
    ...disks.flatMap(checkDisk(wish)),
  ]
}
