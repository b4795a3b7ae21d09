import type { AgentContract } from '@/server/contract/agent/agent'
import type { MetadataFile } from '@/server/contract/agent/storage-metadata'
import type { InferContractRouterInputs } from '@orpc/contract'
import { AppError } from '@/server/domain/error'
import { claimed, foreignDomain, metadataFile } from '@/server/domain/storage-domain/metadata'
import type { SimulatedFolder } from './storage'

type Writing = InferContractRouterInputs<AgentContract>['storage']['writeMetadata']

/** By the folder that hosts share: not among its images, which tests compare while the manager writes this at its own pace. */
const everywhere = new WeakMap<SimulatedFolder, Map<string, string>>()

/** Files of metadata/ by path. */
export const metadataOf = (folder: SimulatedFolder): Map<string, string> => {
  const known = everywhere.get(folder) ?? new Map<string, string>()
  everywhere.set(folder, known)
  return known
}

export const createMetadata = (folder: SimulatedFolder) => {
  const files = metadataOf(folder)
  const below = (path: string): string => `${path}/metadata/`
  /** Errors: WRONG_STATE. */
  const requireOwn = (path: string, claim: { id: string; owner: string; takeOver?: boolean | undefined }): void => {
    const file = below(path) + metadataFile('domain', '')
    const text = files.get(file) ?? null
    const reason = foreignDomain(text, claim)
    if (!reason) return
    if (text !== null && reason.code === 'metadata_foreign' && claim.takeOver) {
      files.set(file, claimed(text, claim.owner))
      return
    }
    throw new AppError('WRONG_STATE', reason.text, { field: 'path', reason: { code: reason.code, params: reason.params } })
  }
  return {
    requireOwn,
    read: (path: string, after: string): MetadataFile[] => [...files].filter(([file]) => file.startsWith(below(path)))
      .map(([file, text]) => ({ name: file.slice(below(path).length), text })).filter(({ name }) => name > after).sort((a, b) => a.name.localeCompare(b.name)),
    write: ({ path, put, remove = [], ...claim }: Writing): void => {
      requireOwn(path, claim)
      for (const { name, text } of put) files.set(below(path) + name, text)
      for (const name of remove) files.delete(below(path) + name)
    },
    look: (path: string) => {
      const names = [...files.keys()].filter(file => file.startsWith(below(path))).map(file => file.slice(below(path).length))
      const count = (kind: string) => names.filter(name => name.startsWith(`${kind}-`)).length
      return { domain: files.get(below(path) + metadataFile('domain', '')) ?? null, counts: { vm: count('vm'), disk: count('disk'), template: count('template') } }
    },
    wipe: (path: string): void => {
      for (const file of files.keys()) if (file.startsWith(below(path))) files.delete(file)
    },
  }
}
