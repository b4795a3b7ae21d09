import { expect, test } from 'vitest'
import { masterBootRecord } from './mbr'

const partitions = [
  { type: 'fat16', startBytes: 1024 * 1024, sizeBytes: 35 * 1024 * 1024 },
  { type: 'linux', startBytes: 36 * 1024 * 1024, sizeBytes: 12 * 1024 * 1024 },
] as const

test('an active FAT16 partition and one of Linux, counted in sectors', () => {
  const sector = masterBootRecord(Buffer.from('code'), partitions)
  expect(sector).toHaveLength(512)
  expect(sector.subarray(0, 4).toString()).toBe('code')
  expect([sector[446], sector[450]]).toEqual([0x80, 0x0e])
  expect(sector.readUInt32LE(454)).toBe(2048)
  expect(sector.readUInt32LE(458)).toBe(35 * 2048)
  expect([sector[462], sector[466], sector.readUInt32LE(470)]).toEqual([0, 0x83, 36 * 2048])
  expect([sector[510], sector[511]]).toEqual([0x55, 0xaa])
})

test('boot code may not run into the partition table', () => {
  expect(() => masterBootRecord(Buffer.alloc(441), partitions)).toThrow(/does not fit/)
})
