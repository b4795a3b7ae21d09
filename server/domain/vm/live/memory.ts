import type { RunningMachine, VmSpec } from '@/server/contract/agent/vm'
import type { MemoryDevice } from '@/server/contract/hardware/memory'
import { moduleKey } from './devices'

/** What a Linux guest takes in at once, MiB (oVirt: HotPlugMemoryBlockSizeMb). */
export const memoryStepMiB = 128

const sum = (modules: readonly MemoryDevice[]): number => modules.reduce((total, { sizeMiB }) => total + sizeMiB, 0)

/** Modules that run and are in nobody's wish: they were plugged in when the machine's size was raised. */
const surplus = (running: readonly MemoryDevice[], wanted: readonly MemoryDevice[]): MemoryDevice[] => {
  const left = wanted.map(moduleKey)
  return running.filter((module) => {
    const at = left.indexOf(moduleKey(module))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

/**
 * The running machine with its size as it has grown: a larger size comes into a running machine as modules, which stand for it until the next start
 * (oVirt: memory hot plug). A module that is too much for the wanted size is left as a module: it can be pulled out.
 */
export const grown = (running: RunningMachine, { memoryMiB, hardware }: VmSpec): RunningMachine => {
  const { memory } = running.hardware
  const extra = surplus(memory.devices, hardware.memory.devices).sort((a, b) => b.sizeMiB - a.sizeMiB)
  const counted = [...extra]
  for (const module of extra) {
    if (running.memoryMiB + sum(counted) - module.sizeMiB >= memoryMiB) counted.splice(counted.indexOf(module), 1)
  }
  if (counted.length === 0) return running
  const devices = memory.devices.filter((module) => !counted.includes(module))
  const currentMiB = memory.currentMiB === null ? null : memory.currentMiB + sum(counted)
  return { ...running, memoryMiB: running.memoryMiB + sum(counted), hardware: { ...running.hardware, memory: { ...memory, devices, currentMiB } } }
}

/** All that the running machine has, with its modules. */
export const wholeMiB = ({ memoryMiB, hardware: { memory } }: RunningMachine): number => memoryMiB + sum(memory.devices)
