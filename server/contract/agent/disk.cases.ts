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

    it('makes smaller and checks only what no machine runs from', async () => {
      const path = diskOf(randomUUID())
      const on1 = { storagePath: on().storagePath, path, format: 'qcow2' as const }
      await on().client.disk.ensure({ ...step(), ...on1, sizeMiB: 32, source: null })
      for (let time = 0; time < 2; time += 1) expect((await on().client.disk.shrink({ ...step(), ...on1, sizeMiB: 16 })).sizeMiB).toBe(16)
      // Never larger.
      expect((await on().client.disk.shrink({ ...step(), ...on1, sizeMiB: 64 })).sizeMiB).toBe(16)
      expect(await on().client.disk.check({ ...step(), ...on1 })).toMatchObject({ checkErrors: 0, corruptions: 0, leaks: 0, clusters: 256 })
      await on().client.disk.abort({ ...step(), storagePath: on1.storagePath, path })
      await expect(on().client.disk.check({ ...step(), ...on1, format: 'raw' })).rejects.toMatchObject({ code: 'BAD_INPUT' })
      await on().client.disk.ensureAbsent({ ...step(), storagePath: on1.storagePath, path })
      await expect(on().client.disk.check({ ...step(), ...on1 })).rejects.toMatchObject({ code: 'IMAGE_MISSING' })

      const spec = await running()
      const held = { ...on1, path: spec.disks[0]?.path ?? '' }
      await expect(on().client.disk.shrink({ ...step(), ...held, sizeMiB: 8 })).rejects.toMatchObject({ code: 'IN_USE' })
      await expect(on().client.disk.check({ ...step(), ...held, repair: 'all' })).rejects.toMatchObject({ code: 'IN_USE' })
      await on().client.vm.ensureStopped(call(spec))
      expect(await on().client.disk.check({ ...step(), ...held })).toMatchObject({ corruptions: 0 })
      await on().client.vm.ensureAbsent(call(spec))
    })

    it('moves the disk of a machine that runs: from one whole image at any time', async () => {
      const spec = await running()
      const from = spec.disks[0]?.path ?? ''
      const to = { path: diskOf(randomUUID()).replace('.qcow2', '.raw'), format: 'raw' as const }
      const wish = { ...call(spec), from, to }
      const { sizeMiB } = await on().client.disk.inspect({ path: from, format: 'qcow2' })
      await on().client.disk.ensure({ ...step(), storagePath: on().storagePath, ...to, sizeMiB, source: null })
      await expect(on().client.vm.pivotDisk(wish)).rejects.toMatchObject({ code: 'WRONG_STATE' })
      expect(await on().client.vm.endMirror(wish)).toEqual({ state: 'from' })
      for (let time = 0; time < 2; time += 1) expect(await on().client.vm.mirrorDisk({ ...wish, ...step() })).toEqual({ state: 'ready' })
      // QEMU writes to it: nobody takes it away.
      await expect(on().client.disk.ensureAbsent({ ...step(), storagePath: on().storagePath, path: to.path })).rejects.toMatchObject({ code: 'IN_USE' })
      expect(await on().client.vm.endMirror(wish)).toEqual({ state: 'from' })
      expect(await on().client.disk.holders({ paths: [to.path] })).toEqual([])

      await on().client.vm.mirrorDisk({ ...wish, ...step() })
      for (let time = 0; time < 2; time += 1) expect(await on().client.vm.pivotDisk({ ...wish, ...step() })).toEqual({ state: 'to' })
      expect(await on().client.vm.mirrorDisk({ ...wish, ...step() })).toEqual({ state: 'to' })
      expect(await on().client.disk.holders({ paths: [from, to.path] })).toEqual([{ path: to.path, id: spec.id, name: spec.name, active: true }])
      await on().client.disk.ensureAbsent({ ...step(), storagePath: on().storagePath, path: from })
      await on().client.vm.ensureStopped(call(spec))
      expect(await on().client.vm.endMirror(wish)).toEqual({ state: 'to' })
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
      const call = { storagePath: on().storagePath, path, format: 'qcow2' as const }
      expect(await on().client.disk.chain(call)).toMatchObject({ images: [{ path, format: 'qcow2', sizeMiB: 24 }, { path: template, format: 'qcow2', sizeMiB: 24 }], end: 'whole', next: null })
      await on().client.disk.ensureAbsent({ ...step(), storagePath: on().storagePath, path: template })
      expect(await on().client.disk.chain(call)).toMatchObject({ images: [{ path }], end: 'missing', next: template })
      await expect(on().client.disk.chain({ ...call, path: `${path}.other` })).rejects.toMatchObject({ code: 'IMAGE_MISSING' })
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
