import type { HardwareWish } from '../check'
import { finding } from '../finding'
import type { Verdict } from '../finding'

/** Rules of memory. All in MiB. */
export const checkMemoryParts = ({ memoryMiB, vcpus, hardware: { memory, balloon, numa } }: HardwareWish): Verdict[] => {
  const { currentMiB, maxMiB, slots, devices, hardLimitMiB, softLimitMiB, swapHardLimitMiB, hugePagesKiB } = memory
  const plugged = devices.reduce((sum, device) => sum + device.sizeMiB, 0)
  const nodes = Math.max(numa.cells.length, 1)
  const field = (name: string) => `hardware.memory.${name}`
  return [
    currentMiB !== null && currentMiB > memoryMiB &&
      finding(field('currentMiB'), 'memory_current', `The guest cannot start with ${currentMiB} MiB of ${memoryMiB} MiB.`, { currentMiB, memoryMiB }),
    currentMiB !== null && currentMiB < memoryMiB && balloon.model === 'none' &&
      finding(field('currentMiB'), 'memory_no_balloon', 'Less than all memory at the start needs a balloon.'),
    maxMiB !== null && maxMiB <= memoryMiB + plugged - (plugged > 0 ? 1 : 0) &&
      finding(field('maxMiB'), 'memory_max', `The most memory must be more than the ${memoryMiB + plugged} MiB that the machine has.`, { maxMiB, memoryMiB: memoryMiB + plugged }),
    devices.length > 0 && maxMiB === null && finding(field('devices'), 'memory_no_max', 'Memory modules need the most memory (maxMiB) to be set.'),
    devices.length > slots && finding(field('devices'), 'memory_slots', `${devices.length} memory modules do not fit into ${slots} slots.`, { slots }),
    devices.some(device => device.node >= nodes) && finding(field('devices'), 'memory_node', `Memory modules can only be on the NUMA nodes 0 to ${nodes - 1}.`, { nodes }),
    hugePagesKiB !== null && (memoryMiB * 1024) % hugePagesKiB !== 0 &&
      finding(field('hugePagesKiB'), 'memory_pages', `${memoryMiB} MiB is not a whole number of huge pages of ${hugePagesKiB / 1024} MiB.`, { memoryMiB, pageMiB: hugePagesKiB / 1024 }),
    hardLimitMiB !== null && hardLimitMiB < memoryMiB &&
      finding(field('hardLimitMiB'), 'memory_limit', `A hard limit of ${hardLimitMiB} MiB would end a machine of ${memoryMiB} MiB.`, { hardLimitMiB, memoryMiB }),
    softLimitMiB !== null && hardLimitMiB !== null && softLimitMiB > hardLimitMiB &&
      finding(field('softLimitMiB'), 'memory_soft', `The soft limit must not be above the hard limit of ${hardLimitMiB} MiB.`, { hardLimitMiB }),
    swapHardLimitMiB !== null && (hardLimitMiB === null || swapHardLimitMiB < hardLimitMiB) &&
      finding(field('swapHardLimitMiB'), 'memory_swap', 'The limit with swap needs a hard limit, and must not be below it.'),
    balloon.model === 'none' && (balloon.autodeflate || balloon.freePageReporting) &&
      finding('hardware.balloon', 'balloon_none', 'Without a balloon it can neither deflate nor report free pages.'),
    maxMiB !== null && vcpus < 1 && finding(field('maxMiB'), 'memory_max', 'Memory modules need a vCPU.'),
  ]
}
