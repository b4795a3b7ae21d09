import { cp, mkdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { attempt, run } from '../command'
import type { Kernel } from './kernel'

/** Beside those of root/etc/modules, which are loaded at boot: for tests and for the curious. */
const onDemand = ['virtio_mem', 'virtio_input', 'vfat', 'nls_ascii', 'nls_cp437', 'softdog', 'pvpanic-pci', '8021q']

/** Copies these modules, and those they need, into the guest's tree. Modules that this kernel has built in, or not at all, are passed over. */
export async function copyModules(kernel: Kernel, root: string): Promise<void> {
  const atBoot = (await readFile(join(root, 'etc', 'modules'), 'utf8')).split('\n').filter(Boolean)
  const source = join(kernel.tree, 'lib', 'modules', kernel.version)
  const target = join(root, 'lib', 'modules', kernel.version)
  const files = await Promise.all([...atBoot, ...onDemand].map(module => filesOf(kernel, module)))
  for (const file of new Set(files.flat())) {
    const copy = join(target, relative(source, file))
    await mkdir(dirname(copy), { recursive: true })
    await cp(file, copy)
  }
  for (const list of ['modules.builtin', 'modules.order']) await cp(join(source, list), join(target, list))
  await run('depmod', ['--basedir', root, kernel.version], { timeoutMs: 60_000 })
}

/** `modprobe --show-depends` prints one "insmod FILE" for each, in the order of loading. */
async function filesOf(kernel: Kernel, module: string): Promise<string[]> {
  const shown = await attempt('modprobe', ['--set-version', kernel.version, '--dirname', kernel.tree, '--show-depends', module], { timeoutMs: 60_000 })
  if (shown.code !== 0) return []
  return shown.stdout.split('\n').flatMap(line => /^insmod (\S+)/.exec(line)?.[1] ?? [])
}
