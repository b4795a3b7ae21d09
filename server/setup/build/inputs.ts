import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../root'

/** Files that decide what the programs are (dist/*.js): paths from the project's root, folders wholly. */
export const programInputs = ['server', 'e2e/lab', 'prisma', 'package-lock.json', 'tsconfig.json'] as const

/** Files that decide what Next builds (.next). Parts of the server that no page or route imports are left out, so that work on them costs no build. */
export const pageInputs = ['app', 'components', 'server', 'public', 'prisma/schema.prisma', 'next.config.ts', 'server/setup/build/plain-icons.cjs', 'package-lock.json', 'tsconfig.json'] as const
export const pagesIgnore = ['server/agent', 'server/libvirt', 'server/cli', 'server/setup', 'server/bench', 'server/main', 'server/main.ts', 'server/store/generated'] as const

/** sha256 in hex over names and contents; tests do not count, nor what `ignore` names. */
export async function hashOf(inputs: readonly string[], ignore: readonly string[] = []): Promise<string> {
  const files = (await Promise.all(inputs.map(input => filesBelow(input, new Set(ignore))))).flat().sort()
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '')
  const contents = await Promise.all(files.map(file => readFile(join(projectRoot, file))))
  files.forEach((file, i) => hash.update(`${file}\0`).update(contents[i] ?? '').update('\0'))
  return hash.digest('hex')
}

async function filesBelow(path: string, ignore: ReadonlySet<string>): Promise<string[]> {
  const full = join(projectRoot, path)
  const kind = await stat(full).catch(() => undefined)
  if (!kind || ignore.has(path)) return []
  if (kind.isFile()) return /\.(test|bench|e2e)\.tsx?$/.test(path) ? [] : [path]
  const names = await readdir(full)
  return (await Promise.all(names.map(name => filesBelow(`${path}/${name}`, ignore)))).flat()
}
