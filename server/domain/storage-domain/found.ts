import type { Reason } from '@/server/contract/api/common'
import type { DiskMetadata, DomainMetadata, TemplateMetadata, VmMetadata } from '@/server/contract/storage-metadata'
import { decodeMetadata } from './metadata'
import type { Decoded } from './metadata'

/** What the files of a domain say, each with its checksum right; and what can't be taken. */
export interface Found {
  domain: DomainMetadata | null
  vms: VmMetadata[]
  disks: DiskMetadata[]
  templates: TemplateMetadata[]
  problems: Reason[]
}

const kindOf = (name: string) => (['vm', 'disk', 'template'] as const).find(kind => name.startsWith(`${kind}-`)) ?? 'domain'

/** Reads all of it. One that can't be taken hides none of the others. */
export function readFound(files: readonly { name: string; text: string }[]): Found {
  const found: Found = { domain: null, vms: [], disks: [], templates: [], problems: [] }
  const take = <Body extends { id: string }>({ body, problem }: { body: Body | null; problem: Reason | null }, into: Body[]): void => {
    if (problem) found.problems.push(problem)
    else if (body && !into.some(({ id }) => id === body.id)) into.push(body)
  }
  for (const { name, text } of files) {
    const kind = kindOf(name)
    if (kind === 'vm') take(decodeMetadata('vm', name, text), found.vms)
    else if (kind === 'disk') take(decodeMetadata('disk', name, text), found.disks)
    else if (kind === 'template') take(decodeMetadata('template', name, text), found.templates)
    else {
      const { body, problem }: Decoded<'domain'> = decodeMetadata('domain', name, text)
      found.domain = body
      if (problem) found.problems.push(problem)
    }
  }
  return found
}

/** What a machine meets in a manager that has others. */
export interface Ground {
  /** Ids of machines, disks and cards that are taken. */
  ids: ReadonlySet<string>
  names: ReadonlySet<string>
  macs: ReadonlySet<string>
  /** Networks of its cluster, by name. */
  networks: ReadonlyMap<string, string>
}

/** Another one where it is taken. */
export const freeId = (id: string, taken: ReadonlySet<string>, newId: () => string): string => (taken.has(id) ? newId() : id)

/** Why the machine can't be registered as it is; null = it can. */
export function registrationRefusal(vm: VmMetadata, storageDomainId: string): Reason | null {
  const away = vm.disks.filter(disk => disk.storageDomainId !== storageDomainId || disk.file === null)
  if (away.length > 0) return { code: 'register_spread', params: { name: vm.name, disks: away.map(({ name }) => name).join(', ') }, text: `Machine ${vm.name} has disks on another storage domain: ${away.map(({ name }) => name).join(', ')}.` }
  return null
}
