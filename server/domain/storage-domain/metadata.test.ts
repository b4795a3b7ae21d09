import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { DomainMetadata } from '@/server/contract/storage-metadata'
import { decodeMetadata, encodeMetadata, foreignDomain, metadataFile, metadataFileName } from './metadata'

const body: DomainMetadata = { id: randomUUID(), name: '数据域 “1”', description: '', role: 'data', type: 'posix', owner: randomUUID(), datacenter: 'dc' }
const text = encodeMetadata('domain', body)
const decode = (changed: string) => decodeMetadata('domain', 'domain.json', changed)

describe('what a storage domain says of itself', () => {
  it('comes back as it was written, whatever the names', () => {
    expect(decode(text)).toEqual({ body, problem: null })
    expect(text.split('\n')[0]).toMatch(/^\{"format":"atrium-storage-domain","version":1,"kind":"domain","sha256":"[0-9a-f]{64}"\}$/)
  })

  it.each([
    ['nothing', '', 'metadata_damaged'],
    ['a part', text.slice(0, -20), 'metadata_damaged'],
    ['a changed letter', text.replace('"data"', '"iso"'), 'metadata_damaged'],
    ['another kind', encodeMetadata('domain', body).replace('"kind":"domain"', '"kind":"vm"'), 'metadata_damaged'],
    ['another program’s', '{"a":1}\n{}', 'metadata_damaged'],
    ['a newer version’s', text.replace('"version":1', '"version":9'), 'metadata_newer'],
  ])('%s is refused', (_, changed, code) => {
    expect(decode(changed)).toMatchObject({ body: null, problem: { code } })
  })

  it('refuses what is right by its checksum and no domain', () => {
    expect(decode(encodeMetadata('domain', { ...body, id: 'x' }))).toMatchObject({ problem: { code: 'metadata_damaged' } })
  })

  it('is another’s, or free', () => {
    const mine = { id: body.id, owner: body.owner ?? '' }
    const code = (of: string | null, claim: { id: string; owner: string }) => foreignDomain(of, claim)?.code ?? null
    expect([code(null, mine), code(text, mine), code(text, { ...mine, owner: randomUUID() }), code(text, { ...mine, id: randomUUID() })]).toEqual([null, null, 'metadata_foreign', 'metadata_other'])
    expect(code(encodeMetadata('domain', { ...body, owner: null }), { ...mine, owner: randomUUID() })).toBe(null)
    expect(code('rubbish', mine)).toBe('metadata_damaged')
  })

  it('has files of these names alone', () => {
    const id = randomUUID()
    expect([metadataFile('domain', id), metadataFile('vm', id)].every(name => metadataFileName.test(name))).toBe(true)
    expect(['../a.json', 'vm-x.json', 'domain.json.new', `vm-${id}.json/..`].some(name => metadataFileName.test(name))).toBe(false)
  })
})
