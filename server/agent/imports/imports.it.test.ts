import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { link, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AgentEvent } from '@/server/contract/agent/event'
import { ImportImage } from '@/server/contract/agent/import'
import type { ImportFormat } from '@/server/contract/agent/import'
import type { Agent } from '@/server/agent/agent'
import { Turns } from '@/server/agent/state/turns'
import { copyImport, inspectImport } from './copy'
import { describeImport } from './describe'
import { listImports } from './list'
import { verifyImport } from './verify'

const run = promisify(execFile)
const qemuImg = (...args: string[]) => run('qemu-img', args)

let storagePath: string
let base: string
let told: AgentEvent[]
let agent: Agent
const at = (name: string) => join(storagePath, 'import', name)
const image = (path: string, format: ImportFormat, member: string | null = null) => ImportImage.parse({ storagePath, path, format, member })
const target = (format: 'qcow2' | 'raw' = 'qcow2') => ({ storagePath, path: join(storagePath, 'images', `${randomUUID()}.${format}`), format })
const copy = (source: ImportImage, to = target()) => copyImport(agent, { stepId: randomUUID(), ...source, target: to })
const refusal = async (work: Promise<unknown>) => work.then(() => 'fine', (error: { code: string; detail?: { reason?: { code: string } } }) => error.detail?.reason?.code ?? error.code)

beforeAll(async () => {
  storagePath = await realpath(await mkdtemp(join(tmpdir(), 'agent-imports-')))
  for (const name of ['images', 'import']) await mkdir(join(storagePath, name))
  base = join(storagePath, 'base.raw')
  await writeFile(base, '')
  await truncate(base, 16 * 1024 ** 2)
  await run('qemu-io', ['-f', 'raw', '-c', 'write -P 0x61 1M 3M', '-c', 'write -P 0x62 12M 64k', base])
  told = []
  // Of an agent, this needs only the turns and the feed.
  agent = { turns: new Turns(), feed: { push: (event: AgentEvent) => told.push(event) } } as unknown as Agent
  const made: [string, string, ...string[]][] = [
    ['a.qcow2', 'qcow2'], ['b.vmdk', 'vmdk'], ['c.vdi', 'vdi'], ['d.vhd', 'vpc', '-o', 'force_size=on'], ['e.vhdx', 'vhdx'], ['f.vhd', 'vpc', '-o', 'subformat=fixed,force_size=on'], ['g.vmdk', 'vmdk', '-o', 'subformat=streamOptimized'],
    ['h.vmdk', 'vmdk', '-o', 'subformat=monolithicFlat'], ['i.vmdk', 'vmdk', '-o', 'subformat=twoGbMaxExtentSparse'], ['j.img', 'qcow2'], ['k.raw', 'raw'],
  ]
  for (const [name, format, ...options] of made) await qemuImg('convert', '-f', 'raw', '-O', format, ...options, base, at(name))
})
afterAll(() => rm(storagePath, { recursive: true }))

const formats: Record<string, ImportFormat> = { 'a.qcow2': 'qcow2', 'b.vmdk': 'vmdk', 'c.vdi': 'vdi', 'd.vhd': 'vpc', 'e.vhdx': 'vhdx', 'f.vhd': 'vpc', 'g.vmdk': 'vmdk', 'h.vmdk': 'vmdk', 'i.vmdk': 'vmdk', 'j.img': 'qcow2', 'k.raw': 'raw' }

