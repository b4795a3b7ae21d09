import type { RunningMachine } from '@/server/contract/agent/vm'
import { attr, find, findAll } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { isConfigDrive, parseConfigDrive } from '../xml/config-drive'
import { parseDisk, parseDiskOptions } from '../xml/disk'
import { isMarkedOnce, parseOwnership } from '../xml/metadata'
import { parseNic, parseNicOptions } from '../xml/nic'
import { readMachine } from '../xml/read'
import { parseUsb } from '../xml/usb'

/**
 * The hardware of a machine that runs. `asConfigured` is its XML with the flag MIGRATABLE: of the running machine, but without what libvirt
 * adds at a start (features of the processor, ports). It leaves out a USB controller that is a default, which `live`, the ordinary XML, has.
 */
export const readRunning = (live: Element, asConfigured: Element): RunningMachine => {
  const { runBy, memoryMiB, vcpus, firmware, hardware, machineName } = readMachine(asConfigured)
  const disks = findAll(asConfigured, 'devices/disk').filter((disk) => !isConfigDrive(disk) && !['cdrom', 'floppy'].includes(attr(disk, 'device') ?? ''))
  const cards = findAll(asConfigured, 'devices/interface').filter((card) => attr(card, 'type') !== 'hostdev')
  // By now the image is chosen, so the wish for Secure Boot is in the image's own attribute.
  const secureBoot = hardware.firmware.secureBoot || attr(find(live, 'os') ?? live, 'secure', 'loader') === 'yes'
  return {
    generation: parseOwnership(live)?.generation ?? null,
    once: isMarkedOnce(live),
    runBy, machineName, memoryMiB, vcpus, firmware,
    hardware: { ...hardware, usb: parseUsb(live), firmware: { ...hardware.firmware, secureBoot } },
    disks: disks.map((disk) => {
      const { id, path, format, bus, target } = parseDisk(disk)
      return { id, path, format, bus, target, options: parseDiskOptions(disk) }
    }),
    nics: cards.map((card) => {
      const { id, mac, model, network } = parseNic(card)
      return { id, mac, model, network, options: parseNicOptions(card) }
    }),
    configDrive: parseConfigDrive(asConfigured),
  }
}
