import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const makeMs = 30_000

/** What the boot loader of the image says on the serial line. */
export const isoGreeting = 'ISOLINUX'

const config = 'SERIAL 0 115200\nPROMPT 1\nTIMEOUT 0\n'

/** A CD image that a BIOS boots: isolinux, which says that it is there and waits. `label` is its volume's name. */
export const makeBootIso = async (target: string, label = 'ATRIUM'): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-iso-'))
  try {
    await copyFile('/usr/lib/ISOLINUX/isolinux.bin', join(folder, 'isolinux.bin'))
    await copyFile('/usr/lib/syslinux/modules/bios/ldlinux.c32', join(folder, 'ldlinux.c32'))
    await writeFile(join(folder, 'isolinux.cfg'), config)
    const boot = ['-b', 'isolinux.bin', '-c', 'boot.cat', '-no-emul-boot', '-boot-load-size', '4', '-boot-info-table']
    await run('xorriso', ['-as', 'mkisofs', '-quiet', '-volid', label, ...boot, '-o', target, folder], { timeout: makeMs })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
