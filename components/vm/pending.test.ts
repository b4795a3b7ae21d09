import { expect, it } from 'vitest'
import { pendingRows } from './pending'

const labels = { memory: 'Memory', vcpus: 'vCPUs', firmware: 'Firmware', acceleration: 'Acceleration' }

it('words the difference between what runs and what comes', () => {
  const pending = [{ field: 'memoryMiB', running: 512, next: 1024 }, { field: 'vcpus', running: 1, next: 1 },
    { field: 'machineType', running: 'pc', next: 'q35' }]
  const rows = pendingRows(pending, labels, v => `${v} MiB`)
  expect(rows).toEqual([
    { field: 'memoryMiB', label: 'Memory', running: '512 MiB', next: '1024 MiB' },
    { field: 'machineType', label: 'machineType', running: 'pc', next: 'q35' },
  ])
})
