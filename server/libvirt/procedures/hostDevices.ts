import { constant, optional } from '@/server/libvirt/xdr/compose'
import { int, nothing, string } from '@/server/libvirt/xdr/primitives'
import { flags, hostInterface, list, nodeDevice, truth } from './objects'
import { on, proc } from './procedure'

const ofDevice = on(nodeDevice)
const ofInterface = on(hostInterface)

/** Hardware of the host: PCI, USB, disks, mediated devices … */
export const nodeDeviceTable = {
  list: proc(285, { need: constant(int, 1), flags }, list(nodeDevice)),
  lookupByName: proc(113, { name: string }, nodeDevice),
  xml: ofDevice(114, { flags }, string),
  parent: ofDevice(115, {}, optional(string)),
  detach: ofDevice(301, { driver: optional(string), flags }, nothing),
  reattach: ofDevice(119, {}, nothing),
  reset: ofDevice(120, {}, nothing),
  createXml: proc(123, { xml: string, flags }, nodeDevice),
  destroy: ofDevice(124, {}, nothing),
}

/** Network interfaces of the host; needs libvirt's netcf or udev driver. */
export const hostInterfaceTable = {
  list: proc(284, { need: constant(int, 1), flags }, list(hostInterface)),
  lookupByName: proc(128, { name: string }, hostInterface),
  lookupByMac: proc(129, { mac: string }, hostInterface),
  xml: ofInterface(130, { flags }, string),
  isActive: ofInterface(156, {}, truth),
}
