import { expect, it } from 'vitest'
import { installerArguments } from './arguments'
import { checkTreeUrls } from './tree-url'
import { parseTreeInfo } from './treeinfo'

const sum = 'a'.repeat(64)
const treeinfo = (images: string) => `; made by a test
[checksums]
images/pxeboot/vmlinuz = sha256:${sum.toUpperCase()}
images/old = md5:1234

[general]
family = Fedora
version = 38
[images-x86_64]
${images}
`

it('reads kernel, initrd and checksums', () => {
  const info = parseTreeInfo(treeinfo('kernel = images/pxeboot/vmlinuz\ninitrd=images/pxeboot/initrd.img\r'))
  expect(info).toMatchObject({ family: 'Fedora', version: '38', kernel: 'images/pxeboot/vmlinuz', initrd: 'images/pxeboot/initrd.img' })
  expect([...(info?.sha256 ?? [])]).toEqual([['images/pxeboot/vmlinuz', sum]])
})

it.each(['kernel = ../../etc/passwd\ninitrd = a', 'kernel = /vmlinuz\ninitrd = a', 'kernel = http://x/y\ninitrd = a', 'kernel = a%2e%2e/b\ninitrd = a', 'kernel = a'])('takes nothing from outside of the tree: %j', images => {
  expect(parseTreeInfo(treeinfo(images))).toBeNull()
})

it('tells each installer in its own words', () => {
  const ask = (family: string, version: string, answered: boolean) => installerArguments({ family, version }, 'http://x/', answered, 'console=ttyS0')
  expect(ask('Fedora', '38', true)).toEqual({ file: 'ks.cfg', commandLine: 'inst.repo=http://x/ inst.ks=file:/ks.cfg console=ttyS0' })
  expect(ask('Red Hat Enterprise Linux', '6.10', true).commandLine).toBe('method=http://x/ ks=file:/ks.cfg console=ttyS0')
  expect(ask('openSUSE Leap', '15.4', false).commandLine).toBe('install=http://x/ console=ttyS0')
})

it('refuses what no host may fetch', () => {
  const codes = (url: string, kickstart: string) => checkTreeUrls({ url, kickstart: { from: 'url', url: kickstart } }).map(({ field, code }) => `${field} ${code}`)
  expect(codes('ftp://x/', 'file:///etc/shadow')).toEqual(['treeUrl url_kind', 'kickstart url_kind'])
  expect(codes('http://me:secret@x/', 'https://x/ks')).toEqual(['treeUrl url_secret'])
})
