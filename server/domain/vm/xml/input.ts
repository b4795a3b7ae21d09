import { element } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

/** A tablet reports absolute positions: without it the browser's pointer and the guest's drift apart. It needs USB. */
export const buildInput = (): Element[] => [
  element('controller', { type: 'usb', model: 'qemu-xhci', ports: 15 }),
  element('input', { type: 'tablet', bus: 'usb' }),
]
