import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OperatingSystem } from '@/server/contract/api/os'
import { parseOsMedia } from '@/server/domain/os/detect'
import type { OsMedium } from '@/server/domain/os/detect'
import { osLibrary, parseOs } from '@/server/domain/os/library'
import { elements } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'

/** Where Debian's package osinfo-db puts its files. */
const folder = '/usr/share/osinfo/os'

export interface OsLibrary {
  systems: OperatingSystem[]
  media: OsMedium[]
}

/** Without translations, which are nine tenths of the text. A file that cannot be read is left out: the others are still right. */
const readEntries = async (path: string): Promise<Element[]> => {
  try {
    const xml = (await readFile(path, 'utf8')).replace(/^\s*<[\w-]+ xml:lang=.*$/gm, '')
    return elements(parseXml(xml), 'os')
  } catch {
    return []
  }
}

/** Empty where the package is not installed. One file after another, so that other requests are served meanwhile. */
async function readLibrary(): Promise<OsLibrary> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const entries = []
  const media = []
  for (const name of names.filter(each => each.endsWith('.xml'))) {
    for (const os of await readEntries(join(folder, name))) {
      entries.push(...[parseOs(os)].filter(entry => entry !== null))
      media.push(...parseOsMedia(os))
    }
  }
  return { systems: osLibrary(entries), media }
}

let library: Promise<OsLibrary> | undefined

/** What osinfo-db knows, read once in the life of the process. */
export const operatingSystems = (): Promise<OsLibrary> => (library ??= readLibrary())
