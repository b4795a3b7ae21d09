const sectorBytes = 512
const bootCodeBytes = 440
const entryAt = 446
/** FAT16 with logical block addresses. */
const partitionType = 0x0e

/**
 * The first sector of a disk with one active partition: boot code, one entry of the partition table, signature
 * (https://en.wikipedia.org/wiki/Master_boot_record). Cylinder-head-sector fields are left at their "see LBA" value.
 * @param bootCode syslinux's mbr.bin, at most 440 bytes
 */
export function masterBootRecord(bootCode: Buffer, partition: { startBytes: number; sizeBytes: number }): Buffer {
  if (bootCode.length > bootCodeBytes) throw new Error(`boot code of ${bootCode.length} bytes does not fit before the partition table`)
  const sector = Buffer.alloc(sectorBytes)
  bootCode.copy(sector)
  sector.writeUInt8(0x80, entryAt)
  sector.fill(Buffer.from([0xfe, 0xff, 0xff]), entryAt + 1, entryAt + 4)
  sector.writeUInt8(partitionType, entryAt + 4)
  sector.fill(Buffer.from([0xfe, 0xff, 0xff]), entryAt + 5, entryAt + 8)
  sector.writeUInt32LE(partition.startBytes / sectorBytes, entryAt + 8)
  sector.writeUInt32LE(partition.sizeBytes / sectorBytes, entryAt + 12)
  sector.writeUInt16LE(0xaa55, 510)
  return sector
}
