import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { assembleRoot, packInitrd } from './initrd'
import { makeDisk } from './disk'
import { kernelPackage, unpackKernel } from './kernel'
import { isIntact, writeManifest } from './manifest'
import { guestSources } from './sources'

/** The small guest: a disk that boots by itself, and its kernel and first file system for direct boot. Log in as root without a password. */
export interface TinyGuest {
  /** Compressed qcow2 of 48 MiB virtual size; never write to it: give each machine a copy or an overlay. */
  disk: string
  kernel: string
  initrd: string
  /** False when an intact one was there. */
  built: boolean
}

/**
 * Builds the guest into `folder`, unless an intact one of the same sources is there. 2-6 s, no root's rights needed.
 * @param packages where the kernel's package is kept between builds @throws SetupProblem when it cannot be had
 */
export async function buildGuest(folder: string, packages: string): Promise<TinyGuest> {
  const target = resolve(folder)
  const files = { disk: join(target, 'tiny.qcow2'), kernel: join(target, 'vmlinuz'), initrd: join(target, 'initrd.gz') }
  if (await isIntact(target)) return { ...files, built: false }
  const unfinished = `${target}.${process.pid}`
  await rm(unfinished, { recursive: true, force: true })
  try {
    await buildInto(unfinished, packages)
    await rm(target, { recursive: true, force: true })
    await rename(unfinished, target)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return { ...files, built: true }
}

async function buildInto(folder: string, packages: string): Promise<void> {
  const work = join(folder, 'work')
  const at = (name: string): string => join(folder, name)
  await mkdir(work, { recursive: true })
  const kernel = await unpackKernel(await kernelPackage(packages), join(work, 'kernel'))
  await assembleRoot(kernel, guestSources.root, join(work, 'root'))
  await packInitrd(join(work, 'root'), at('initrd.gz'))
  await cp(kernel.image, at('vmlinuz'))
  await makeDisk([at('vmlinuz'), at('initrd.gz'), guestSources.bootMenu], join(work, 'disk.raw'), at('tiny.qcow2'))
  await rm(work, { recursive: true })
  await writeManifest(folder)
}
