import { expect, it } from 'vitest'
import { z } from 'zod'
import { DiskOptions } from '@/server/contract/hardware/disk'
import { Hardware } from '@/server/contract/hardware/hardware'
import { NicOptions } from '@/server/contract/hardware/nic'
import { checkEdit } from './check'
import { withValues, type Draft } from './draft'
import type { FieldSpec } from './field'
import { groups } from './groups'
import { shapeDevice } from './groups/devices'
import { diskOptions, nicOptions } from './groups/options'
import { hardwareMessages } from './hardwareMessages'
import { keyOf } from './path'

const id = '6f0d4d9e-4f6c-4b1f-9a70-b4d2d2a7a001'
const ref = { id, name: 'here' }
const draft: Draft = {
  memoryMiB: 1024, vcpus: 2, virtType: 'auto', firmware: 'uefi',
  hardware: Hardware.parse({ cdroms: [{ target: 'sda' }] }),
  disks: [{ id, name: 'd', sizeMiB: 1, allocatedMiB: null, format: 'raw', bus: 'virtio', target: 'vda', options: DiskOptions.parse({}), storageDomain: ref, template: null }],
  nics: [{ id, name: 'n', mac: '52:54:00:00:00:01', model: 'virtio', network: ref, options: NicOptions.parse({}) }],
}
const everyField: FieldSpec[] = [...groups, diskOptions(id), nicOptions(id)].flatMap(group => group.fields(draft))

const inner = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional ? inner(schema.unwrap()) : schema

/** Paths of everything that has a value of its own; what may be absent, and lists, with what is in them. */
function leaves(schema: z.core.$ZodType, path: string): string[] {
  const bare = inner(schema)
  if (bare instanceof z.ZodObject) return Object.entries(bare.shape as Record<string, z.core.$ZodType>).flatMap(([name, part]) => leaves(part, `${path}.${name}`))
  if (bare instanceof z.ZodDiscriminatedUnion) return [...new Set(bare.options.flatMap(option => leaves(option, path)))]
  if (bare instanceof z.ZodArray && !(inner(bare.element) instanceof z.ZodEnum) && !(inner(bare.element) instanceof z.ZodString)) return leaves(bare.element, `${path}.0`)
  return [path]
}

const below = (spec: FieldSpec, path: string): string[] =>
  spec.kind === 'part' ? spec.fields.flatMap(field => below(field, `${path}.${field.path}`)) : spec.kind === 'list' ? spec.fields.flatMap(field => below(field, `${path}.0.${field.path}`)) : [path]

/** `memory.devices.0.model` has one value alone. */
const oneValue = new Set(['hardware.memory.devices.0.model'])

it('every value of the contract has a field', () => {
  const wanted = [...leaves(Hardware, 'hardware'), ...leaves(DiskOptions, `disks.${id}.options`), ...leaves(NicOptions, `nics.${id}.options`)].filter(path => !oneValue.has(path))
  const offered = new Set(everyField.flatMap(spec => below(spec, spec.path)))
  expect(wanted.filter(path => !offered.has(path))).toEqual([])
})

it('every field has its name in words', () => {
  const named = (spec: FieldSpec, path: string): string[] => ['part', 'list'].includes(spec.kind) && 'fields' in spec ? [path, ...spec.fields.flatMap(field => named(field, `${path}.${field.path}`))] : [path]
  const keys = [...groups.map(group => `group.${group.id}`), ...everyField.flatMap(spec => named(spec, spec.path)).map(keyOf)]
  expect([...new Set(keys)].filter(key => !Object.hasOwn(hardwareMessages, key))).toEqual([])
})

const tried = (spec: FieldSpec): unknown[] =>
  spec.kind === 'choice' || spec.kind === 'order' ? (spec.kind === 'order' ? [[], [...spec.choices]] : [...spec.choices])
    : spec.kind === 'flag' ? [true, false]
      : spec.kind === 'number' ? [spec.min, spec.max, ...(spec.none ? [null] : [])]
        : spec.kind === 'part' ? (spec.make ? [null, spec.make()] : [])
          : spec.kind === 'list' ? [[], [spec.make(draft, [])]] : []

it('whatever a field offers, the contract takes', () => {
  const refused = everyField.flatMap(spec => tried(spec).flatMap(value => {
    const { hardware, disks, nics } = withValues(draft, { [spec.path]: value })
    // An empty text of a new device is not filled in yet: that is told at its field.
    const unfilled = checkEdit([spec], draft, { [spec.path]: value }, { memoryMiB: null, cpuCount: null }).some(({ code }) => code.startsWith('form_'))
    const fits = [Hardware.safeParse(hardware), DiskOptions.safeParse(disks[0]?.options), NicOptions.safeParse(nics[0]?.options)].every(({ success }) => success)
    return fits || unfilled ? [] : [`${spec.path} = ${JSON.stringify(value)}`]
  }))
  expect(refused).toEqual([])
})

it('says at the field what does not fit the rest of the machine', () => {
  const check = (values: Record<string, unknown>, paths = Object.keys(values)) =>
    checkEdit(everyField.filter(({ path }) => paths.includes(path)), draft, values, { memoryMiB: 2048, cpuCount: 4 }).map(({ field, code }) => `${field}: ${code}`)
  expect(check({ memoryMiB: 4096 })).toEqual(['memoryMiB: memory_large'])
  expect(check({ vcpus: Number.NaN })).toEqual(['vcpus: field_number'])
  expect(check({ 'hardware.cpu.topology': { sockets: 1, dies: 1, cores: 3, threads: 1 } })).toEqual(['hardware.cpu.topology: topology'])
  expect(check({ 'hardware.cpuTune.vcpuPins': [{ vcpu: 0, cpus: 'x' }] })).toEqual(['hardware.cpuTune.vcpuPins.0.cpus: form_cpuSet'])
  expect(check({ [`disks.${id}.options.iothread`]: 1 })).toEqual([`disks.${id}.options.iothread: disk_no_iothread`])
  expect(check({ [`disks.${id}.bus`]: 'sata' })).toEqual([])
  expect(check({ 'hardware.firmware.secureBoot': true, 'hardware.machine.type': 'q35' })).toEqual([])
})

it('a device of another kind has the fields of that kind alone', () => {
  expect(shapeDevice({ type: 'usb', address: '0000:01:00.0', rom: true })).toEqual({ type: 'usb', vendor: '', product: '' })
})
