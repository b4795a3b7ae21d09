import { constant, optional, struct, withDefault } from '@/server/libvirt/xdr/compose'
import { int, nothing, quantity, string, uint } from '@/server/libvirt/xdr/primitives'
import { enumeration, uuid } from '@/server/libvirt/xdr/special'
import { flags, list, storagePool, storageVolume, truth } from './objects'
import { LONG, on, proc, streaming } from './procedure'

const ofPool = on(storagePool)
const ofVolume = on(storageVolume)

const poolState = enumeration('inactive', 'building', 'running', 'degraded', 'inaccessible')
const volumeType = enumeration('file', 'block', 'dir', 'network', 'netdir', 'ploop')
const range = { offset: withDefault(quantity, 0), length: withDefault(quantity, 0) }
const SPARSE_STREAM = 1

/** Sizes in bytes. */
export const storagePoolTable = {
  list: proc(281, { need: constant(int, 1), flags }, list(storagePool)),
  lookupByName: proc(84, { name: string }, storagePool),
  lookupByUuid: proc(85, { uuid }, storagePool),
  lookupByTargetPath: proc(391, { path: string }, storagePool),
  findSources: proc(75, { type: string, spec: optional(string), flags }, string),
  createXml: proc(76, { xml: string, flags }, storagePool),
  defineXml: proc(77, { xml: string, flags }, storagePool),
  create: ofPool(78, { flags }, nothing, LONG),
  build: ofPool(79, { flags }, nothing, LONG),
  destroy: ofPool(80, {}, nothing),
  delete: ofPool(81, { flags }, nothing),
  undefine: ofPool(82, {}, nothing),
  refresh: ofPool(83, { flags }, nothing, LONG),
  info: ofPool(87, {}, struct({ state: poolState, capacity: quantity, allocation: quantity, available: quantity })),
  xml: ofPool(88, { flags }, string),
  autostart: ofPool(89, {}, truth),
  setAutostart: ofPool(90, { autostart: truth }, nothing),
  isActive: ofPool(154, {}, truth),
  isPersistent: ofPool(155, {}, truth),
  volumes: ofPool(282, { need: constant(int, 1), flags }, list(storageVolume)),
  createVolumeXml: ofPool(93, { xml: string, flags }, storageVolume, LONG),
  createVolumeXmlFrom: ofPool(125, { xml: string, source: storageVolume, flags }, storageVolume, LONG),
  lookupVolume: ofPool(95, { name: string }, storageVolume),
}

export const storageVolumeTable = {
  lookupByKey: proc(96, { key: string }, storageVolume),
  lookupByPath: proc(97, { path: string }, storageVolume),
  pool: ofVolume(86, {}, storagePool),
  info: ofVolume(98, {}, struct({ type: volumeType, capacity: quantity, allocation: quantity })),
  /** With VolumeInfoFlag.PHYSICAL `allocation` is the size of the file itself. */
  infoFlags: ofVolume(378, { flags }, struct({ type: volumeType, capacity: quantity, allocation: quantity })),
  xml: ofVolume(99, { flags }, string),
  path: ofVolume(100, {}, string),
  delete: ofVolume(94, { flags }, nothing, LONG),
  resize: ofVolume(260, { capacity: quantity, flags }, nothing, LONG),
  wipe: ofVolume(165, { flags }, nothing, LONG),
  wipePattern: ofVolume(259, { algorithm: uint, flags }, nothing, LONG),
  /** `length` 0 = to the end. */
  upload: streaming(ofVolume(208, { ...range, flags: constant(uint, 0) }, nothing), { direction: 'write' }),
  download: streaming(ofVolume(209, { ...range, flags: constant(uint, 0) }, nothing), { direction: 'read' }),
  /** Chunks are Buffers and `{hole: bytes}`. */
  uploadSparse: streaming(ofVolume(208, { ...range, flags: constant(uint, SPARSE_STREAM) }, nothing), { direction: 'write', sparse: true }),
  downloadSparse: streaming(ofVolume(209, { ...range, flags: constant(uint, SPARSE_STREAM) }, nothing), { direction: 'read', sparse: true }),
}
