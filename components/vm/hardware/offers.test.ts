import { expect, it } from 'vitest'
import { Hardware } from '@/server/contract/hardware/hardware'
import { offering, wish } from '@/server/domain/capability/testing'
import { alikeHosts } from '../lacking'
import type { Draft } from './draft'
import { asked, isNone, lackingOf, refusing } from './offers'

const draft = { ...wish(), hardware: Hardware.parse({}), disks: [], nics: [] } as Draft
const host = (name: string) => ({ id: `00000000-0000-4000-8000-00000000000${name.slice(1)}`, name })
const all = offering({ graphics: ['vnc', 'spice'], video: ['vga', 'qxl'] })
const bare = offering({ graphics: ['vnc'], video: ['vga'] })
const silent = { kvm: false, capabilities: [], hugePagesKiB: null }
const spice = { listen: 'socket', address: '127.0.0.1', port: null, clipboard: true, fileTransfer: true, streaming: 'default' }

it('says which hosts would refuse a value, and whether each one would', () => {
  const mixed = [{ hosts: [host('h1'), host('h2')], offers: bare }, { hosts: [host('h3')], offers: all }]
  expect(refusing(draft, mixed, 'hardware.graphics.spice', spice)).toEqual({ hosts: ['h1', 'h2'], all: false })
  expect(refusing(draft, mixed.slice(0, 1), 'hardware.video.model', 'qxl')).toEqual({ hosts: ['h1', 'h2'], all: true })
  expect(refusing(draft, mixed, 'hardware.video.model', 'vga')).toBeNull()
})

it('a host that tells nothing neither refuses nor saves a value', () => {
  const groups = [{ hosts: [host('h1')], offers: bare }, { hosts: [host('h2')], offers: silent }]
  expect(refusing(draft, groups, 'hardware.video.model', 'qxl')).toEqual({ hosts: ['h1'], all: true })
  expect(refusing(draft, groups.slice(1), 'hardware.video.model', 'qxl')).toBeNull()
})

it('asks of a number what the least above none would need', () => {
  const count = { kind: 'number', path: 'hardware.usb.redirections', min: 0, max: 4 } as const
  const tries = { kind: 'number', path: 'hardware.features.hyperv.spinlocks', min: 4095, max: 9999, none: true } as const
  expect([asked(count, 0), asked(count, 3), asked(tries, null), asked(tries, 8191)]).toEqual([1, 3, 4095, 8191])
  expect([isNone(count, 0), isNone(count, 3), isNone(tries, null), isNone(tries, 4095)]).toEqual([true, false, true, false])
  const groups = [{ hosts: [host('h1')], offers: offering({ redirection: [], hyperV: [] }) }]
  expect([count, tries].map(spec => refusing(draft, groups, spec.path, asked(spec, spec.min === 0 ? 0 : null)))).toEqual([{ hosts: ['h1'], all: true }, { hosts: ['h1'], all: true }])
})

it('names hosts together that lack the same of these fields', () => {
  const wanted: Draft = { ...draft, hardware: Hardware.parse({ graphics: { spice: {} }, video: { model: 'qxl' } }) }
  const lacking = lackingOf(wanted, [{ hosts: [host('h2'), host('h1')], offers: bare }, { hosts: [host('h3')], offers: offering({ graphics: ['vnc'] }) }])
  expect(alikeHosts(lacking, field => field === 'hardware.graphics.spice').map(({ names }) => names)).toEqual([['h1', 'h2', 'h3']])
  expect(alikeHosts(lacking).map(({ names, lacks }) => [names, lacks.map(({ code }) => code)])).toEqual([
    [['h1', 'h2'], ['lacks_graphics', 'lacks_video']], [['h3'], ['lacks_graphics']],
  ])
})
