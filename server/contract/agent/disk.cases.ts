import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Making } from './migration.cases'

/** What every agent must do with images, and with the disks of machines. */
export const diskCases = ({ on, step, newSpec, running, call, diskOf }: Omit<Making, 'until'>): void => {
  describe('disks', () => {
    it('writes a config drive, gives it to a machine, and takes it away', async () => {
      const spec = await newSpec()
      const path = `${on().storagePath}/images/${spec.id}-config.iso`
      const wish = { storagePath: on().storagePath, path, label: 'cidata', files: [{ name: 'meta-data', text: 'instance-id: x\n' }, { name: 'user-data', text: '' }] }
      for (let time = 0; time < 2; time += 1) await on().client.configDrive.ensure({ ...step(), ...wish })
      await on().client.vm.ensureDefined({ ...step(), spec: { ...spec, configDrive: path } })
      expect((await on().client.vm.xml({ id: spec.id })).xml).toContain(path)
      await on().client.vm.ensureDefined({ ...step(), spec: { ...spec, generation: 2 } })
      expect((await on().client.vm.xml({ id: spec.id })).xml).not.toContain(path)
      await on().client.disk.ensureAbsent({ ...step(), storagePath: on().storagePath, path })
      await expect(on().client.disk.inspect({ path, format: 'raw' })).rejects.toMatchObject({ code: 'IMAGE_MISSING' })
    })

    it('creates a blank disk once, grows it, and removes it', async () => {
      const path = diskOf(randomUUID())
      const wish = { storagePath: on().storagePath, path, format: 'qcow2' as const, sizeMiB: 16, source: null }
      expect((await on().client.disk.ensure({ ...step(), ...wish })).sizeMiB).toBe(16)
      expect((await on().client.disk.ensure({ ...step(), ...wish })).sizeMiB).toBe(16)
      expect((await on().client.disk.ensure({ ...step(), ...wish, sizeMiB: 32 })).sizeMiB).toBe(32)
      expect(await on().client.disk.inspect({ path, format: 'qcow2' })).toMatchObject({ sizeMiB: 32, backing: null })
      await on().client.disk.ensureAbsent({ ...step(), storagePath: on().storagePath, path })
      await on().client.disk.ensureAbsent({ ...step(), storagePath: on().storagePath, path })
      await expect(on().client.disk.inspect({ path, format: 'qcow2' })).rejects.toMatchObject({ code: 'IMAGE_MISSING' })
    })

    it('takes the space of a preallocated disk at once', async () => {
      const path = diskOf(randomUUID())
      const wish = { storagePath: on().storagePath, path, format: 'raw' as const, sizeMiB: 16, source: null, preallocation: 'falloc' as const }
      expect((await on().client.disk.ensure({ ...step(), ...wish })).allocatedMiB).toBeGreaterThanOrEqual(16)
      await on().client.disk.ensureAbsent({ ...step(), storagePath: on().storagePath, path })
    })

    it('tells who has an image, and grows it while it runs', async () => {
      const spec = await running()
      const path = spec.disks[0]?.path ?? ''
      expect(await on().client.disk.holders({ paths: [path] })).toEqual([{ path, id: spec.id, name: spec.name, active: true }])
      for (let time = 0; time < 2; time += 1) expect(await on().client.vm.growDisk({ ...call(spec), path, sizeMiB: 24 })).toEqual({ sizeMiB: 24 })
      expect(await on().client.disk.inspect({ path, format: 'qcow2' })).toMatchObject({ sizeMiB: 24 })
      await expect(on().client.vm.growDisk({ ...call(spec), path: `${path}.other`, sizeMiB: 24 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await on().client.vm.ensureStopped(call(spec))
      await expect(on().client.vm.growDisk({ ...call(spec), path, sizeMiB: 32 })).rejects.toMatchObject({ code: 'WRONG_STATE' })
      expect(await on().client.disk.holders({ paths: [path] })).toEqual([{ path, id: spec.id, name: spec.name, active: false }])
      await on().client.vm.ensureAbsent(call(spec))
      expect(await on().client.disk.holders({ paths: [path] })).toEqual([])
    })

    it('generalises only disks that are there and that no machine has', async () => {
      const spec = await newSpec()
      const ask = (path: string) => on().client.disk.generalise({ ...step(), disks: [{ storagePath: on().storagePath, path, format: 'qcow2' }], operations: ['ssh-hostkeys'] })
      await expect(ask(diskOf(randomUUID()))).rejects.toMatchObject({ code: 'IMAGE_MISSING' })
      await on().client.vm.ensureDefined({ ...step(), spec })
      await expect(ask(spec.disks[0]?.path ?? '')).rejects.toMatchObject({ code: 'IN_USE' })
      await on().client.vm.ensureAbsent(call(spec))
    })

    it('says which template is missing', async () => {
      const source = { path: `${on().storagePath}/templates/${randomUUID()}.qcow2`, format: 'qcow2' as const, mode: 'thin' as const }
      const asked = on().client.disk.ensure({ ...step(), storagePath: on().storagePath, path: diskOf(randomUUID()), format: 'qcow2', sizeMiB: 8, source })
      await expect(asked).rejects.toMatchObject({ code: 'IMAGE_MISSING' })
    })

    it('makes a thin disk on a template, at least as large', async () => {
      const template = `${on().storagePath}/templates/${randomUUID()}.qcow2`
      await on().client.disk.ensure({ ...step(), storagePath: on().storagePath, path: template, format: 'qcow2', sizeMiB: 24, source: null })
      const path = diskOf(randomUUID())
      const source = { path: template, format: 'qcow2' as const, mode: 'thin' as const }
      expect((await on().client.disk.ensure({ ...step(), storagePath: on().storagePath, path, format: 'qcow2', sizeMiB: 8, source })).sizeMiB).toBe(24)
      expect((await on().client.disk.inspect({ path, format: 'qcow2' })).backing).toBe(template)
    })

    it('does not remove the disk of a machine', async () => {
      const spec = await newSpec()
      await on().client.vm.ensureDefined({ ...step(), spec })
      const removal = { storagePath: on().storagePath, path: diskOf(spec.id) }
      await expect(on().client.disk.ensureAbsent({ ...step(), ...removal })).rejects.toMatchObject({ code: 'IN_USE' })
      await on().client.vm.ensureAbsent(call(spec))
      await on().client.disk.ensureAbsent({ ...step(), ...removal })
    })
  })
}
