const sectorBytes = 512
const bootCodeBytes = 440
const entryAt = 446
/** FAT16 with logical block addresses; a Linux file system. */
const types = { fat16: 0x0e, linux: 0x83 } as const
const entryBytes = 16

export interface Partition {
  type: keyof typeof types
  startBytes: number
  sizeBytes: number
}

/**
 * The first sector of a disk whose first partition is active: boot code, entries of the partition table, signature
 * (https://en.wikipedia.org/wiki/Master_boot_record). Cylinder-head-sector fields are left at their "see LBA" value.
 * @param bootCode syslinux's mbr.bin, at most 440 bytes
 */
export function masterBootRecord(bootCode: Buffer, partitions: readonly Partition[]): Buffer {
  if (bootCode.length > bootCodeBytes) throw new Error(`boot code of ${bootCode.length} bytes does not fit before the partition table`)
  const sector = Buffer.alloc(sectorBytes)
  bootCode.copy(sector)
  for (const [index, { type, startBytes, sizeBytes }] of partitions.entries()) {
    const at = entryAt + index * entryBytes
    sector.writeUInt8(index === 0 ? 0x80 : 0, at)
    sector.fill(Buffer.from([0xfe, 0xff, 0xff]), at + 1, at + 4)
    sector.writeUInt8(types[type], at + 4)
    sector.fill(Buffer.from([0xfe, 0xff, 0xff]), at + 5, at + 8)
    sector.writeUInt32LE(startBytes / sectorBytes, at + 8)
    sector.writeUInt32LE(sizeBytes / sectorBytes, at + 12)
  }
  sector.writeUInt16LE(0xaa55, 510)
  return sector
}
