import { open, readFile } from 'node:fs/promises'
import { run } from '../command'
import { masterBootRecord } from './mbr'

const mebibyte = 1024 * 1024
const sizeMiB = 48
const partitionAtMiB = 1
const sectorsPerMiB = 2048
const toolTimeoutMs = 60_000

/**
 * A bootable disk without mounts, loop devices or root's rights: a master boot record and one FAT partition with syslinux and `files`.
 * @param raw scratch file of 48 MiB @param qcow2 the result, compressed
 */
export async function makeDisk(files: readonly string[], raw: string, qcow2: string): Promise<void> {
  const partitionMiB = sizeMiB - partitionAtMiB
  const bootCode = await readFile('/usr/lib/syslinux/mbr/mbr.bin')
  const disk = await open(raw, 'w')
  try {
    await disk.truncate(sizeMiB * mebibyte)
    await disk.write(masterBootRecord(bootCode, { startBytes: partitionAtMiB * mebibyte, sizeBytes: partitionMiB * mebibyte }), 0, 512, 0)
  } finally {
    await disk.close()
  }
  const offset = partitionAtMiB * sectorsPerMiB
  await run('mkfs.vfat', ['-F', '16', '--offset', String(offset), raw, String(partitionMiB * 1024)], { timeoutMs: toolTimeoutMs })
  // mtools would refuse the geometry of a file system that does not start the disk.
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', MTOOLS_SKIP_CHECK: '1' }
  await run('mcopy', ['-i', `${raw}@@${partitionAtMiB}M`, ...files, '::/'], { timeoutMs: toolTimeoutMs, env })
  await run('syslinux', ['--install', '--offset', String(offset * 512), raw], { timeoutMs: toolTimeoutMs, env })
  await run('qemu-img', ['convert', '-c', '-O', 'qcow2', raw, qcow2], { timeoutMs: toolTimeoutMs })
}
