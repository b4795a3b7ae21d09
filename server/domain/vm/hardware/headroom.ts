import type { Hardware } from '@/server/contract/hardware/hardware'

export interface Size {
  memoryMiB: number
  vcpus: number
}

/** oVirt's factor. */
const factor = 4
/** More vCPUs than an APIC of the old kind can name need a virtual IOMMU. */
const mostVcpus = 240
/** What an emulated processor can address with room to spare, MiB. */
const mostMemoryMiB = 524_288
/** A guest that may get memory above 4 GiB keeps 64 MiB for its devices: too much for a small one. */
const leastMemoryMiB = 1024

const roomForVcpus = (vcpus: number): number => Math.max(vcpus, Math.min(vcpus * factor, mostVcpus))
const roomForMemory = (memoryMiB: number): number => Math.min(memoryMiB * factor, mostMemoryMiB)

/** May the most differ from what there is at the start? Nodes and sockets that are given by hand count the most. */
const mayGrow = ({ hypervisor, machine, numa, cpu }: Hardware): boolean => hypervisor === 'qemu' && machine.arch === 'x86_64' && numa.cells.length === 0 && cpu.topology === null

/** Hardware of a new machine with room to plug in vCPUs and memory later, where the person has said nothing of it. */
export const withHeadroom = (hardware: Hardware, { memoryMiB, vcpus }: Size): Hardware => {
  if (!mayGrow(hardware)) return hardware
  const { cpu, memory } = hardware
  const maxVcpus = cpu.maxVcpus ?? (roomForVcpus(vcpus) > vcpus ? roomForVcpus(vcpus) : null)
  const roomy = memoryMiB >= leastMemoryMiB && roomForMemory(memoryMiB) > memoryMiB
  return { ...hardware, cpu: { ...cpu, maxVcpus }, memory: { ...memory, maxMiB: memory.maxMiB ?? (roomy ? roomForMemory(memoryMiB) : null) } }
}

/** Hardware whose limits follow a size that has outgrown them; limits that are not set, or still hold, stay. */
export const growing = (hardware: Hardware, { memoryMiB, vcpus }: Size): Hardware => {
  const { cpu, memory } = hardware
  const plugged = memory.devices.reduce((sum, { sizeMiB }) => sum + sizeMiB, 0)
  const small = cpu.maxVcpus !== null && cpu.maxVcpus < vcpus && mayGrow(hardware)
  const full = memory.maxMiB !== null && memory.maxMiB <= memoryMiB + plugged
  return {
    ...hardware,
    cpu: small ? { ...cpu, maxVcpus: roomForVcpus(vcpus) } : cpu,
    memory: full && roomForMemory(memoryMiB + plugged) > memoryMiB + plugged ? { ...memory, maxMiB: roomForMemory(memoryMiB + plugged) } : memory,
  }
}
