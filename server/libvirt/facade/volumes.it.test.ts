import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VolumeInfoFlag } from '@/server/libvirt/flags'
import type { StoragePool, StorageVolume } from '@/server/libvirt/procedures/objects'
import type { Hole } from '@/server/libvirt/rpc/stream'
import { startDaemon } from '@/server/libvirt/testing/daemon'
import type { Daemon } from '@/server/libvirt/testing/daemon'
import { connect } from './connect'
import type { Libvirt } from './libvirt'

const MIB = 1024 * 1024
const SIZE = 64 * MIB
const POOL_XML = "<pool type='dir'><name>p</name><target><path>/var/lib/libvirt/images/pool</path></target></pool>"
const VOLUME_XML = {
  plain: `<volume><name>plain.raw</name><capacity unit='MiB'>64</capacity><target><format type='raw'/></target></volume>`,
  sparse: `<volume><name>sparse.raw</name><capacity unit='MiB'>64</capacity><allocation>0</allocation><target><format type='raw'/></target></volume>`,
}

let daemon: Daemon
let libvirt: Libvirt
let pool: StoragePool
let plain: StorageVolume
let file: string

/** 64 MiB that differ everywhere, a chunk at a time; `onChunk` sees how many were asked for. */
function* content(onChunk: (count: number) => void = () => undefined): Generator<Buffer> {
  const chunk = Buffer.alloc(MIB)
  for (let count = 0; count < SIZE / MIB; count++) {
    onChunk(count + 1)
    for (let at = 0; at < MIB; at += 4) chunk.writeUInt32LE(count * MIB + at, at)
    yield Buffer.from(chunk)
  }
}

const sha256 = (buffers: Iterable<Buffer>): string => [...buffers].reduce((hash, buffer) => hash.update(buffer), createHash('sha256')).digest('hex')

beforeAll(async () => {
  daemon = await startDaemon()
  libvirt = await connect(daemon.socketPath, { streamBacklogBytes: MIB })
  pool = await libvirt.storagePool.defineXml({ xml: POOL_XML })
  await libvirt.storagePool.build(pool)
  await libvirt.storagePool.create(pool)
  plain = await libvirt.storagePool.createVolumeXml(pool, { xml: VOLUME_XML.plain })
  file = join(daemon.images, 'pool/plain.raw')
})
afterAll(async () => {
  await libvirt?.close()
  await daemon?.stop()
})

describe('volumes', () => {
  it('take and give 64 MiB unchanged', async () => {
    await pipeline(Readable.from(content()), await libvirt.storageVolume.upload(plain, { length: SIZE }))
    expect(sha256([await readFile(file)])).toBe(sha256(content()))
    const hash = createHash('sha256')
    await pipeline(await libvirt.storageVolume.download(plain), hash)
    expect(hash.digest('hex')).toBe(sha256(content()))
    expect(libvirt.openStreams).toBe(0)
  })

  it('give a part', async () => {
    const part = await libvirt.storageVolume.download(plain, { offset: 8, length: 8 })
    expect((await part.toArray()).map((chunk: Buffer) => chunk.toString('hex')).join('')).toBe('080000000c000000')
  })

  it('are described, resized and removed', async () => {
    expect(await libvirt.storagePool.info(pool)).toMatchObject({ state: 'running' })
    const volume = await libvirt.storagePool.createVolumeXml(pool, { xml: VOLUME_XML.sparse })
    expect(await libvirt.storageVolume.lookupByPath({ path: volume.key })).toEqual(volume)
    await libvirt.storageVolume.resize(volume, { capacity: 65 * MIB })
    expect(await libvirt.storageVolume.info(volume)).toEqual({ type: 'file', capacity: 65 * MIB, allocation: 0 })
    expect(await libvirt.storageVolume.infoFlags(volume, { flags: VolumeInfoFlag.PHYSICAL })).toMatchObject({ allocation: 65 * MIB })
    expect(await libvirt.storageVolume.pool(volume)).toEqual(pool)
    await libvirt.storageVolume.delete(volume)
    await expect(libvirt.storageVolume.info(volume)).rejects.toMatchObject({ codeName: 'NO_STORAGE_VOL' })
  })

  it('keep their holes both ways', async () => {
    const volume = await libvirt.storagePool.createVolumeXml(pool, { xml: VOLUME_XML.sparse })
    const [head, tail] = [Buffer.alloc(MIB, 1), Buffer.alloc(MIB, 2)]
    await pipeline(Readable.from([head, { hole: 62 * MIB }, tail]), await libvirt.storageVolume.uploadSparse(volume, { length: SIZE }))
    const written = await stat(join(daemon.images, 'pool/sparse.raw'))
    expect(written.size).toBe(SIZE)
    expect(written.blocks * 512).toBeLessThan(4 * MIB)
    let hole = 0
    const data: Buffer[] = []
    for await (const chunk of (await libvirt.storageVolume.downloadSparse(volume)) as AsyncIterable<Buffer | Hole>) {
      if (Buffer.isBuffer(chunk)) data.push(chunk)
      else hole += chunk.hole
    }
    expect(hole).toBe(62 * MIB)
    expect(Buffer.concat(data).equals(Buffer.concat([head, tail]))).toBe(true)
    await libvirt.storageVolume.delete(volume)
  })
})

