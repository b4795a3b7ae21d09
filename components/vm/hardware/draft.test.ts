import { expect, it } from 'vitest'
import { patchOf } from './draft'
import { keyOf, valueAt, withValue } from './path'

it('a patch is nested as the machine is, with disks and cards by id', () => {
  expect(patchOf({ vcpus: 2, 'hardware.cpu.mode': 'custom', 'hardware.cpu.model': 'Nehalem', 'hardware.tpm': null, 'disks.a-1.bus': 'scsi', 'disks.a-1.options.cache': 'none', 'nics.b.options.link': 'down' })).toEqual({
    vcpus: 2,
    hardware: { cpu: { mode: 'custom', model: 'Nehalem' }, tpm: null },
    disks: [{ id: 'a-1', bus: 'scsi', options: { cache: 'none' } }],
    nics: [{ id: 'b', options: { link: 'down' } }],
  })
})

it('a step of a path is a field, a place in a list, or the id of what is in it', () => {
  const machine = { disks: [{ id: 'a', options: { cache: 'none' } }, { id: 'b', options: { cache: 'unsafe' } }], cdroms: [{ bus: 'sata' }], tpm: null }
  expect([valueAt(machine, 'disks.b.options.cache'), valueAt(machine, 'cdroms.0.bus'), valueAt(machine, 'tpm.model'), valueAt(machine, 'disks.c.bus')]).toEqual(['unsafe', 'sata', undefined, undefined])
  expect(withValue(machine, 'disks.b.options.cache', 'default')).toEqual({ ...machine, disks: [machine.disks[0], { id: 'b', options: { cache: 'default' } }] })
  expect(['hardware.cdroms.0.bus', 'disks.a-1.options.cache', 'disks.a-1.bus', 'nics.b.options.filter.parameters.2.name', 'vcpus'].map(keyOf)).toEqual(['cdroms.bus', 'disk.cache', 'disk.bus', 'nic.filter.parameters.name', 'vcpus'])
})
