import { expect, it } from 'vitest'
import type { Vm } from '@/server/contract/api/vm'
import { Hardware } from '@/server/contract/hardware/hardware'
import { changeKey, pendingRows } from './pending'

const draft = { memoryMiB: 1024, vcpus: 1, virtType: 'auto' as const, firmware: 'bios' as const, hardware: Hardware.parse({}), disks: [], nics: [] }
const change = (label: string, running: Vm['pending'][number]['running'], next: Vm['pending'][number]['next'], device: string | null = null) =>
  ({ field: label, label, device, running, next, canBeLive: device !== null, refusal: null, blocked: null })

it('words the difference between what runs and what comes', () => {
  const words = {
    named: (key: string) => `[${key}]`,
    value: (spec: { kind: string }, _: string, it: unknown) => `${spec.kind} ${JSON.stringify(it)}`,
    nothing: 'none',
    when: ({ canBeLive }: { canBeLive: boolean }) => (canBeLive ? 'now' : 'restart'),
  }
  const pending = [
    change('memoryMiB', 512, 1024), change('hardware.tpm', null, '{"model":"tpm-crb"}'), change('hardware.graphics.vnc.port', 5900, 5901),
    change('cdrom.path', '', '/srv/a.iso', 'sda'), change('cdrom', null, '/srv/a.iso', 'sdb'), change('nic.mac', 'a', 'b', 'a'), change('configDrive', null, '/c.iso'),
  ]
  expect(pendingRows(pending, draft, words).map(({ label, running, next, when }) => [label, running, next, when])).toEqual([
    ['[memoryMiB]', 'number 512', 'number 1024', 'restart'],
    ['[tpm]', 'none', 'part {"model":"tpm-crb"}', 'restart'],
    ['[graphics.vnc.port]', 'number 5900', 'number 5901', 'restart'],
    ['[cdroms.path] · sda', 'none', 'text "/srv/a.iso"', 'now'],
    ['[cdroms] · sdb', 'none', '/srv/a.iso', 'now'],
    ['[nic.mac] · a', 'a', 'b', 'now'],
    ['[configDrive]', 'none', '/c.iso', 'restart'],
  ])
  expect(changeKey('memory.module')).toBe('memory.devices.sizeMiB')
})
