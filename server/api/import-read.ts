import type { z } from 'zod'
import { importFormats } from '@/server/contract/agent/import'
import type { importContract, ImportProposal, ImportSource } from '@/server/contract/api/import'
import { AppError } from '@/server/domain/error'
import { requirePlace } from '@/server/domain/import/place'
import { findDisk, imageOf, machineOfImage, proposal, readDescription } from '@/server/domain/import/proposal'
import type { FoundDisk, Inspected } from '@/server/domain/import/proposal'
import type { ForeignMachine } from '@/server/domain/import/foreign'
import type { AgentClient } from '@/server/hosts/client'
import type { Db } from '@/server/store/db'
import { importPlace } from '@/server/store/vm/import-ground'
import { withAgent } from './agents'

type Client = Pick<AgentClient, 'import'>

/** A proposal with what only the engine needs of the machine. */
export interface ReadImport {
  proposed: ImportProposal
  machine: ForeignMachine
}

interface Described {
  kind: ImportProposal['kind']
  machine: ForeignMachine
  disks: FoundDisk[]
}

/** The image itself, or what the description beside it says. Errors: NOT_FOUND, BAD_INPUT. */
async function describe(client: Client, storagePath: string, path: string): Promise<Described> {
  const image = (await client.import.list({ storagePath })).files.find(file => file.path === path)
  const format = importFormats.find(each => each === image?.kind)
  if (image && format) {
    const machine = machineOfImage(path)
    return { kind: format, machine, disks: machine.disks.map(disk => ({ ...disk, format, problem: image.problem })) }
  }
  const { kind, text, files } = await client.import.describe({ storagePath, path })
  const machine = readDescription(kind, text)
  return { kind, machine, disks: machine.disks.map(disk => findDisk(disk, files)) }
}

/** What is wrong with one image is told beside it; a host that does not answer ends it all. */
async function inspect(client: Client, storagePath: string, kind: ImportProposal['kind'], path: string, { file, format }: FoundDisk): Promise<Inspected> {
  try {
    return await client.import.inspect({ storagePath, format: format ?? 'raw', ...imageOf(kind, path, file ?? '') })
  } catch (error) {
    if (!(error instanceof AppError) || !['IMAGE_DAMAGED', 'IN_USE', 'NOT_FOUND', 'BAD_INPUT'].includes(error.code)) throw error
    const { code, params } = error.detail.reason ?? { code: error.code === 'IN_USE' ? 'image_in_use' : 'image_unreadable', params: { name: file ?? '' } }
    return { problem: { code, params, text: error.message } }
  }
}

/** Everything that the check shows, read anew each time: nothing that a browser sends about the files is believed. Errors: NOT_FOUND, BAD_INPUT, HOST_UNREACHABLE. */
export async function readImport(db: Db, source: ImportSource): Promise<ReadImport> {
  const found = await importPlace(db, source)
  const { host, domain } = requirePlace(found, source)
  return withAgent(db, host.id, async client => {
    const { kind, machine, disks } = await describe(client, domain.path, source.path)
    const inspected = new Map<string, Inspected>()
    for (const disk of disks) if (disk.problem === null) inspected.set(disk.key, await inspect(client, domain.path, kind, source.path, disk))
    return { machine, proposed: proposal(kind, machine, disks, inspected, found.networks) }
  })
}

type Listed = z.output<NonNullable<(typeof importContract.list)['~orpc']['outputSchema']>>

/** Errors: NOT_FOUND, HOST_UNREACHABLE, BAD_INPUT. */
export async function listImports(db: Db, place: Omit<ImportSource, 'path'>): Promise<Listed> {
  const { host, domain } = requirePlace(await importPlace(db, place), place)
  const { files, ...rest } = await withAgent(db, host.id, client => client.import.list({ storagePath: domain.path }))
  return { ...rest, items: files }
}