describe('back-pressure', () => {
  it('of a slow reader stops the server, not the memory; everything arrives afterwards', async () => {
    const side = await libvirt.duplicate({ keepAliveMs: 0 })
    const download = await side.storageVolume.download(plain)
    await once(download, 'readable')
    // Nobody reads: a call on the same connection has to wait with the data, on another it is answered.
    const blocked = side.host.hostname()
    expect(await libvirt.host.hostname()).toBeTruthy()
    expect(download.readableLength).toBeLessThan(2 * MIB)
    const hash = createHash('sha256')
    for await (const chunk of download as AsyncIterable<Buffer>) hash.update(chunk)
    expect(hash.digest('hex')).toBe(sha256(content()))
    expect(await blocked).toBe(await libvirt.host.hostname())
    await side.close()
  })

  it('of the server reaches whoever writes', async () => {
    const upload = await libvirt.storageVolume.upload(plain, { length: SIZE })
    let asked = 0
    for (const chunk of content((count) => (asked = count))) {
      if (!upload.write(chunk)) break
    }
    // A few chunks fill what may wait here; the writer is told to stop long before the end.
    expect(asked).toBeLessThan(8)
    await once(upload, 'drain')
    upload.destroy()
    await once(upload, 'close')
  })
})

describe('giving up', () => {
  it('a download lets go of the volume', async () => {
    const given = new AbortController()
    const download = await libvirt.storageVolume.download(plain, {}, { signal: given.signal })
    const read = (async () => {
      for await (const _chunk of download) given.abort()
    })()
    await expect(read).rejects.toMatchObject({ name: 'AbortError' })
    expect(libvirt.openStreams).toBe(0)
  })

  it('an upload lets go of the volume, which can then be removed', async () => {
    const volume = await libvirt.storagePool.createVolumeXml(pool, { xml: VOLUME_XML.sparse })
    const given = new AbortController()
    const upload = await libvirt.storageVolume.upload(volume, { length: SIZE }, { signal: given.signal })
    const source = Readable.from(content((count) => count === 3 && given.abort()))
    await expect(pipeline(source, upload)).rejects.toMatchObject({ name: 'AbortError' })
    if (!upload.closed) await once(upload, 'close')
    expect(libvirt.openStreams).toBe(0)
    await libvirt.storageVolume.delete(volume)
  })

  it('an upload that is longer than announced fails with libvirt’s reason', async () => {
    const upload = await libvirt.storageVolume.upload(plain, { length: 10 })
    await expect(pipeline(Readable.from([Buffer.alloc(100)]), upload)).rejects.toMatchObject({ name: 'LibvirtError' })
    const handle = await open(file)
    expect((await handle.stat()).size).toBe(SIZE)
    await handle.close()
  })

  it('a connection that a stalled stream holds back ends its streams', async () => {
    const side = await libvirt.duplicate({ streamBacklogBytes: 1 })
    const download = await side.storageVolume.download(plain)
    await once(download, 'readable')
    const failure = once(download, 'error')
    await side.close()
    expect((await failure)[0]).toMatchObject({ name: 'ConnectionLostError' })
  })
})
