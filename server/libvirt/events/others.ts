import { int } from '@/server/libvirt/xdr/primitives'
import { enumeration } from '@/server/libvirt/xdr/special'
import { network, nodeDevice, secret, storagePool } from '@/server/libvirt/procedures/objects'
import { event } from './event'

/** `detail` is reserved by libvirt and always 0. */
const detail = int

export const networkEvents = {
  'network-lifecycle': event(0, 315, { network, event: enumeration('defined', 'undefined', 'started', 'stopped'), detail }),
}

export const storagePoolEvents = {
  'pool-lifecycle': event(0, 370, { pool: storagePool, event: enumeration('defined', 'undefined', 'started', 'stopped', 'created', 'deleted'), detail }),
  'pool-refresh': event(1, 373, { pool: storagePool }),
}

export const nodeDeviceEvents = {
  'node-device-lifecycle': event(0, 376, { device: nodeDevice, event: enumeration('created', 'deleted', 'defined', 'undefined'), detail }),
  'node-device-update': event(1, 377, { device: nodeDevice }),
}

export const secretEvents = {
  'secret-lifecycle': event(0, 382, { secret, event: enumeration('defined', 'undefined'), detail }),
  'secret-value-changed': event(1, 383, { secret }),
}
