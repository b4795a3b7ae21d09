import type { SysprepFacts } from '@/server/contract/sysprep'
import { parseOperations, parseSysprepVersion } from '@/server/domain/host/sysprep'
import { run } from './run'

/** Debian's package is libguestfs-tools, which is large: a host has it or not, and may get it while it runs. */
export const readSysprep = async (): Promise<SysprepFacts | null> => {
  const version = parseSysprepVersion((await run('virt-sysprep', ['--version'])).stdout)
  if (version === null) return null
  return { version, operations: parseOperations((await run('virt-sysprep', ['--list-operations'])).stdout) }
}
