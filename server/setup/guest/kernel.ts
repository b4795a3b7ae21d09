import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { attempt, run } from '../command'
import { SetupProblem } from '../problem'

/** Debian's kernel for virtual machines: small, with all virtio drivers. */
const metaPackage = 'linux-image-cloud-amd64'
const packageFile = /^linux-image-\d[\w.+~-]*-cloud-amd64_.*_amd64\.deb$/
const minutes = 60_000

/**
 * The kernel package's file in `cache`: one that is there already (then no network is needed), else downloaded from Debian's archive.
 * @throws SetupProblem when there is none and the archive is out of reach
 */
export async function kernelPackage(cache: string): Promise<string> {
  await mkdir(cache, { recursive: true })
  for (const folder of [cache, '/var/cache/apt/archives']) {
    const known = (await readdir(folder).catch(() => [])).filter(name => packageFile.test(name)).sort().at(-1)
    if (known) return join(folder, known)
  }
  return (await download(cache)) ?? (await refreshLists().then(() => download(cache))) ?? refuse(cache)
}

async function download(cache: string): Promise<string | undefined> {
  const depends = await attempt('apt-cache', ['depends', metaPackage], { timeoutMs: minutes })
  const name = /Depends: (linux-image-\d\S+)/.exec(depends.stdout)?.[1]
  if (!name) return undefined
  // Into a folder of its own, then renamed: apt writes to the final name while it downloads.
  const unfinished = join(cache, `download-${process.pid}`)
  await mkdir(unfinished, { recursive: true })
  try {
    const result = await attempt('apt-get', ['--quiet=2', '-o', 'Acquire::Retries=3', 'download', name], { cwd: unfinished, timeoutMs: 10 * minutes })
    const file = (await readdir(unfinished)).find(entry => packageFile.test(entry))
    if (result.code !== 0 || !file) return undefined
    await rename(join(unfinished, file), join(cache, file))
    return join(cache, file)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** Lists that are missing (a fresh image) or older than the archive (the version they name is gone). */
async function refreshLists(): Promise<void> {
  await attempt('apt-get', ['--quiet=2', 'update'], { timeoutMs: 10 * minutes })
}

function refuse(cache: string): never {
  throw new SetupProblem(
    `The small guest needs Debian's kernel package (${metaPackage}, 27 MB), and the Debian archive is out of reach: connect this machine, ` +
    `or copy the file linux-image-6.1…-cloud-amd64_…_amd64.deb into ${cache}, and run this again.`)
}

export interface Kernel {
  version: string
  image: string
  /** Root of the tree that holds lib/modules/<version>. */
  tree: string
}

/** Unpacks the package and indexes its modules (the package itself has no modules.dep). */
export async function unpackKernel(file: string, tree: string): Promise<Kernel> {
  await run('dpkg-deb', ['--extract', file, tree], { timeoutMs: minutes })
  const [version] = await readdir(join(tree, 'lib', 'modules'))
  if (!version) throw new Error(`${file} holds no kernel modules`)
  await run('depmod', ['--basedir', tree, version], { timeoutMs: minutes })
  return { version, tree, image: join(tree, 'boot', `vmlinuz-${version}`) }
}
