import { open, readFile } from 'node:fs/promises'
import { run } from '../command'
import { masterBootRecord } from './mbr'

const mebibyte = 1024 * 1024
const sizeMiB = 48
const partitionAtMiB = 1
/** The guest's own file system, behind the one that it boots from. */
const dataAtMiB = 36
const sectorsPerMiB = 2048
const toolTimeoutMs = 60_000

/**
 * A bootable disk without mounts, loop devices or root's rights: a master boot record, a FAT partition with syslinux and `files`, and an
 * empty ext4 one.
 * @param raw scratch file of 48 MiB @param qcow2 the result, compressed
 */
export async function makeDisk(files: readonly string[], raw: string, qcow2: string): Promise<void> {
  const partitionMiB = dataAtMiB - partitionAtMiB
  const bootCode = await readFile('/usr/lib/syslinux/mbr/mbr.bin')
  const disk = await open(raw, 'w')
  try {
    await disk.truncate(sizeMiB * mebibyte)
    await disk.write(masterBootRecord(bootCode, [
      { type: 'fat16', startBytes: partitionAtMiB * mebibyte, sizeBytes: partitionMiB * mebibyte },
      { type: 'linux', startBytes: dataAtMiB * mebibyte, sizeBytes: (sizeMiB - dataAtMiB) * mebibyte },
    ]), 0, 512, 0)
  } finally {
    await disk.close()
  }
  const offset = partitionAtMiB * sectorsPerMiB
  await run('mkfs.vfat', ['-F', '16', '--offset', String(offset), raw, String(partitionMiB * 1024)], { timeoutMs: toolTimeoutMs })
  await run('mke2fs', ['-q', '-t', 'ext4', '-E', `offset=${dataAtMiB * mebibyte}`, raw, `${(sizeMiB - dataAtMiB) * 1024}`], { timeoutMs: toolTimeoutMs })
  // mtools would refuse the geometry of a file system that does not start the disk.
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', MTOOLS_SKIP_CHECK: '1' }
  await run('mcopy', ['-i', `${raw}@@${partitionAtMiB}M`, ...files, '::/'], { timeoutMs: toolTimeoutMs, env })
  await run('syslinux', ['--install', '--offset', String(offset * 512), raw], { timeoutMs: toolTimeoutMs, env })
  await run('qemu-img', ['convert', '-c', '-O', 'qcow2', raw, qcow2], { timeoutMs: toolTimeoutMs })
}
