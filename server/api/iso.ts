import type { MediaFileFacts } from '@/server/contract/agent/media'
import type { Iso } from '@/server/contract/api/iso'
import { removeIso } from '@/server/commands/iso/remove'
import { operatingSystems } from '@/server/commands/operating-system/library'
import type { OsLibrary } from '@/server/commands/operating-system/library'
import { AppError } from '@/server/domain/error'
import { detectOs } from '@/server/domain/os/detect'
import { mediaDomains } from '@/server/store/list/media-domain'
import { withAgent } from './agents'
import { api } from './base'
import { commandOf } from './command'
import { callerOf } from './context'

const lookMs = 10_000

const isoOf = ({ systems, media }: OsLibrary, storageDomain: Iso['storageDomain'], { names, modifiedAt, ...facts }: MediaFileFacts): Iso => {
  const id = names && detectOs(media, names)
  const os = systems.find(each => each.id === id)
  return { ...facts, storageDomain, modifiedAt: new Date(modifiedAt).toISOString(), label: names?.volume ?? '', os: os ? { id: os.id, name: os.name } : null }
}

const holds = (search: string) => ({ file, label }: Iso): boolean => `${file} ${label}`.toLowerCase().includes(search.trim().toLowerCase())

export const iso = {
  remove: api.iso.remove.handler(({ context, input }) => removeIso(commandOf(context), input, (hostId, work) => withAgent(context.db, hostId, work))),
  list: api.iso.list.handler(async ({ context, input }) => {
    const library = await operatingSystems()
    const seen = await Promise.all((await mediaDomains(context.db, input, callerOf(context))).map(async ({ id, name, path, hostId }) => {
      const [storageDomain, folder] = [{ id, name }, `${path}/iso`]
      if (hostId === null) return { storageDomain, path: folder, files: [], error: 'No host that is Up sees it.' }
      try {
        const files = await withAgent(context.db, hostId, client => client.media.list({ storagePath: path }, { signal: AbortSignal.timeout(lookMs) }))
        return { storageDomain, path: folder, files, error: null }
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        return { storageDomain, path: folder, files: [], error: error.message }
      }
    }))
    const all = seen.flatMap(({ storageDomain, files }) => files.map(facts => isoOf(library, storageDomain, facts)))
      .filter(each => (input.kind === undefined || each.kind === input.kind) && holds(input.search)(each))
    return {
      items: all.slice(input.offset, input.offset + input.limit),
      total: all.length,
      folders: seen.map(({ storageDomain, path, error }) => ({ storageDomain, path, error })),
    }
  }),
}
