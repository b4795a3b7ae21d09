import { element } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

/** First serial port and the console on it: what `console=ttyS0` of a guest writes to and `virDomainOpenConsole` opens. */
export const buildSerial = (): Element[] => [
  element('serial', { type: 'pty' }, element('target', { type: 'isa-serial', port: 0 })),
  element('console', { type: 'pty' }, element('target', { type: 'serial', port: 0 })),
]
