import type { DescriptionKind, ImportFile } from '@/server/contract/agent/import'
import { descriptionKinds, importFormats } from '@/server/contract/agent/import'
import type { AgentContract } from '@/server/contract/agent/agent'
import { AppError } from '@/server/domain/error'
import type { InferContractRouterInputs } from '@orpc/contract'
import type { SimulatedFolder, SimulatedImage, Storage } from './storage'

type Inputs = InferContractRouterInputs<AgentContract>['import']

const folderOf = (storagePath: string): string => `${storagePath}/import`

const missing = (path: string): AppError => new AppError('NOT_FOUND', `There is no file “${path}” in the folder import of the storage domain.`, { field: 'path' })

/** By the name alone: there are no bytes. */
const kindOf = (path: string, { format }: SimulatedImage): ImportFile['kind'] => {
  const extension = path.split('.').at(-1) ?? ''
  return [...importFormats, ...descriptionKinds].find(kind => kind === extension) ?? format
}

/** Files to import, of which a test has put descriptions with their text into the folder. */
export const createImports = (folder: SimulatedFolder, storage: Storage) => {
  const listed = (storagePath: string): ImportFile[] =>
    [...folder].filter(([path]) => path.startsWith(`${folderOf(storagePath)}/`)).map(([path, image]) => ({
      path: path.slice(folderOf(storagePath).length + 1), kind: kindOf(path, image), sizeBytes: image.sizeMiB * 1024 ** 2, modifiedAt: 0, problem: null,
    }))

  const need = ({ storagePath, path }: { storagePath: string; path: string }): { path: string; image: SimulatedImage } => {
    if (path.split('/').some(part => part === '' || part === '.' || part === '..')) throw new AppError('BAD_INPUT', `“${path}” does not lie in the folder import.`, { field: 'path' })
    const image = folder.get(`${folderOf(storagePath)}/${path}`)
    if (!image) throw missing(path)
    return { path: `${folderOf(storagePath)}/${path}`, image }
  }

  const describe = (input: Inputs['describe']) => {
    const { path, image } = need(input)
    const kind = descriptionKinds.find((each): each is DescriptionKind => each === kindOf(path, image))
    if (!kind || image.text === undefined) throw new AppError('BAD_INPUT', `“${input.path}” does not describe a machine.`, { field: 'path' })
    const beside = input.path.split('/').slice(0, -1).join('/')
    const files = listed(input.storagePath).filter(file => file.path.split('/').slice(0, -1).join('/') === beside && file.path !== input.path)
    return { kind, text: image.text, files: files.map(file => ({ ...file, path: file.path.split('/').at(-1) ?? '' })), manifest: null }
  }

  const inspect = (input: Inputs['inspect']) => {
    const { path, image } = need(input)
    if (image.damaged || image.backing !== null) throw new AppError('IMAGE_DAMAGED', `The image ${path} is damaged.`, { subject: { type: 'image', name: path } })
    return { sizeMiB: image.sizeMiB, neededMiB: 1 }
  }

  const copy = (input: Inputs['copy']) => {
    const { sizeMiB } = inspect(input)
    return storage.ensure({ ...input.target, stepId: input.stepId, sizeMiB, source: null })
  }

  const verify = (input: Inputs['verify']) => {
    describe(input)
    return { checked: 0 }
  }

  return { list: (storagePath: string) => ({ folder: folderOf(storagePath), files: listed(storagePath), leftOut: 0 }), describe, inspect, copy, verify }
}
