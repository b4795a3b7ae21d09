import type { Hardware } from '@/server/contract/hardware/hardware'
import { rngSources } from '@/server/contract/hardware/small-devices'
import { aliasId } from '@/server/domain/vm/xml/alias'
import { importedDefinition, withDevices } from '@/server/domain/import/definition'
import { buildXml } from '@/server/domain/xml/build'
import { attr, findAll } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'

/** A file of the domain itself, and no way out of it. */
const inside = (path: string | null, folder: string): string | null => (path !== null && path.startsWith(`${folder}/`) && !path.split('/').includes('..') ? path : null)

/** Hardware as storage tells of it, without what reaches for files and devices of the host: whoever wrote it, it is another host's. */
export const hardwareWithoutHost = (hardware: Hardware, folder: string): Hardware => {
  const { firmware, boot, serial, cdroms, floppies, rng, tpm } = hardware
  return {
    ...hardware,
    firmware: { ...firmware, loader: null, nvram: null },
    boot: { ...boot, kernel: null },
    serial: { ...serial, ports: serial.ports.map(port => (port.path === null ? port : { type: 'null', path: null })) },
    cdroms: cdroms.map(cdrom => ({ ...cdrom, path: inside(cdrom.path, folder) })),
    floppies: floppies.map(floppy => ({ ...floppy, path: inside(floppy.path, folder) })),
    rng: rng && { ...rng, source: rngSources.find(known => known === rng.source) ?? '/dev/urandom' },
    tpm: tpm && { ...tpm, device: '/dev/tpm0' },
    hostDevices: [],
    customProperties: {},
  }
}

/** New ids by the old ones, by the places of their devices in the definition. */
const placesOf = (found: readonly Element[], ids: ReadonlyMap<string, string>) => new Map(found.flatMap((device, at) => {
  const id = ids.get(aliasId(device) ?? '')
  return id === undefined ? [] : [[at, id] as const]
}))

/** The rest of its XML likewise, for the disks and cards of these ids; null where there is none, or it is none. */
export function definitionWithoutHost(xml: string | null, ids: ReadonlyMap<string, string>): string | null {
  if (xml === null) return null
  try {
    const domain = parseXml(xml)
    const disks = findAll(domain, 'devices/disk').filter(disk => ['disk', 'lun'].includes(attr(disk, 'device') ?? 'disk'))
    return buildXml(withDevices(importedDefinition(domain).definition, placesOf(disks, ids), placesOf(findAll(domain, 'devices/interface'), ids)))
  } catch {
    return null
  }
}
