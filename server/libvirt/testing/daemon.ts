import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { connect } from '@/server/libvirt/facade/connect'

const run = promisify(execFile)
const INIT = fileURLToPath(new URL('./daemon-init.sh', import.meta.url))
const START_MS = 20_000
const COMMAND_MS = 20_000

const LIBVIRTD_CONF = `auth_unix_rw = "none"
unix_sock_rw_perms = "0777"
log_outputs = "3:file:/var/log/libvirt/libvirtd.log"
`

// A container has no cgroups, security labels or device namespaces to give to QEMU.
const QEMU_CONF = `security_driver = "none"
user = "root"
group = "root"
dynamic_ownership = 0
remember_owner = 0
cgroup_controllers = [ ]
namespaces = [ ]
`

/** A libvirt of its own: own /run, /etc/libvirt, /var/lib/libvirt, processes and network. Needs root, libvirtd and unshare. */
export interface Daemon extends AsyncDisposable {
  /** Seen from outside the namespaces. */
  readonly socketPath: string
  /** The inside's /var/lib/libvirt/images, as seen from outside. */
  readonly images: string
  /** The inside's `/`, as seen from outside. */
  readonly root: string
  /** Runs a program inside, as `virsh('list')` or `exec('ip', 'link')`; resolves with its output. */
  exec(program: string, ...args: string[]): Promise<string>
  /** A signal to libvirtd alone: machines stay. KILL ends it, STOP makes it hang, CONT wakes it up. */
  signalLibvirtd(signal: 'KILL' | 'STOP' | 'CONT'): Promise<void>
  /** Starts libvirtd again; resolves when it answers. */
  startLibvirtd(): Promise<void>
  /** Everything ends, machines too, and the folder is removed. */
  stop(): Promise<void>
}

/** Starts virtlogd and libvirtd in namespaces of their own; resolves when libvirtd answers. Error: what its log says. */
export async function startDaemon(): Promise<Daemon> {
  const folder = await mkdtemp(join(tmpdir(), 'libvirt-test-'))
  for (const name of ['etc', 'lib', 'log', 'cache', 'lib/images']) await mkdir(join(folder, name))
  await writeFile(join(folder, 'etc/libvirtd.conf'), LIBVIRTD_CONF)
  await writeFile(join(folder, 'etc/qemu.conf'), QEMU_CONF)
  // If the tests are killed, the machines must not stay behind: each process takes its child along.
  const namespaces = ['unshare', '--mount', '--pid', '--net', '--uts', '--ipc', '--fork', '--kill-child']
  const outer = spawn('setpriv', ['--pdeathsig', 'KILL', ...namespaces, INIT, folder], { cwd: '/', stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => outer.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    outer.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
  try {
    const init = await innerPid(outer)
    const root = `/proc/${init}/root`
    const socketPath = join(root, 'run/libvirt/libvirt-sock')
    const exec = async (program: string, ...args: string[]): Promise<string> => {
      const enter = ['--target', String(init), '--mount', '--pid', '--net', '--uts', '--ipc', '--', program, ...args]
      return (await run('nsenter', enter, { timeout: COMMAND_MS, cwd: '/' })).stdout
    }
    await isPrivate(root)
    await answers(socketPath)
    return {
      socketPath,
      root,
      images: join(folder, 'lib/images'),
      exec,
      stop,
      async signalLibvirtd(signal) {
        const pid = (await readFile(join(root, 'run/libvirtd.pid'), 'utf8')).trim()
        await exec('kill', `-${signal}`, pid)
      },
      async startLibvirtd() {
        await exec('/usr/sbin/libvirtd', '--daemon')
        await answers(socketPath)
      },
      [Symbol.asyncDispose]: stop,
    }
  } catch (cause) {
    const log = await readFile(join(folder, 'log/libvirtd.log'), 'utf8').catch(() => 'no log')
    await stop()
    throw new Error(`the private libvirtd did not start: ${log.slice(-2000)}`, { cause })
  }
}

/** The process inside the new pid namespace, by its number outside. */
async function innerPid(outer: ChildProcess): Promise<number> {
  for (const end = Date.now() + START_MS; Date.now() < end; await delay(10)) {
    if (outer.exitCode !== null) throw new Error(`unshare ended with ${outer.exitCode}`)
    const child = Number(await readFile(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8').catch(() => ''))
    if (child > 0) return child
  }
  throw new Error('unshare has no child')
}

/** Before its own /run is mounted, the inside shows the machine's, and a test would work on the machine's libvirtd. */
async function isPrivate(root: string): Promise<void> {
  for (const end = Date.now() + START_MS; Date.now() < end; await delay(10)) {
    if (await access(join(root, 'run/private')).then(() => true, () => false)) return
  }
  throw new Error('the private host did not get a /run of its own')
}

async function answers(socketPath: string): Promise<void> {
  let last: unknown
  for (const end = Date.now() + START_MS; Date.now() < end; await delay(20)) {
    try {
      return await (await connect(socketPath, { connectTimeoutMs: 2_000, callTimeoutMs: 10_000 })).close()
    } catch (error) {
      last = error
    }
  }
  throw last
}
