import { expect, it } from 'vitest'
import { Hardware } from '@/server/contract/hardware/hardware'
import { pendingRows } from './pending'

const draft = { memoryMiB: 1024, vcpus: 1, virtType: 'auto' as const, firmware: 'bios' as const, hardware: Hardware.parse({}), disks: [], nics: [] }

it('words the difference between what runs and what comes, and keeps what it has no word for', () => {
  const pending = [{ field: 'memoryMiB', running: 512, next: 1024 }, { field: 'vcpus', running: 1, next: 1 }, { field: 'machineType', running: 'pc', next: 'q35' }]
  const words = { label: (path: string) => `label of ${path}`, value: (spec: { kind: string }, _: string, it: unknown) => `${spec.kind} ${String(it)}` }
  expect(pendingRows(pending, draft, words)).toEqual([
    { field: 'memoryMiB', label: 'label of memoryMiB', running: 'number 512', next: 'number 1024' },
    { field: 'machineType', label: 'label of machineType', running: 'pc', next: 'q35' },
  ])
})
