import { createHash, randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { ContractSetup } from './agent.cases'

const MiB = 1024 ** 2

/** What every agent must do with files that come in piece by piece. */
export const uploadCases = ({ on, step }: { on: () => ContractSetup; step: () => { stepId: string } }): void => {
  const placeOf = (name: string) => ({ uploadId: randomUUID(), storagePath: on().storagePath, path: `${on().storagePath}/${name}` })
  const bytes = Buffer.alloc(3 * MiB, 0x61)
  const asDisk = { name: 'disk.raw', format: 'raw', target: 'raw', sha256: null } as const

  it('takes a file in pieces, each where the last one ended, and makes an image of it once', async () => {
    const place = placeOf(`images/${randomUUID()}.raw`)
    const { upload } = on().client
    for (let time = 0; time < 2; time += 1) expect(await upload.begin({ ...step(), ...place, sizeBytes: bytes.length })).toEqual({ offset: 0 })
    expect(await on().send(place.uploadId, 0, bytes.subarray(0, MiB + 5))).toBe(MiB + 5)
    await expect(on().send(place.uploadId, MiB, bytes.subarray(MiB))).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { code: 'upload_offset', params: { offset: MiB + 5 } } } })
    await expect(upload.finish({ ...step(), ...place, ...asDisk })).rejects.toMatchObject({ code: 'WRONG_STATE' })
    expect(await upload.state(place)).toEqual({ offset: MiB + 5 })
    await expect(on().send(place.uploadId, MiB + 5, bytes)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    const { offset } = await upload.state(place)
    expect(await on().send(place.uploadId, offset, bytes.subarray(offset))).toBe(bytes.length)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    for (let time = 0; time < 2; time += 1) expect(await upload.finish({ ...step(), ...place, ...asDisk, sha256 })).toMatchObject({ sha256, sizeBytes: bytes.length, sizeMiB: 3 })
    expect(await on().client.disk.inspect({ path: place.path, format: 'raw' })).toMatchObject({ sizeMiB: 3, backing: null })
    await upload.discard({ ...step(), ...place })
    await expect(on().client.disk.inspect({ path: place.path, format: 'raw' })).rejects.toMatchObject({ code: 'IMAGE_MISSING' })
  })

  it('leaves nothing of one that is given up, and does not know others', async () => {
    const place = placeOf(`iso/${randomUUID()}.iso`)
    const { upload } = on().client
    await upload.begin({ ...step(), ...place, sizeBytes: bytes.length })
    await on().send(place.uploadId, 0, bytes.subarray(0, MiB))
    for (let time = 0; time < 2; time += 1) await upload.discard({ ...step(), ...place })
    await expect(upload.state(place)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(on().send(place.uploadId, 0, bytes)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await on().client.media.list({ storagePath: on().storagePath })).not.toContainEqual(expect.objectContaining({ file: place.path.split('/').at(-1) }))
  })

  it('does not replace what is there', async () => {
    const place = placeOf(`images/${randomUUID()}.qcow2`)
    await on().client.disk.ensure({ ...step(), storagePath: on().storagePath, path: place.path, format: 'qcow2', sizeMiB: 8, source: null })
    await expect(on().client.upload.begin({ ...step(), ...place, sizeBytes: MiB })).rejects.toMatchObject({ code: 'DUPLICATE' })
    await on().client.upload.discard({ ...step(), ...place })
    expect(await on().client.disk.inspect({ path: place.path, format: 'qcow2' })).toMatchObject({ sizeMiB: 8 })
    await on().client.disk.ensureAbsent({ ...step(), storagePath: on().storagePath, path: place.path })
  })
}
