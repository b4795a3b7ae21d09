import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { Hardware } from '../hardware/hardware'
import type { Making } from './migration.cases'

/** What every agent tells of its hypervisor, and how it opens screens for viewers outside. */
export const capabilityCases = ({ on, newSpec, running }: Pick<Making, 'on' | 'newSpec' | 'running'>): void => {
  it('opens a screen on the network for a while, and no other', async () => {
    const hardware = Hardware.parse({ graphics: { vnc: {}, spice: { listen: 'network' } } })
    const { id } = await running({ hardware })
    const first = await on().client.vm.openScreen({ id, type: 'spice', seconds: 60 })
    expect(first).toMatchObject({ address: '127.0.0.1', port: expect.any(Number), tlsPort: null, password: expect.stringMatching(/^[\w-]{8,}$/) })
    await expect(on().client.vm.openScreen({ id, type: 'vnc', seconds: 60 })).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { code: 'screen_socket', params: { type: 'VNC' } } } })
    const bare = await running()
    await expect(on().client.vm.openScreen({ id: bare.id, type: 'spice', seconds: 60 })).rejects.toMatchObject({ detail: { reason: { code: 'screen_none' } } })
    const off = await newSpec({ hardware })
    await on().client.vm.ensureDefined({ stepId: randomUUID(), spec: off })
    await expect(on().client.vm.openScreen({ id: off.id, type: 'spice', seconds: 60 })).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { code: 'wrong_state' } } })
  })


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
