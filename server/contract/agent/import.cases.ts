import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { ContractSetup } from './agent.cases'

/** What every agent must do with files that a person has put into the folder `import`. */
export const importCases = ({ on, step }: { on: () => ContractSetup; step: () => { stepId: string } }): void => {
  it('lists an image to import, copies it once, and refuses what lies elsewhere', async () => {
    const { folder } = await on().client.import.list({ storagePath: on().storagePath })
    const name = `${randomUUID()}.qcow2`
    await on().client.disk.ensure({ ...step(), storagePath: on().storagePath, path: `${folder}/${name}`, format: 'qcow2', sizeMiB: 8, source: null })
    expect((await on().client.import.list({ storagePath: on().storagePath })).files).toMatchObject([{ path: name, kind: 'qcow2', problem: null }])
    const image = { storagePath: on().storagePath, path: name, format: 'qcow2' as const }
    expect((await on().client.import.inspect(image)).sizeMiB).toBe(8)
    const target = { storagePath: on().storagePath, path: `${on().storagePath}/images/${randomUUID()}.qcow2`, format: 'qcow2' as const }
    for (let time = 0; time < 2; time += 1) expect((await on().client.import.copy({ ...step(), ...image, target })).sizeMiB).toBe(8)
    expect(await on().client.disk.inspect({ path: target.path, format: 'qcow2' })).toMatchObject({ sizeMiB: 8, backing: null })
    await on().client.disk.ensureAbsent({ ...step(), ...target })
    await expect(on().client.import.inspect({ ...image, path: `../images/${name}` })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(on().client.import.copy({ ...step(), ...image, path: 'nowhere.qcow2', target })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(on().client.import.describe({ storagePath: on().storagePath, path: name })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await on().client.import.abortVerify(step())
    await on().client.disk.ensureAbsent({ ...step(), storagePath: on().storagePath, path: `${folder}/${name}` })
  })
}