describe('images of every format', () => {
  it('are listed by name and first bytes, their parts and strangers are not', async () => {
    await writeFile(at('notes.txt'), 'hello')
    await symlink('/etc/shadow', at('shadow.raw'))
    await mkdir(at('deep/er'), { recursive: true })
    await link(at('k.raw'), at('deep/er/again.raw'))
    const { files, folder, leftOut } = await listImports({ storagePath })
    expect(folder).toBe(join(storagePath, 'import'))
    expect(Object.fromEntries(files.map(({ path, kind }) => [path, kind]))).toEqual({ ...formats, 'deep/er/again.raw': 'raw' })
    expect(files.every(({ problem }) => problem === null)).toBe(true)
    expect(leftOut).toBeGreaterThanOrEqual(4)
  })

  it.each(Object.entries(formats))('%s (%s) is copied whole, and not changed', async (name, format) => {
    const before = await stat(at(name), { bigint: true })
    const wanted = target(name === 'b.vmdk' ? 'raw' : 'qcow2')
    expect((await inspectImport(image(name, format))).sizeMiB).toBe(16)
    expect((await copy(image(name, format), wanted)).sizeMiB).toBe(16)
    await qemuImg('compare', '-f', 'raw', '-F', wanted.format, base, wanted.path)
    const after = await stat(at(name), { bigint: true })
    expect([after.mtimeNs, after.size]).toEqual([before.mtimeNs, before.size])
  })

  it('a copy that is there is kept, and one that cannot be leaves nothing', async () => {
    const wanted = target()
    await copy(image('a.qcow2', 'qcow2'), wanted)
    const { ino } = await stat(wanted.path)
    await copy(image('a.qcow2', 'qcow2'), wanted)
    expect((await stat(wanted.path)).ino).toBe(ino)
    const before = await readdir(join(storagePath, 'images'))
    expect(await refusal(copy(image('nowhere.vmdk', 'vmdk')))).toBe('import_missing')
    expect(await readdir(join(storagePath, 'images'))).toEqual(before)
  })

  it('one that changes meanwhile spoils the copy', async () => {
    const changing = agentThat(async () => utimes(at('k.raw'), new Date(), new Date()))
    const before = await readdir(join(storagePath, 'images'))
    expect(await refusal(copyImport(changing, { stepId: 's', ...image('k.raw', 'raw'), target: target() }))).toBe('image_changed')
    expect(await readdir(join(storagePath, 'images'))).toEqual(before)
  })
})

/** Does something as soon as the copy tells of its progress. */
const agentThat = (meanwhile: () => Promise<void>): Agent => ({ turns: new Turns(), feed: { push: () => { meanwhile().catch(() => undefined) } } }) as unknown as Agent

