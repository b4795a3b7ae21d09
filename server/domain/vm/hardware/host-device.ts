import type { HostDevice } from '@/server/contract/hardware/host-device'

/** What names a device of the host: two with the same one are the same device. */
export const hostDeviceKey = (device: HostDevice): string =>
  'address' in device ? device.address : device.type === 'mdev' ? device.uuid : `${device.vendor}:${device.product}`

const order = (device: HostDevice): string => `${device.type} ${hostDeviceKey(device)}`

/** Always in the same order: an edit puts what is new behind what is there. */
export const sortedHostDevices = (devices: readonly HostDevice[]): HostDevice[] => devices.toSorted((a, b) => order(a).localeCompare(order(b)))
