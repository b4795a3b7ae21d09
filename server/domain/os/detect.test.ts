import { expect, it } from 'vitest'
import { parseXml } from '@/server/domain/xml/parse'
import { detectOs, parseOsMedia } from './detect'

const os = (id: string, ...media: string[]) => parseOsMedia(parseXml(`<os><short-id>${id}</short-id>${media.join('')}</os>`))
const medium = (iso: string, arch = 'x86_64') => `<media arch="${arch}"><iso>${iso}</iso></media>`
const names = (volume: string, system = '') => ({ volume, system, publisher: '', application: '' })
const media = [
  ...os('any', medium('<system-id>LINUX</system-id>')),
  ...os('debian11', medium('<volume-id>Debian 11.\\d+.\\d+ amd64 n</volume-id>'), medium('<volume-id>Debian 11.\\d+ arm64</volume-id>', 'aarch64')),
  ...os('debian11live', medium('<volume-id>Debian 11.\\d+.\\d+ amd64 n</volume-id><system-id>LIVE</system-id>')),
  ...os('broken', medium('<volume-id>(</volume-id>')),
]

it('knows a system by the name of its volume', () => {
  expect(detectOs(media, names('Debian 11.5.0 amd64 n'))).toBe('debian11')
  expect(detectOs(media, names('Debian 11.5.0 amd64 n', 'LIVE'))).toBe('debian11live')
})

it('knows nothing by what fits every image, other processors, or a pattern that is none', () => {
  expect(media.map(({ os: id }) => id)).toEqual(['debian11', 'debian11live'])
  expect(detectOs(media, names('something', 'LINUX'))).toBeNull()
})
