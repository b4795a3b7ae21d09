import { element } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

/** Entropy from the host: a guest without it can hang at boot waiting for its random generator. */
export const buildRng = (): Element => element('rng', { model: 'virtio' }, element('backend', { model: 'random' }, '/dev/urandom'))
