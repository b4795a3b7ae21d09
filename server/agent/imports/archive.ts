import { blockBytes, padded, paxFields, plainName, tarHeader } from '@/server/domain/import/tar'
import type { TarMember } from '@/server/domain/import/tar'
import { AppError } from '@/server/domain/error'
import { readAt, withFile } from './file'

/** An OVA has a description, a manifest and a file a disk. */
const maxMembers = 200
const maxExtendedBytes = 65_536

const refuse = (why: string): AppError => new AppError('BAD_INPUT', `The archive cannot be used: ${why}.`, { field: 'path', reason: { code: 'import_archive', params: { why } } })

/** The files of an OVA, header by header; the data between are passed over, so that a large archive costs nothing. Errors: BAD_INPUT. */
export const archiveMembers = (place: string): Promise<TarMember[]> =>
  withFile(place, async (file, sizeBytes) => {
    const members: TarMember[] = []
    let told: ReturnType<typeof paxFields> = {}
    for (let at = 0; at + blockBytes <= sizeBytes; ) {
      const header = tarHeader(await readAt(file, at, blockBytes))
      if (header.kind === 'end') break
      const offset = at + blockBytes
      const length = header.kind === 'file' ? (told.size ?? header.sizeBytes) : header.sizeBytes
      if (offset + length > sizeBytes) throw refuse('it ends in the middle of a file')
      if (header.kind === 'extended') {
        if (length > maxExtendedBytes) throw refuse('a header in it is damaged')
        told = paxFields((await readAt(file, offset, length)).toString('utf8'))
      } else if (header.kind === 'file') {
        const name = plainName(told.path ?? header.name)
        // Whichever of two came last would win in one program, the first in another.
        if (members.some((member) => member.name === name)) throw refuse(`it holds “${name}” twice`)
        members.push({ name, offset, sizeBytes: length })
        if (members.length > maxMembers) throw refuse(`it holds more than ${maxMembers} files`)
        told = {}
      }
      at = offset + padded(length)
    }
    return members
  })
