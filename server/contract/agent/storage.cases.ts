import { createHash, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Making } from './migration.cases'

/** As domain/storage-domain/metadata.ts writes it; written out here, because that is what lies on people's storage. */
const written = (body: object, version = 1): string => {
  const text = `${JSON.stringify(body, null, 1)}\n`
  return `${JSON.stringify({ format: 'atrium-storage-domain', version, kind: 'domain', sha256: createHash('sha256').update(text).digest('hex') })}\n${text}`
}

/** What every agent must do with the folder of a storage domain. */
export const storageCases = ({ on, step, newSpec, call }: Pick<Making, 'on' | 'step' | 'newSpec' | 'call'>): void => {
  describe('storage domains', () => {
    it('removes what a domain has, but not while a machine has a disk there', async () => {
      const [id, storagePath] = [randomUUID(), `${on().storagePath}/second`]
      const path = `${storagePath}/images/${randomUUID()}.qcow2`
      await on().client.storage.ensureDomain({ ...step(), id, path: storagePath })
      await on().client.disk.ensure({ ...step(), storagePath, path, format: 'qcow2', sizeMiB: 8, source: null })
      const blank = await newSpec()
      const spec = { ...blank, disks: blank.disks.map(disk => ({ ...disk, path })) }
      await on().client.vm.ensureDefined({ ...step(), spec })
      await expect(on().client.storage.wipe({ ...step(), id, path: storagePath })).rejects.toMatchObject({ code: 'IN_USE', detail: { subject: { name: spec.name } } })
      expect(await on().client.disk.inspect({ path, format: 'qcow2' })).toMatchObject({ sizeMiB: 8 })
      await on().client.vm.ensureAbsent(call(spec))
      for (let time = 0; time < 2; time += 1) await on().client.storage.wipe({ ...step(), id, path: storagePath })
      await expect(on().client.disk.inspect({ path, format: 'qcow2' })).rejects.toMatchObject({ code: 'IMAGE_MISSING' })
    })

    it('keeps what a domain says of itself, and lets no other manager and no other domain in', async () => {
      const [id, owner, path] = [randomUUID(), randomUUID(), `${on().storagePath}/third`]
      const body = { id, name: '数据 1', description: '', role: 'data' as const, type: 'posix', owner, datacenter: 'dc' }
      const own = { name: 'domain.json', text: written(body) }
      const other = { name: `disk-${randomUUID()}.json`, text: 'anything' }
      await on().client.storage.ensureDomain({ ...step(), id, path, owner })
      const write = (change: Partial<Parameters<ReturnType<Making['on']>['client']['storage']['writeMetadata']>[0]>) =>
        on().client.storage.writeMetadata({ ...step(), id, path, owner, put: [], ...change })
      for (let time = 0; time < 2; time += 1) await write({ put: [own, other] })
      expect(await on().client.storage.readMetadata({ path })).toEqual({ files: [other, own].sort((a, b) => (a.name < b.name ? -1 : 1)), more: false })
      expect((await on().client.storage.readMetadata({ path, after: 'domain.json' })).files).toEqual([])

      expect(await on().client.storage.look({ path })).toMatchObject({ exists: true, usable: true, error: '', domain: own.text, counts: { vm: 0, disk: 1, template: 0 } })
      await expect(on().client.storage.look({ path: 'relative' })).rejects.toMatchObject({ code: 'BAD_INPUT' })

      const stranger = randomUUID()
      await expect(write({ owner: stranger, put: [other] })).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { code: 'metadata_foreign', params: { name: '数据 1' } } } })
      await expect(on().client.storage.ensureDomain({ ...step(), id, path, owner: stranger })).rejects.toMatchObject({ detail: { reason: { code: 'metadata_foreign' } } })
      await expect(on().client.storage.ensureDomain({ ...step(), id: randomUUID(), path, owner })).rejects.toMatchObject({ detail: { reason: { code: 'metadata_other' } } })
      await write({ owner: stranger, takeOver: true, put: [{ ...own, text: written(body, 2) }], remove: [other.name] })
      await expect(write({ put: [other] })).rejects.toMatchObject({ detail: { reason: { code: 'metadata_newer', params: { version: 2 } } } })
      expect((await on().client.storage.readMetadata({ path })).files.map(({ name }) => name)).toEqual(['domain.json'])
    })
  })
}
