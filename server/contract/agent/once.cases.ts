import { expect, it } from 'vitest'
import type { Making } from './migration.cases'
import type { VmSpec } from './vm'

/** Runs that are not as the machine is defined. */
export const onceCases = ({ on, step, newSpec, running, call }: Making): void => {
  it('runs once in another way, with the definition left as it is', async () => {
    const spec = await newSpec()
    const once: VmSpec = { ...spec, description: 'this once', hardware: { ...spec.hardware, boot: { ...spec.hardware.boot, devices: ['network'], menuTimeoutMs: 3000 } } }
    for (let time = 0; time < 2; time += 1) {
      expect(await on().client.vm.ensureRunning({ ...step(), spec, once })).toMatchObject({ state: 'running', generation: 1, running: { once: true } })
      expect((await on().client.vm.xml({ id: spec.id })).xml).toMatch(/this once[^]*dev=["']network/)
    }
    // A crash of the manager repeats what it was about to do: what is defined is not what runs.
    await on().client.vm.ensureDefined({ ...step(), spec })
    // Nor is it made as it is defined.
    expect((await on().client.vm.applyLive({ ...step(), spec })).changes).toEqual([])
    await on().client.vm.ensureStopped(call(spec))
    const { xml } = await on().client.vm.xml({ id: spec.id })
    expect(xml).not.toContain('this once')
    expect(xml).toMatch(/dev=["']hd/)
    expect(await on().client.vm.ensureRunning({ ...step(), spec })).toMatchObject({ running: { once: false } })
    expect((await on().client.vm.xml({ id: spec.id })).xml).not.toContain('this once')
    await on().client.vm.ensureAbsent(call(spec))
  })

  it('tells a restart that ends a run from its end by force', async () => {
    const spec = await newSpec()
    const once: VmSpec = { ...spec, hardware: { ...spec.hardware, lifecycle: { ...spec.hardware.lifecycle, onReboot: 'destroy' } } }
    const seen = async () => {
      const { state, reason } = (await on().client.vm.get({ id: spec.id })) ?? {}
      return `${state} ${reason}`
    }
    await on().client.vm.ensureRunning({ ...step(), spec, once })
    await on().client.vm.reset(call(spec))
    await expect.poll(seen, { timeout: 15_000, interval: 100 }).toBe('down restart')
    await on().client.vm.ensureRunning({ ...step(), spec, once })
    await on().client.vm.ensureStopped(call(spec))
    expect(await seen()).toBe('down destroyed')
    await on().client.vm.ensureAbsent(call(spec))
  })

  it('refuses to run saved memory in another way', async () => {
    const spec = await running()
    await on().client.vm.ensureSaved(call(spec))
    await expect(on().client.vm.ensureRunning({ ...step(), spec, once: spec })).rejects.toMatchObject({ code: 'WRONG_STATE' })
    await on().client.vm.ensureAbsent(call(spec))
  })
}
