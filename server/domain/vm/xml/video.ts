import { element } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

/** Standard VGA: shows firmware and every guest without a driver. */
export const buildVideo = (): Element => element('video', {}, element('model', { type: 'vga', vram: 16384 }))
