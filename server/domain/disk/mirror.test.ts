import { expect, it } from 'vitest'
import { parseXml } from '../xml/parse'
import { mirroredDisk } from './mirror'

const mirroring = { from: '/a/disk.qcow2', to: { path: '/b/disk.raw', format: 'raw' as const } }
const domain = (inner: string) => parseXml(`<domain><devices><disk type='file' device='cdrom'><target dev='sda'/></disk><disk type='file' device='disk'>${inner}<target dev='vdb'/></disk></devices></domain>`)
const mirror = (path: string, ready = '') => `<mirror type='file' file='${path}' format='raw' job='copy'${ready}><format type='raw'/><source file='${path}'/></mirror>`

it.each([
  ["<source file='/a/disk.qcow2'/>", 'from'],
  [`<source file='/a/disk.qcow2'/>${mirror('/b/disk.raw')}`, 'copying'],
  [`<source file='/a/disk.qcow2'/>${mirror('/b/disk.raw', " ready='yes'")}`, 'ready'],
  // QEMU is just letting go of it.
  [`<source file='/a/disk.qcow2'/>${mirror('/b/disk.raw', " ready='abort'")}`, 'copying'],
  [`<source file='/a/disk.qcow2'/>${mirror('/c/other.raw', " ready='yes'")}`, 'foreign'],
  ["<source file='/b/disk.raw'/>", 'to'],
  [`<source file='/b/disk.raw'/>${mirror('/c/other.raw')}`, 'foreign'],
])('%s is %s', (inner, state) => expect(mirroredDisk(domain(inner), mirroring)).toEqual({ target: 'vdb', state }))

it('is none of a machine that has neither image', () => expect(mirroredDisk(domain("<source file='/a/other.qcow2'/>"), mirroring)).toBeNull())
