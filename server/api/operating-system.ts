import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OperatingSystem } from '@/server/contract/api/os'
import { osLibrary, parseOs, searchOs } from '@/server/domain/os/library'
import { elements } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { api } from './base'

/** Where Debian's package osinfo-db puts its files. */
const folder = '/usr/share/osinfo/os'

/** Without translations, which are nine tenths of the text. A file that cannot be read is left out: the others are still right. */
const readEntry = async (path: string) => {
  try {
    const xml = (await readFile(path, 'utf8')).replace(/^\s*<[\w-]+ xml:lang=.*$/gm, '')
    return elements(parseXml(xml), 'os').flatMap(os => parseOs(os) ?? [])
  } catch {
    return []
  }
}

/** Empty where the package is not installed. One file after another, so that other requests are served meanwhile. */
async function readLibrary(): Promise<OperatingSystem[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const entries = []
  for (const name of names.filter(each => each.endsWith('.xml'))) entries.push(...await readEntry(join(folder, name)))
  return osLibrary(entries)
}

let library: Promise<OperatingSystem[]> | undefined

export const operatingSystem = {
  list: api.operatingSystem.list.handler(async ({ input }) => {
    library ??= readLibrary()
    const found = searchOs(await library, input.search)
    return { items: found.slice(0, input.limit), total: found.length }
  }),
}
