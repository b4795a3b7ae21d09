import { expect, it } from 'vitest'
import type { ContractSetup } from './agent.cases'

/** What every agent tells of its hypervisor. */
export const capabilityCases = (on: () => ContractSetup): void => {
  it('tells what its hypervisor offers to machines, by machine type and acceleration', async () => {
    const { capabilities, acceleration } = await on().client.host.facts()
    const runBy = acceleration.kvm ? 'kvm' : 'qemu'
    const of = (type: string) => capabilities.find(({ arch, machine, virtType }) => arch === 'x86_64' && machine === type && virtType === runBy)?.offers
    expect(of('q35')).toMatchObject({
      graphics: expect.arrayContaining(['vnc']), video: expect.arrayContaining(['vga']), diskBus: expect.arrayContaining(['virtio', 'sata']),
      device: expect.arrayContaining(['virtio-net-pci', 'qemu-xhci', 'usb-tablet']),
    })
    expect(of('pc')?.diskBus).toContain('ide')
  })
}
