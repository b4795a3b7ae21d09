import type { InferContractRouterInputs } from '@orpc/contract'
import { implement } from '@orpc/server'
import { agentContract } from '@/server/contract/agent/agent'
import type { AgentContract } from '@/server/contract/agent/agent'
import type { UploadResult } from '@/server/contract/agent/upload'
import { AppError } from '@/server/domain/error'
import type { Faults } from './faults'
import type { SimulatedFolder, Storage } from './storage'

type Inputs = InferContractRouterInputs<AgentContract>['upload']

interface Incoming {
  received: string
  sizeBytes: number
  offset: number
  result: UploadResult | null
}

const MiB = 1024 ** 2
/** What any address holds. */
const fetchedBytes = 8 * MiB

const unknown = (id: string): AppError => new AppError('NOT_FOUND', `The host knows no upload ${id}.`, { subject: { type: 'upload', id } })

/** Files that come in, of which only the length is known. */
export const createUploads = (folder: SimulatedFolder, storage: Storage) => {
  const all = new Map<string, Incoming>()
  const need = (id: string): Incoming => {
    const found = all.get(id)
    if (!found) throw unknown(id)
    return found
  }

  const begin = ({ uploadId, path, sizeBytes }: Pick<Inputs['begin'], 'uploadId' | 'path' | 'sizeBytes'>): Incoming => {
    const known = all.get(uploadId)
    if (known) return known
    if (folder.has(path)) throw new AppError('DUPLICATE', `There is a file ${path} already.`, { field: 'name' })
    const received = `${path.slice(0, path.lastIndexOf('/'))}/.${uploadId}.upload`
    folder.set(received, { format: 'raw', sizeMiB: 0, backing: null })
    const incoming: Incoming = { received, sizeBytes, offset: 0, result: null }
    all.set(uploadId, incoming)
    return incoming
  }

  const finish = ({ uploadId, path, target, name, sha256 }: Inputs['finish']): UploadResult => {
    const incoming = need(uploadId)
    if (incoming.result) return incoming.result
    if (incoming.offset !== incoming.sizeBytes) throw new AppError('WRONG_STATE', `${name} is not complete.`, { subject: { type: 'image', name } })
    const sizeMiB = Math.ceil(incoming.sizeBytes / MiB)
    folder.delete(incoming.received)
    folder.set(path, { format: target, sizeMiB, backing: null })
    incoming.result = { sha256: sha256 ?? '0'.repeat(64), sizeBytes: incoming.sizeBytes, sizeMiB, allocatedMiB: sizeMiB }
    return incoming.result
  }

  const fetch = (input: Inputs['fetch']): { sizeBytes: number } => {
    const incoming = begin({ ...input, sizeBytes: fetchedBytes })
    incoming.offset = fetchedBytes
    return { sizeBytes: fetchedBytes }
  }

  const discard = ({ uploadId, path }: Inputs['discard']): void => {
    const incoming = all.get(uploadId)
    if (!incoming) return
    if (incoming.result) storage.ensureAbsent({ stepId: uploadId, storagePath: '/', path })
    folder.delete(incoming.received)
    all.delete(uploadId)
  }

  /** Bytes from a browser; how far the file is then. Errors: NOT_FOUND, WRONG_STATE. */
  const receive = (id: string, from: number, bytes: number): number => {
    const incoming = need(id)
    if (from !== incoming.offset) throw new AppError('WRONG_STATE', `The host has ${incoming.offset} bytes of the file.`, { reason: { code: 'upload_offset', params: { offset: incoming.offset } } })
    if (from + bytes > incoming.sizeBytes) throw new AppError('BAD_INPUT', 'The file has more bytes than were announced.')
    incoming.offset += bytes
    return incoming.offset
  }

  return { begin, finish, fetch, discard, receive, state: (id: string) => ({ offset: need(id).offset }), has: (id: string) => all.has(id), offsetOf: (id: string) => need(id).offset }
}
export type SimulatedUploads = ReturnType<typeof createUploads>

/** The calls of the contract on them. */
export const simulatedUpload = ({ uploads, faults: { run } }: { uploads: SimulatedUploads; faults: Faults }) => {
  const os = implement(agentContract).upload
  return {
    begin: os.begin.handler(({ input }) => run('upload.begin', () => ({ offset: uploads.begin(input).offset }))),
    state: os.state.handler(({ input }) => run('upload.state', () => uploads.state(input.uploadId))),
    fetch: os.fetch.handler(({ input }) => run('upload.fetch', () => uploads.fetch(input))),
    finish: os.finish.handler(({ input }) => run('upload.finish', () => uploads.finish(input))),
    discard: os.discard.handler(({ input }) => run('upload.discard', () => {
      uploads.discard(input)
      return {}
    })),
  }
}
