import { expect, it } from 'vitest'
import { editPatch, mergeEdit } from './merge'

const base = { name: 'web', memoryMiB: 512, vcpus: 1 }

it('keeps what I typed and takes what I left alone', () => {
  const merged = mergeEdit(base, { name: 'web', memoryMiB: 1024, vcpus: 2 }, { name: 'web1', memoryMiB: 2048, vcpus: 1 })
  expect(merged.values).toEqual({ name: 'web1', memoryMiB: 2048, vcpus: 2 })
  expect(merged.changed).toEqual([
    { field: 'memoryMiB', theirs: 1024, kept: true },
    { field: 'vcpus', theirs: 2, kept: false },
  ])
})

it('sees no difference where both typed the same', () => {
  expect(mergeEdit(base, { ...base, name: 'db' }, { ...base, name: 'db' })).toEqual({ values: { ...base, name: 'db' }, changed: [] })
})

it('sends only what differs', () => {
  expect(editPatch(base, { ...base, vcpus: 4 })).toEqual({ vcpus: 4 })
  expect(editPatch(base, base)).toEqual({})
})

it('compares lists and objects by what they say', () => {
  const tpm = { model: 'tpm-crb', version: '2.0' }
  const merged = mergeEdit({ tpm: null, cdroms: [] }, { tpm: { version: '2.0', model: 'tpm-crb' }, cdroms: [{ target: 'sda' }] }, { tpm, cdroms: [] } as Record<string, unknown>)
  expect(merged).toEqual({ values: { tpm, cdroms: [{ target: 'sda' }] }, changed: [{ field: 'cdroms', theirs: [{ target: 'sda' }], kept: false }] })
})
