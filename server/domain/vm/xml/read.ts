import type { Hardware } from '@/server/contract/hardware/hardware'
import { attr, findAll } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { resolveHardware } from '../hardware/resolve'
import { parseCdroms, parseFloppies } from './cdrom'
import { parseChannels } from './channel'
import { parseClock } from './clock'
import { parseCpu, parseCpuTune, parseIothreads, parseNuma, parseVcpus } from './cpu'
import { parseProperties } from './custom-properties'
import { parseFeatures } from './features'
import { parseGraphics, parseVideo } from './graphics'
import { parseHostDevices } from './host-device'
import { parseLifecycle } from './lifecycle'
import { parseBalloon, parseMemory, parseMemoryMiB } from './memory'
import { parseBoot, parseFirmware, parseFirmwareDetails, parseMachineKind, parseMachineName, parseSmbios } from './os'
import type { Accelerator, Machine } from './part'
import { parseSerial } from './serial'
import { parsePanic, parseRng, parseSmartcard, parseSound, parseTpm, parseVsock, parseWatchdog } from './small-devices'
import { parseInput, parseUsb } from './usb'

/** The hardware of a machine that exists, as the contract has it: what adopting it makes Atrium want. */
export const parseHardware = (domain: Element): Hardware => ({
  hypervisor: 'qemu',
  machine: parseMachineKind(domain),
  firmware: parseFirmwareDetails(domain),
  features: parseFeatures(domain),
  cpu: parseCpu(domain),
  cpuTune: parseCpuTune(domain),
  iothreads: parseIothreads(domain),
  numa: parseNuma(domain),
  memory: parseMemory(domain),
  balloon: parseBalloon(domain),
  clock: parseClock(domain),
  lifecycle: parseLifecycle(domain),
  boot: parseBoot(domain),
  smbios: parseSmbios(domain),
  cdroms: parseCdroms(domain),
  floppies: parseFloppies(domain),
  graphics: parseGraphics(domain),
  video: parseVideo(domain),
  serial: parseSerial(domain),
  channels: parseChannels(domain),
  input: parseInput(domain),
  usb: parseUsb(domain),
  sound: parseSound(domain),
  rng: parseRng(domain),
  watchdog: parseWatchdog(domain),
  tpm: parseTpm(domain),
  panic: parsePanic(domain),
  vsock: parseVsock(domain),
  smartcard: parseSmartcard(domain),
  hostDevices: parseHostDevices(domain),
  customProperties: parseProperties(domain),
})

const hasOrder = (domain: Element): boolean =>
  [...findAll(domain, 'devices/disk/boot'), ...findAll(domain, 'devices/interface/boot'), ...findAll(domain, 'devices/hostdev/boot')].length > 0

/** The same with every `auto` decided: equal for two definitions of the same machine. */
export const readMachine = (domain: Element): Machine => {
  const runBy: Accelerator = attr(domain, 'type') === 'kvm' ? 'kvm' : 'qemu'
  const [memoryMiB, { vcpus }, firmware, ordered] = [parseMemoryMiB(domain), parseVcpus(domain), parseFirmware(domain), hasOrder(domain)]
  const ide = findAll(domain, 'devices/disk/target').some((target) => attr(target, 'bus') === 'ide')
  const hardware = resolveHardware(parseHardware(domain), { runBy, memoryMiB, vcpus, firmware, ide, ordered })
  return { runBy, memoryMiB, vcpus, firmware, ordered, hardware, machineName: parseMachineName(domain) || null }
}
