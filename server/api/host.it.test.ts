import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCsr } from '@/server/domain/pki/certificate'
import { certificateFingerprint } from '@/server/domain/pki/token'
import { seed, type Seeded } from './seed'
import { apiHarness, type ApiHarness } from './testing'

let h: ApiHarness
let s: Seeded
let token: string
let csr: string
beforeAll(async () => {
  h = await apiHarness()
  s = await seed(h.db)
  ;({ token } = await h.user('admin', [{ role: 'SuperUser' }]))
  ;({ csr } = await createCsr('a host'))
})
afterAll(() => h.dispose())

const newToken = async (name: string) => String((await h.call('POST', '/hosts/token', { token, body: { clusterId: s.cluster, name } })).body.token)
const join = (joinToken: string, more: { address?: string; csr?: string; now?: Date } = {}) =>
  h.call('POST', '/hosts/join', {
    body: { token: joinToken, csr: more.csr ?? csr, address: more.address ?? '192.0.2.7:7443' },
    ...(more.now ? { now: more.now } : {}),
  })

describe('a host joins', () => {
  it('with its token, and gets a certificate that names it', async () => {
    const answer = await h.call('POST', '/hosts/token', { token, body: { clusterId: s.cluster, name: 'h2' } })
    expect(answer).toMatchObject({ status: 201, body: { command: expect.stringContaining('--manager http://127.0.0.1:8080 --token') } })
    const joined = await join(answer.body.token)
    expect(joined.status, JSON.stringify(joined.body)).toBe(200)
    const { hostId, certificate, ca } = joined.body as unknown as { hostId: string; certificate: string; ca: string }
    const leaf = new X509Certificate(certificate)
    expect(leaf.subjectAltName).toBe(`URI:urn:atrium:host:${hostId}`)
    expect(leaf.checkIssued(new X509Certificate(ca))).toBe(true)
    expect(answer.body.token.split('.')[2]).toBe(certificateFingerprint(ca))
    const host = await h.call('GET', `/hosts/${hostId}`, { token })
    expect(host.body).toMatchObject({ name: 'h2', address: '192.0.2.7:7443', status: 'installing', cluster: { id: s.cluster }, facts: null })
  })

  it('once per token, also at the same moment', async () => {
    const joinToken = await newToken('h3')
    const answers = await Promise.all(Array.from({ length: 4 }, () => join(joinToken)))
    expect(answers.map(a => a.status).sort()).toEqual([200, 401, 401, 401])
    expect((await join(joinToken)).body).toMatchObject({ code: 'UNAUTHENTICATED', reason: { code: 'join_token' } })
    expect(await h.db.host.count({ where: { name: 'h3' } })).toBe(1)
  })

  it('within the hour', async () => {
    const joinToken = await newToken('h4')
    expect((await join(joinToken, { now: new Date(Date.now() + 3_601_000) })).status).toBe(401)
    expect((await join(joinToken)).status).toBe(200)
  })

  it.each([
    ['not a token', 400],
    ['00000000-0000-4000-8000-000000000000.AAAA.' + 'A'.repeat(43), 401],
    ["x'.AAAA." + 'A'.repeat(43), 401],
  ])('not with %s', async (bad, status) => expect((await join(bad)).status).toBe(status))

  it('not with another secret', async () => {
    const [id, , fingerprint] = (await newToken('h5')).split('.')
    expect((await join(`${id}.${'B'.repeat(43)}.${fingerprint}`)).status).toBe(401)
  })

  it.each([
    '192.0.2.7',
    '192.0.2.7:0',
    '192.0.2.7:99999',
    '0.0.0.0:7443',
    '[::]:7443',
    'host name:7443',
    'http://h:7443',
    '999.1.1.1:7443',
    '[192.0.2.7]:1',
    '-h:7443',
  ])('not with the address %s, and the token stays good', async address => {
    const joinToken = await newToken(`addr-${Buffer.from(address).toString('hex')}`)
    expect(await join(joinToken, { address })).toMatchObject({ status: 400, body: { field: 'address' } })
    expect((await join(joinToken, { address: '[2001:db8::7]:7443' })).status).toBe(200)
  })

  it('not with a damaged signing request', async () => {
    const joinToken = await newToken('h6')
    expect((await join(joinToken, { csr: 'rubbish' })).status).toBe(400)
    expect((await join(joinToken)).status).toBe(200)
  })

  it('under a name that is free', async () => {
    expect(await h.call('POST', '/hosts/token', { token, body: { clusterId: s.cluster, name: 'h1' } })).toMatchObject({
      status: 409,
      body: { code: 'DUPLICATE' },
    })
    const [one, two] = [await newToken('h7'), await newToken('h7')]
    expect((await join(one)).status).toBe(200)
    expect(await join(two)).toMatchObject({ status: 409, body: { code: 'DUPLICATE' } })
  })
})

describe('a host is removed', () => {
  const remove = (id: string) => h.call('DELETE', `/hosts/${id}`, { token })

  it('not while machines run on it; the button says the same', async () => {
    const host = await h.call('GET', `/hosts/${s.host}`, { token })
    expect(host.body.actions).toMatchObject({
      edit: { allowed: true },
      remove: { allowed: false, reason: { code: 'host_in_use', params: { host: 'h1', count: 1 } } },
    })
    expect(await remove(s.host)).toMatchObject({ status: 409, body: { code: 'IN_USE', detail: '1 machine runs on host h1.' } })
  })

  it('not while it is unknown what they do', async () => {
    await h.db.vm.update({ where: { id: s.running }, data: { observedState: null, status: 'not_responding' } })
    expect((await remove(s.host)).status).toBe(409)
  })

  it('and lets stopped machines go, forgets those of other tools', async () => {
    await h.db.vm.update({ where: { id: s.running }, data: { observedState: 'down', status: 'down' } })
    const external = await h.db.vm.create({
      data: { name: 'foreign', clusterId: s.cluster, hostId: s.host, memoryMiB: 1, vcpus: 1, external: true, observedState: 'running', status: 'up' },
    })
    expect((await remove(s.host)).status).toBe(200)
    expect((await h.call('GET', `/hosts/${s.host}`, { token })).status).toBe(404)
    expect((await h.call('GET', `/vms/${s.running}`, { token })).body).toMatchObject({ host: null, status: 'down' })
    expect((await h.call('GET', `/vms/${external.id}`, { token })).status).toBe(404)
  })
})