describe('hostile images are refused by their headers', () => {
  const patched = async (name: string, from: string, change: (bytes: Buffer) => void) => {
    const bytes = await readFile(at(from))
    change(bytes)
    await writeFile(at(name), bytes)
    return name
  }
  const descriptor = (extent: string, parent = 'ffffffff') => `# Disk DescriptorFile\nversion=1\nCID=fffffffe\nparentCID=${parent}\ncreateType="monolithicFlat"\n${extent}\n`

  it('qcow2 with a backing file, a data file, encryption or 2^62 bytes', async () => {
    await qemuImg('create', '-q', '-f', 'qcow2', '-b', '/etc/passwd', '-F', 'raw', '-u', at('back.qcow2'), '1M')
    await qemuImg('create', '-q', '-f', 'qcow2', '-o', `data_file=${at('data.bin')}`, at('data.qcow2'), '1M')
    await patched('crypt.qcow2', 'a.qcow2', bytes => bytes.writeUInt32BE(2, 32))
    await patched('huge.qcow2', 'a.qcow2', bytes => bytes.writeBigUInt64BE(2n ** 62n, 24))
    const names = ['back', 'data', 'crypt', 'huge'].map(name => `${name}.qcow2`)
    expect(await Promise.all(names.map(name => refusal(inspectImport(image(name, 'qcow2')))))).toEqual(['image_backing', 'image_external', 'image_encrypted', 'image_huge'])
    expect(await Promise.all(names.map(name => refusal(copy(image(name, 'qcow2')))))).toEqual(['image_backing', 'image_external', 'image_encrypted', 'image_huge'])
  })

  it('vmdk that names files elsewhere, a parent, a device, or is only a shell', async () => {
    await writeFile(at('secret.bin'), 'x'.repeat(1024))
    const texts: [string, string, string][] = [
      ['v1', descriptor('RW 2 FLAT "/etc/passwd" 0'), 'image_outside'], ['v2', descriptor('RW 2 FLAT "../secret.bin" 0'), 'image_outside'], ['v3', descriptor('RW 2 FLAT "nbd:host:1" 0'), 'image_outside'],
      ['v4', descriptor('  RW 2 VMFS "secret.bin"', '12345678'), 'image_backing'], ['v5', descriptor('RW 2 VMFSRDM "lun-rdm.vmdk" 0'), 'image_device'], ['v6', descriptor('RW\n2 FLAT "/etc/passwd" 0'), 'image_damaged'],
      ['v7', `${descriptor('RW 2 FLAT "secret.bin" 0')}parentFileNameHint="/etc/passwd"\n`, 'image_backing'], ['v8', descriptor('RW 2 FLAT "link.bin" 0'), 'import_outside'],
    ]
    await symlink('/etc/passwd', at('link.bin'))
    for (const [name, text] of texts) await writeFile(at(`${name}.vmdk`), text)
    const shell = await patched('shell.vmdk', 'b.vmdk', bytes => bytes.writeBigUInt64LE(0n, 12))
    const parent = await patched('parent.vmdk', 'b.vmdk', bytes => bytes.write('parentFileNameHint="/etc/passwd"\n', 512))
    const nested = await patched('nested-s001.vmdk', 'b.vmdk', bytes => bytes.writeBigUInt64LE(0n, 12))
    await writeFile(at('nested.vmdk'), descriptor(`RW 2 SPARSE "${nested}"`))
    const all = [...texts.map(([name]) => `${name}.vmdk`), shell, parent, 'nested.vmdk']
    const found = await Promise.all(all.map(name => refusal(inspectImport(image(name, 'vmdk')))))
    expect(found).toEqual([...texts.map(([, , code]) => code), 'image_outside', 'image_backing', 'image_outside'])
  })

  it('differences of VirtualBox and Microsoft, a raw disk that plays qcow2, and formats that are not what they say', async () => {
    const vdi = await patched('diff.vdi', 'c.vdi', bytes => bytes.writeUInt32LE(4, 76))
    const vhd = await patched('diff.vhd', 'd.vhd', bytes => bytes.writeUInt32BE(4, 60))
    await rename(at('back.qcow2'), at('back.raw'))
    await writeFile(at('text.vmdk'), 'nothing of that kind')
    expect(await refusal(inspectImport(image(vdi, 'vdi')))).toBe('image_backing')
    expect(await refusal(inspectImport(image(vhd, 'vpc')))).toBe('image_backing')
    expect(await refusal(inspectImport(image('back.raw', 'raw')))).toBe('image_other')
    expect(await refusal(inspectImport(image('back.raw', 'qcow2')))).toBe('image_other')
    expect(await refusal(inspectImport(image('a.qcow2', 'raw')))).toBe('image_other')
    expect((await listImports({ storagePath })).files.filter(({ path }) => ['back.raw', 'text.vmdk'].includes(path)).map(({ problem }) => problem?.code)).toEqual(['image_other', 'image_other'])
  })

  it('paths that lead away, links on the way, and what is no plain file', async () => {
    await symlink('/etc', at('etc'))
    await run('mkfifo', [at('pipe.raw')])
    const paths = ['../base.raw', '/etc/passwd', 'deep/../a.qcow2', 'etc/passwd', 'shadow.raw', 'a.qcow2/', 'a\0.qcow2']
    expect(await Promise.all(paths.map(path => refusal(inspectImport({ storagePath, path, member: null, format: 'raw' }))))).toEqual(paths.map(() => 'import_outside'))
    expect(await refusal(inspectImport(image('pipe.raw', 'raw')))).toBe('import_missing')
  })
})

