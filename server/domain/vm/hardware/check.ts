import type { DiskSpec, NicSpec } from '@/server/contract/agent/vm'
import type { Hardware } from '@/server/contract/hardware/hardware'
import { checkStratovirt } from '../stratovirt'
import type { Finding } from '../validate'
import { checkDevices } from './check/devices'
import { checkDisks } from './check/disks'
import { checkMemoryParts } from './check/memory'
import { checkPlatform } from './check/platform'
import { checkProcessor } from './check/processor'

/** A machine as far as its hardware depends on itself alone; what a host lacks, the host says. */
export interface HardwareWish {
  memoryMiB: number
  vcpus: number
  firmware: 'bios' | 'uefi'
  hardware: Hardware
  disks: readonly Pick<DiskSpec, 'bus' | 'target' | 'format' | 'options'>[]
  nics: readonly Pick<NicSpec, 'model' | 'options'>[]
}

/** All that contradicts itself in a machine's hardware, the most basic first. */
export const checkHardware = (wish: HardwareWish): Finding[] =>
  [checkStratovirt, checkProcessor, checkMemoryParts, checkPlatform, checkDisks, checkDevices].flatMap(check => check(wish)).filter(verdict => verdict !== null && verdict !== false)
