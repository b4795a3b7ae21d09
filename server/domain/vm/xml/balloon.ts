import { element } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

/** Balloon whose driver reports the guest's memory each 10 s, the interval of the agent's statistics. */
export const buildBalloon = (): Element => element('memballoon', { model: 'virtio' }, element('stats', { period: 10 }))
