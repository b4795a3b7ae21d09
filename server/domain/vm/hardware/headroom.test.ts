import { expect, it } from 'vitest'
import { Hardware } from '@/server/contract/hardware/hardware'
import { checkHardware } from './check'
import { growing, withHeadroom } from './headroom'

const limits = ({ cpu, memory }: Hardware) => [cpu.maxVcpus, memory.maxMiB]
const room = (hardware: object, memoryMiB: number, vcpus: number) => limits(withHeadroom(Hardware.parse(hardware), { memoryMiB, vcpus }))

it.each<[string, object, number, number, (number | null)[]]>([
  ['four times of both', {}, 2048, 2, [8, 8192]],
  ['no memory for a small guest', {}, 512, 1, [4, null]],
  ['what was asked for', { cpu: { maxVcpus: 3 }, memory: { maxMiB: 3000 } }, 2048, 2, [3, 3000]],
  ['no more vCPUs than can be named', {}, 1024, 100, [240, 4096]],
  ['none beyond that', {}, 1024, 300, [300, 4096]],
  ['no more memory than can be addressed', {}, 600_000, 1, [4, null]],
  ['none with sockets by hand', { cpu: { topology: { sockets: 2, cores: 1, threads: 1 } } }, 2048, 2, [null, null]],
  ['none on ARM', { machine: { arch: 'aarch64' } }, 2048, 2, [null, null]],
])('leaves room for %s', (_, hardware, memoryMiB, vcpus, expected) => {
  const wished = expected[0] === vcpus ? [null, expected[1]] : expected
  expect(room(hardware, memoryMiB, vcpus)).toEqual(wished)
})

it('is right by the rules of the hardware', () => {
  for (const memoryMiB of [64, 1024, 4096, 524_288]) {
    for (const vcpus of [1, 4, 239]) {
      const hardware = withHeadroom(Hardware.parse({}), { memoryMiB, vcpus })
      expect(checkHardware({ memoryMiB, vcpus, firmware: 'bios', hardware, disks: [], nics: [] })).toEqual([])
    }
  }
})

it('follows a size that outgrows it, and nothing else', () => {
  const hardware = withHeadroom(Hardware.parse({}), { memoryMiB: 1024, vcpus: 1 })
  expect(limits(growing(hardware, { memoryMiB: 2048, vcpus: 4 }))).toEqual([4, 4096])
  expect(limits(growing(hardware, { memoryMiB: 4096, vcpus: 5 }))).toEqual([20, 16_384])
  expect(growing(Hardware.parse({}), { memoryMiB: 4096, vcpus: 8 })).toEqual(Hardware.parse({}))
})
