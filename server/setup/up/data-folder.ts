import { chmod, mkdir, readFile, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { attempt } from '../command'
import { SetupProblem } from '../problem'
import type { Places } from './places'

const neededMiB = 1024
const mebibyte = 1024 * 1024

/** The nearest folder above (or the path itself) that exists. */
async function existing(path: string): Promise<string> {
  const there = await stat(path).then(() => true, () => false)
  return there || path === '/' ? path : existing(dirname(path))
}

/** What would fail later is refused before anything is made. @returns how much is free @throws SetupProblem */
export async function checkDataFolder(dataDir: string): Promise<string> {
  const folder = await existing(dataDir)
  if (!(await stat(folder)).isDirectory()) throw new SetupProblem(`${folder} is a file: choose another ATRIUM_DATA_DIR.`)
  const { bavail, bsize } = await statfs(folder)
  const freeMiB = Math.floor((bavail * bsize) / mebibyte)
  if (freeMiB < neededMiB) {
    throw new SetupProblem(`The disk of ${dataDir} has ${freeMiB} MiB free and Atrium needs ${neededMiB} MiB: free some, or choose another ATRIUM_DATA_DIR.`)
  }
  const user = await machineUser()
  if (user && (await attempt('/usr/bin/test', ['-x', folder], { ...user, cwd: '/', timeoutMs: 10_000 })).code !== 0) {
    throw new SetupProblem(`Machines run as user ${user.name}, who may not enter ${folder}: choose an ATRIUM_DATA_DIR that everybody may enter, such as /var/lib/atrium.`)
  }
  return `${(freeMiB / 1024).toFixed(0)} GiB free`
}

/** QEMU's user: what qemu.conf says, else Debian's. Undefined when machines run as root, or before libvirt is installed. */
async function machineUser(): Promise<{ name: string; uid: number; gid: number } | undefined> {
  const configured = /^[ \t]*user[ \t]*=[ \t]*"\+?([^"]+)"/m.exec(await readFile('/etc/libvirt/qemu.conf', 'utf8').catch(() => ''))?.[1]
  const name = configured ?? 'libvirt-qemu'
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find(entry => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid && uid !== '0' ? { name, uid: Number(uid), gid: Number(gid) } : undefined
}

/** The folders, each as open as it must be: machines' disks can be reached, all else is root's alone. Repeatable. */
export async function makeDataFolder(places: Places): Promise<void> {
  await mkdir(places.dataDir, { recursive: true })
  await chmod(places.dataDir, 0o711)
  for (const folder of [places.run, places.logs, places.agent, places.packages]) await mkdir(folder, { recursive: true, mode: 0o700 })
  await mkdir(places.storage, { recursive: true, mode: 0o711 })
}
