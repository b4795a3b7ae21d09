import { expect, it } from 'vitest'
import { screenHost, viewerFile, viewerFileName } from './viewer-file'

const screen = { address: null, port: 5900, tlsPort: null, ca: null, password: 'aB-3', type: 'spice' as const, host: 'h1.example.org', title: 'web' }

it('has what remote-viewer needs, and is removed once it is read', () => {
  expect(viewerFile(screen)).toBe('[virt-viewer]\ntype=spice\nhost=h1.example.org\nport=5900\npassword=aB-3\ntitle=web\ndelete-this-file=1\n')
  const tls = viewerFile({ ...screen, port: null, tlsPort: 5901, ca: '-----BEGIN-----\nabc\n-----END-----\n' })
  expect(tls).toContain('tls-port=5901\n')
  expect(tls).toContain('ca=-----BEGIN-----\\nabc\\n-----END-----\n')
  expect(tls).not.toMatch(/^port=/m)
  expect(viewerFile({ ...screen, type: 'vnc', password: null })).not.toContain('password')
})

it('no name adds a line of its own', () => {
  expect(viewerFile({ ...screen, title: 'web\r\nproxy=http://evil\u2028x' }).split('\n').filter(line => line.startsWith('proxy'))).toEqual([])
})

it('names the host by the screen’s address, or else by the agent’s', () => {
  expect([screenHost('192.0.2.7', 'h1:8443'), screenHost(null, 'h1:8443'), screenHost(null, '[2001:db8::1]:8443')]).toEqual(['192.0.2.7', 'h1', '2001:db8::1'])
  expect([viewerFileName('web 1/α'), viewerFileName('…')]).toEqual(['web_1_α.vv', '_.vv'])
})
