import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { chmod, cp, mkdir, readdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { run } from '../command'
import type { Kernel } from './kernel'
import { copyModules } from './modules'

const emptyFolders = ['bin', 'sbin', 'usr/bin', 'usr/sbin', 'proc', 'sys', 'dev', 'tmp', 'run', 'var/run', 'var/log', 'root', 'mnt', 'cidata', 'data', 'home/tiny']
const programs = ['init', 'etc/rc', 'usr/share/udhcpc/default.script', 'etc/acpi/PWRF/00000080', 'etc/acpi/PWRB/00000080', 'sbin/shutdown', 'sbin/hwclock', 'usr/sbin/chpasswd']
const guestAgent = '/usr/sbin/qemu-ga'

/**
 * Puts the guest's whole file system together below `root` (it lives in memory; the disk only boots it): busybox, the real QEMU guest agent
 * with its libraries, the kernel's modules and the files of ./root.
 */
export async function assembleRoot(kernel: Kernel, files: string, root: string): Promise<void> {
  for (const folder of emptyFolders) await mkdir(join(root, folder), { recursive: true })
  await cp(files, root, { recursive: true })
  // A checkout from an archive may have lost these.
  for (const program of programs) await chmod(join(root, program), 0o755)
  await cp('/bin/busybox', join(root, 'bin', 'busybox'))
  for (const file of [guestAgent, ...(await librariesOf(guestAgent))]) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await cp(file, join(root, file), { dereference: true })
  }
  await copyModules(kernel, root)
}

/** Absolute paths of the shared libraries and of the loader. */
async function librariesOf(program: string): Promise<string[]> {
  const { stdout } = await run('ldd', [program], { timeoutMs: 30_000 })
  return stdout.split('\n').flatMap(line => /(\/\S+) \(0x/.exec(line)?.[1] ?? [])
}

/** Packs a folder as the kernel wants it: cpio in "newc" format, gzipped, everything owned by root. */
export async function packInitrd(root: string, file: string): Promise<void> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const names = entries.map(entry => relative(root, join(entry.parentPath, entry.name))).sort()
  const cpio = spawn('cpio', ['--create', '--format', 'newc', '--owner', '0:0', '--quiet', '--null', '--reproducible'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'], timeout: 60_000 })
  const ended = once(cpio, 'close')
  cpio.stdin.end(['.', ...names].map(name => `${name}\0`).join(''))
  await pipeline(cpio.stdout, createGzip({ level: 9 }), createWriteStream(file))
  const [code] = (await ended) as [number | null]
  if (code !== 0) throw new Error(`cpio failed (${code})`)
}
