import { readFile, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

interface Link {
  source: string
  target: string
}

/**
 * Makes the library links that the npm package keeps as a list (npm packs no symbolic links) and makes in its install script,
 * which many sites forbid. Without them: "libicui18n.so.60: cannot open shared object file".
 * @param native the package's `native` folder
 */
export async function hydrate(native: string): Promise<void> {
  const list = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as Link[]
  await Promise.all(list.map(async ({ source, target }) => {
    const link = join(native, '..', target)
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }))
}
