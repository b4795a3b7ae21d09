import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { descriptionKinds } from '@/server/contract/agent/import'
import type { DescriptionKind, ImportFile } from '@/server/contract/agent/import'
import { AppError } from '@/server/domain/error'
import { kindOf } from '@/server/domain/import/kind'
import type { TarMember } from '@/server/domain/import/tar'
import { archiveMembers } from './archive'
import { endsOf, readRange, wholeFile } from './file'
import { lookAt } from './list'
import { besides, importPlace } from './place'

export interface Description {
  kind: DescriptionKind
  text: string
  files: ImportFile[]
  manifest: string | null
}

const maxTextBytes = 4 * 1024 ** 2
const maxNeighbours = 500

const noDescription = (path: string): AppError =>
  new AppError('BAD_INPUT', `“${path}” does not describe a machine.`, { field: 'path', reason: { code: 'import_no_description', params: { path } } })

const textOf = async (path: string, range: { place: string; offset: number; sizeBytes: number }): Promise<string> => {
  if (range.sizeBytes > maxTextBytes) throw noDescription(path)
  return decode(await readRange(range, 0, range.sizeBytes))
}

/** UTF-8, or what the file itself names: VMware writes `.encoding = "windows-1252"`, XML files with a mark may be UTF-16. */
const decode = (bytes: Buffer): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  const named = /^\s*\.encoding\s*=\s*"([\w-]{1,20})"/m.exec(bytes.toString('latin1', 0, 4096))?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(named).decode(bytes)
  } catch {
    return new TextDecoder('utf-8').decode(bytes)
  }
}

const ofArchive = async (path: string, place: string): Promise<Description> => {
  const members = await archiveMembers(place)
  const named = (end: RegExp) => members.filter(({ name }) => end.test(name))
  const [[ovf, ...more], [manifest]] = [named(/\.ovf$/i), named(/\.mf$/i)]
  if (!ovf || more.length > 0) throw noDescription(path)
  const look = async ({ name, offset, sizeBytes }: TarMember): Promise<ImportFile[]> => {
    const { head, tail } = await endsOf({ place, offset, sizeBytes })
    const told = kindOf(name, head, tail)
    return told ? [{ path: name, sizeBytes, modifiedAt: 0, ...told }] : []
  }
  const files: ImportFile[] = []
  for (const member of members) files.push(...(await look(member)))
  return { kind: 'ova', text: await textOf(path, { place, ...ovf }), files, manifest: manifest ? await textOf(path, { place, ...manifest }) : null }
}

/** The files in the folder of a description, by their plain names. */
const neighbours = async (path: string, place: string): Promise<ImportFile[]> => {
  const names = (await readdir(dirname(place), { withFileTypes: true })).filter((entry) => entry.isFile()).slice(0, maxNeighbours)
  const found: ImportFile[] = []
  for (const { name } of names) {
    const file = await lookAt(join(dirname(place), name), name)
    if (file && besides(path, name) !== path) found.push(file)
  }
  return found
}

/** Errors: NOT_FOUND, BAD_INPUT. */
export const describeImport = async ({ storagePath, path }: { storagePath: string; path: string }): Promise<Description> => {
  const place = await importPlace(storagePath, path)
  const kind = (await lookAt(place, path))?.kind
  const described = descriptionKinds.find((each) => each === kind)
  if (!described) throw noDescription(path)
  if (described === 'ova') return ofArchive(path, place)
  const manifestPath = path.replace(/\.ovf$/i, '.mf')
  const manifest = described === 'ovf' ? await importPlace(storagePath, manifestPath).catch(() => null) : null
  return {
    kind: described,
    text: await textOf(path, await wholeFile(place)),
    files: await neighbours(path, place),
    manifest: manifest === null ? null : await textOf(manifestPath, await wholeFile(manifest)),
  }
}
