/** What a `.treeinfo` tells of an installation tree. https://release-engineering.github.io/productmd/treeinfo-1.0.html */
export interface TreeInfo {
  family: string
  version: string
  /** Below the root of the tree. */
  kernel: string
  initrd: string
  /** SHA-256 in hexadecimal by path. */
  sha256: ReadonlyMap<string, string>
}

type Sections = Map<string, Map<string, string>>

const sectionsOf = (text: string): Sections => {
  const sections: Sections = new Map()
  let current: Map<string, string> | undefined
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    const [, section] = /^\[([^\]]+)\]$/.exec(line) ?? []
    const [, key, value] = /^([^=;#][^=]*?)\s*=\s*(.*)$/.exec(line) ?? []
    if (section !== undefined) sections.set(section, (current = new Map()))
    else if (key !== undefined) current?.set(key, value ?? '')
  }
  return sections
}

/** Down the tree alone: what is written there is not trusted. */
const isBelow = (path: string): boolean => /^[^/\\:?#%][^\\:?#%]*$/.test(path) && !path.split('/').includes('..')

const sha256Of = (checksums: ReadonlyMap<string, string> | undefined): Map<string, string> =>
  new Map([...(checksums ?? [])].flatMap(([path, value]) => {
    const [, hex] = /^sha256:([0-9a-f]{64})$/i.exec(value) ?? []
    return hex ? [[path, hex.toLowerCase()] as const] : []
  }))

/** Null when it names no kernel and initrd for x86-64 machines. */
export const parseTreeInfo = (text: string): TreeInfo | null => {
  const sections = sectionsOf(text)
  const general = sections.get('general') ?? sections.get('release')

  const images = sections.get('images-x86_64')
  const [kernel, initrd] = [images?.get('kernel'), images?.get('initrd')]
  if (!kernel || !initrd || !isBelow(kernel) || !isBelow(initrd)) return null
  const release = sections.get('release') ?? general
  return {
    family: general?.get('family') ?? release?.get('name') ?? '', version: general?.get('version') ?? release?.get('version') ?? '',
    kernel, initrd, sha256: sha256Of(sections.get('checksums')),
  }
}
