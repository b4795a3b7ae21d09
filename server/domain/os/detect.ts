import type { VolumeNames } from '@/server/contract/agent/media'
import { attr, findAll, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

/** Patterns that the names of a system's installation media match; null = any. */
export interface OsMedium {
  os: string
  patterns: { [Name in keyof VolumeNames]: RegExp | null }
}

const tags = { volume: 'volume-id', system: 'system-id', publisher: 'publisher-id', application: 'application-id' } as const satisfies Record<keyof VolumeNames, string>
const names = Object.keys(tags) as (keyof VolumeNames)[]

/** The data base is written for GLib's regular expressions; one that JavaScript does not know matches nothing. */
const patternOf = (source: string | null): RegExp | null | undefined => {
  if (source === null) return null
  try {
    return new RegExp(source)
  } catch {
    return undefined
  }
}

/** The media of one `<os>` for machines of this kind; one that says nothing of its volume is left out, for it would match all. */
export const parseOsMedia = (os: Element): OsMedium[] => {
  const id = text(os, 'short-id') ?? ''
  return findAll(os, 'media').filter((media) => ['x86_64', 'all'].includes(attr(media, 'arch') ?? 'all')).flatMap((media) => {
    const read = (name: keyof VolumeNames) => patternOf(text(media, `iso/${tags[name]}`))
    const [volume, system, publisher, application] = [read('volume'), read('system'), read('publisher'), read('application')]
    if (!volume || system === undefined || publisher === undefined || application === undefined) return []
    return [{ os: id, patterns: { volume, system, publisher, application } }]
  })
}

const weight = ({ patterns }: OsMedium): number => names.filter((name) => patterns[name]).length * 1000 + (patterns.volume?.source.length ?? 0)

/** Id of the system whose medium has such names, by the medium that says most; null = none is known. */
export const detectOs = (media: readonly OsMedium[], found: VolumeNames): string | null => {
  const fitting = media.filter(({ patterns }) => names.every((name) => patterns[name]?.test(found[name]) ?? true))
  return fitting.toSorted((a, b) => weight(b) - weight(a))[0]?.os ?? null
}
