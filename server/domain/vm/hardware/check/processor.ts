import type { HardwareWish } from '../check'
import { cpusOf } from '../cpu-set'
import { finding, twice } from '../finding'
import type { Verdict } from '../finding'

const topology = ({ vcpus, hardware: { cpu } }: HardwareWish): Verdict => {
  if (!cpu.topology) return null
  const { sockets, dies, cores, threads } = cpu.topology
  const [product, wanted] = [sockets * dies * cores * threads, cpu.maxVcpus ?? vcpus]
  return product !== wanted && finding('hardware.cpu.topology', 'topology',
    `${sockets} sockets × ${dies} dies × ${cores} cores × ${threads} threads make ${product} vCPUs, but the machine has at most ${wanted}.`, { product, wanted })
}

/** Rules of processor and NUMA. */
export const checkProcessor = (wish: HardwareWish): Verdict[] => {
  const { vcpus, memoryMiB, hardware: { cpu, cpuTune, numa, iothreads } } = wish
  const most = cpu.maxVcpus ?? vcpus
  const feature = twice(cpu.features.map(({ name }) => name))
  const pinned = twice(cpuTune.vcpuPins.map(pin => pin.vcpu))
  const beyond = cpuTune.vcpuPins.find(pin => pin.vcpu >= most)
  const pinnedThread = twice(cpuTune.iothreadPins.map(pin => pin.iothread))
  const noThread = cpuTune.iothreadPins.find(pin => pin.iothread > iothreads)
  const cells = numa.cells.flatMap(cell => cpusOf(cell.cpus))
  const memory = numa.cells.reduce((sum, cell) => sum + cell.memoryMiB, 0)
  return [
    cpu.maxVcpus !== null && cpu.maxVcpus < vcpus &&
      finding('hardware.cpu.maxVcpus', 'max_vcpus', `The machine starts with ${vcpus} vCPUs, so it must be allowed at least as many, not ${cpu.maxVcpus}.`, { vcpus }),
    topology(wish),
    cpu.mode === 'custom' && cpu.model === '' && finding('hardware.cpu.model', 'cpu_model', 'Choose the processor model.'),
    cpu.mode !== 'custom' && cpu.model !== '' &&
      finding('hardware.cpu.model', 'cpu_model_mode', `A named processor model such as ${cpu.model} needs the mode “custom”.`, { model: cpu.model }),
    feature !== undefined && finding('hardware.cpu.features', 'feature_twice', `The processor feature ${feature} is listed twice.`, { feature }),
    pinned !== undefined && finding('hardware.cpuTune.vcpuPins', 'pin_twice', `vCPU ${pinned} is pinned twice.`, { vcpu: pinned }),
    beyond !== undefined && finding('hardware.cpuTune.vcpuPins', 'pin_beyond', `vCPU ${beyond.vcpu} cannot be pinned: they are counted from 0 to ${most - 1}.`, { vcpu: beyond.vcpu }),
    pinnedThread !== undefined && finding('hardware.cpuTune.iothreadPins', 'pin_twice', `I/O thread ${pinnedThread} is pinned twice.`, { iothread: pinnedThread }),
    noThread !== undefined &&
      finding('hardware.cpuTune.iothreadPins', 'no_iothread', `I/O thread ${noThread.iothread} cannot be pinned: the machine has ${iothreads}.`, { iothread: noThread.iothread }),
    numa.cells.length > 0 && (twice(cells) !== undefined || cells.length !== most || Math.max(...cells) >= most) &&
      finding('hardware.numa.cells', 'numa_cpus', `The NUMA nodes must have each of the vCPUs 0 to ${most - 1} once.`, { most }),
    numa.cells.length > 0 && memory !== memoryMiB &&
      finding('hardware.numa.cells', 'numa_memory', `The NUMA nodes have ${memory} MiB together, but the machine has ${memoryMiB} MiB.`, { memory, memoryMiB }),
  ]
}
