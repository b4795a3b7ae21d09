import { Serial, SerialPort } from '@/server/contract/hardware/character'
import { attr, element, findAll } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { readPart } from './part'
import type { Machine, Part } from './part'

const sourceOf = ({ type, path }: SerialPort): Element | null =>
  type === 'unix' ? element('source', { mode: 'bind', path }) : type === 'file' ? element('source', { path }) : null

const isPc = ({ hardware: { machine } }: Machine): boolean => machine.arch === 'x86_64'

/** libvirt itself makes the first console a copy of the first serial port. */
const buildConsoles = ({ hardware: { serial } }: Machine): (Element | null)[] => {
  const [first] = serial.ports
  return [
    first ? element('console', { type: first.type }, sourceOf(first), element('target', { type: 'serial', port: 0 })) : null,
    serial.console === 'virtio' ? element('console', { type: 'pty' }, element('target', { type: 'virtio', port: first ? 1 : 0 })) : null,
  ]
}

const consoleOf = (device: Element): string => attr(device, 'type', 'target') ?? 'serial'

/** Serial ports and console: what `console=ttyS0` of a guest writes to and `virDomainOpenConsole` opens. */
export const serialPart: Part = {
  fields: ['serial'],
  kinds: [
    {
      name: 'serial', is: () => true, key: (device) => attr(device, 'port', 'target') ?? '0',
      shape: { attributes: ['type'], children: { source: 'whole', target: { attributes: ['type', 'port'], children: { model: 'whole' } } } },
    },
    {
      name: 'console', is: (device) => ['serial', 'virtio'].includes(consoleOf(device)), key: consoleOf,
      shape: { attributes: ['type', 'tty'], children: { source: 'whole', target: 'whole' } },
    },
  ],
  devices: (machine) => [
    ...machine.hardware.serial.ports.map((port, at) =>
      element('serial', { type: port.type }, sourceOf(port), element('target', isPc(machine) ? { type: 'isa-serial', port: at } : { port: at }))),
    ...buildConsoles(machine),
  ],
}

const parsePort = (device: Element): SerialPort => {
  const type = attr(device, 'type') ?? 'pty'
  return readPart(SerialPort, { type, path: type === 'file' || type === 'unix' ? attr(device, 'path', 'source') : null })
}

export const parseSerial = (domain: Element): Serial => {
  const ports = findAll(domain, 'devices/serial').toSorted((a, b) => Number(attr(a, 'port', 'target') ?? 0) - Number(attr(b, 'port', 'target') ?? 0))
  const kinds = findAll(domain, 'devices/console').map(consoleOf)
  const kind = kinds.includes('virtio') ? 'virtio' : kinds.length + ports.length > 0 ? 'serial' : 'none'
  return readPart(Serial, { ports: ports.map(parsePort), console: kind })
}
