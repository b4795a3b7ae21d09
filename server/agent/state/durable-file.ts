import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Replaces a file so that a crash at any moment leaves the old or the new content, never a part. */
export const writeDurably = async (path: string, content: string, mode = 0o600): Promise<void> => {
  const temporary = `${path}.new`
  const handle = await open(temporary, 'w', mode)
  await handle
    .writeFile(content)
    .then(() => handle.sync())
    .finally(() => handle.close())
  await rename(temporary, path)
  await syncFolder(dirname(path))
}

/** The file's text, or null when there is none. */
export const readIfPresent = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
