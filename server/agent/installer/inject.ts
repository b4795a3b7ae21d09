import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '@/server/domain/error'

const packMs = 30_000

/** The kernel takes several archives one after another; one that is not compressed begins at a multiple of four bytes (buffer-format.rst). */
const align = async (path: string): Promise<void> => {
  const { size } = await stat(path)
  await truncate(path, Math.ceil(size / 4) * 4)
}

const pack = (folder: string, name: string, initrd: string): Promise<number | null> => new Promise((resolve, reject) => {
  const target = createWriteStream(initrd, { flags: 'a' })
  const child = spawn('cpio', ['--create', '--format=newc', '--quiet', '--owner=+0:+0'], { cwd: folder, timeout: packMs, stdio: ['pipe', 'pipe', 'ignore'] })
  child.on('error', reject)
  target.on('error', reject)
  let code: number | null = null
  child.on('exit', ended => { code = ended })
  target.on('close', () => resolve(code))
  child.stdout.pipe(target)
  child.stdin.end(`${name}\n`)
})

/** Adds a file to the first file system that an initrd unpacks. Errors: INTERNAL. */
export const injectFile = async (initrd: string, { name, text }: { name: string; text: string }): Promise<void> => {
  // Made by mkdtemp for this user alone (0700): the answers may hold passwords.
  const folder = await mkdtemp(join(tmpdir(), 'atrium-initrd-'))
  try {
    await writeFile(join(folder, name), text, { mode: 0o600 })
    await align(initrd)
    const code = await pack(folder, name, initrd)
    if (code !== 0) throw new AppError('INTERNAL', 'The answers could not be put into the installer.', { cause: { system: 'cpio', code: code ?? 'ended', message: 'cpio failed' } })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