describe('an OVA', () => {
  const pack = (name: string, files: string[], ...options: string[]) => run('tar', ['--format=ustar', '-cf', at(name), ...options, '-C', storagePath, ...files])
  const digest = async (name: string) => createHash('sha256').update(await readFile(join(storagePath, name))).digest('hex')

  beforeAll(async () => {
    await qemuImg('convert', '-f', 'raw', '-O', 'vmdk', '-o', 'subformat=streamOptimized', base, join(storagePath, 'web-disk1.vmdk'))
    await writeFile(join(storagePath, 'web.ovf'), '<Envelope/>')
    await writeFile(join(storagePath, 'web.mf'), `SHA256(web.ovf)= ${await digest('web.ovf')}\nSHA256(web-disk1.vmdk)= ${await digest('web-disk1.vmdk')}\n`)
    await pack('web.ova', ['web.ovf', 'web.mf', 'web-disk1.vmdk'])
  })

  it('is described, its digests are compared, its disk is copied out of the archive', async () => {
    const described = await describeImport({ storagePath, path: 'web.ova' })
    expect(described).toMatchObject({ kind: 'ova', text: '<Envelope/>', files: [{ path: 'web.ovf', kind: 'ovf' }, { path: 'web-disk1.vmdk', kind: 'vmdk', problem: null }] })
    told.length = 0
    expect(await verifyImport(agent, { stepId: 'v', storagePath, path: 'web.ova' })).toEqual({ checked: 2 })
    expect(told.at(-1)).toEqual({ type: 'task', stepId: 'v', progress: 1, done: true })
    const wanted = target()
    await copy(image('web.ova', 'vmdk', 'web-disk1.vmdk'), wanted)
    await qemuImg('compare', '-f', 'raw', '-F', 'qcow2', base, wanted.path)
  })

  it('with a changed disk names it', async () => {
    await writeFile(join(storagePath, 'bad.mf'), `SHA256(web.ovf)= ${await digest('web.ovf')}\nSHA256(web-disk1.vmdk)= ${'0'.repeat(64)}\n`)
    await pack('bad.ova', ['web.ovf', 'bad.mf', 'web-disk1.vmdk'])
    await expect(verifyImport(agent, { stepId: 'v', storagePath, path: 'bad.ova' })).rejects.toMatchObject({ code: 'IMAGE_DAMAGED', message: expect.stringContaining('web-disk1.vmdk') })
  })

  it('with links, ways out, two files of one name, a cut or two descriptions is refused', async () => {
    await symlink('/etc/passwd', join(storagePath, 'l.vmdk'))
    await pack('link.ova', ['web.ovf', 'l.vmdk'])
    await pack('away.ova', ['web.ovf'], '-P', '--transform', 's,^,../,')
    await pack('twice.ova', ['web.ovf', 'web.ovf'])
    await writeFile(join(storagePath, 'other.ovf'), '<Envelope/>')
    await pack('two.ova', ['web.ovf', 'other.ovf'])
    await writeFile(at('cut.ova'), (await readFile(at('web.ova'))).subarray(0, 5000))
    await mkdir(join(storagePath, 'sub'))
    await pack('folder.ova', ['sub', 'web.ovf'])
    for (const name of ['link', 'away', 'twice', 'cut', 'folder']) expect([name, await refusal(describeImport({ storagePath, path: `${name}.ova` }))]).toEqual([name, 'import_archive'])
    expect(await refusal(describeImport({ storagePath, path: 'two.ova' }))).toBe('import_no_description')
    expect(await refusal(describeImport({ storagePath, path: 'a.qcow2' }))).toBe('import_no_description')
  })

  it('takes no description of images elsewhere, and GNU and pax archives with long names', async () => {
    await run('cp', [at('h.vmdk'), join(storagePath, 'h.vmdk')])
    await pack('flat.ova', ['web.ovf', 'h.vmdk'])
    expect(await refusal(inspectImport(image('flat.ova', 'vmdk', 'h.vmdk')))).toBe('image_outside')
    const long = `${'d'.repeat(150)}.vmdk`
    await run('cp', [join(storagePath, 'web-disk1.vmdk'), join(storagePath, long)])
    await run('tar', ['--format=pax', '-cf', at('pax.ova'), '-C', storagePath, 'web.ovf', long])
    expect((await describeImport({ storagePath, path: 'pax.ova' })).files.map(({ path }) => path)).toEqual(['web.ovf', long])
    expect((await inspectImport(image('pax.ova', 'vmdk', long))).sizeMiB).toBe(16)
  })

  it('a description beside its files knows them by name', async () => {
    await mkdir(at('vm'))
    await writeFile(at('vm/web.vmx'), 'displayName = "web"\n')
    await run('cp', [at('b.vmdk'), at('vm/web.vmdk')])
    const { kind, files } = await describeImport({ storagePath, path: 'vm/web.vmx' })
    expect([kind, files.map(({ path }) => path)]).toEqual(['vmx', ['web.vmdk']])
    expect(basename(dirname(at('vm/web.vmx')))).toBe('vm')
  })
})
