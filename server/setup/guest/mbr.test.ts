import { expect, test } from 'vitest'
import { masterBootRecord } from './mbr'

const partition = { startBytes: 1024 * 1024, sizeBytes: 47 * 1024 * 1024 }

test('one active FAT16 partition, counted in sectors', () => {
  const sector = masterBootRecord(Buffer.from('code'), partition)
  expect(sector).toHaveLength(512)
  expect(sector.subarray(0, 4).toString()).toBe('code')
  expect([sector[446], sector[450]]).toEqual([0x80, 0x0e])
  expect(sector.readUInt32LE(454)).toBe(2048)
  expect(sector.readUInt32LE(458)).toBe(47 * 2048)
  expect([sector[510], sector[511]]).toEqual([0x55, 0xaa])
})

test('boot code may not run into the partition table', () => {
  expect(() => masterBootRecord(Buffer.alloc(441), partition)).toThrow(/does not fit/)
})
