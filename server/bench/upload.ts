import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from '@/e2e/fixtures/api'
import { programPid } from '@/e2e/fixtures/processes'
import { run } from '@/server/setup/command'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import type { Upload } from '@/server/contract/api/upload'
import { waitFor } from '@/server/setup/wait'
import type { BenchContext } from './context'
import { median, type Figure } from './figure'
import { residentMiB } from './resident'

const sizeMiB = 4096
const rounds = 3
const minutes = 60_000

const curl = (path: string, url: string, headers: string[] = []): Promise<unknown> =>
  run('curl', ['--silent', '--show-error', '--fail', '--upload-file', path, ...headers.flatMap(header => ['--header', header]), url], { timeoutMs: 10 * minutes })

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return sizeMiB / ((performance.now() - begun) / 1000)
}

/** MiB/s until the plain server has the file on its disk. */
async function plainly(source: string, target: string): Promise<number> {
  const server = spawn(process.execPath, [fileURLToPath(new URL('plain-receiver.mjs', import.meta.url)), target], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [port] = (await once(createInterface(server.stdout), 'line')) as [string]
    return await timed(() => curl(source, `http://127.0.0.1:${port}/`))
  } finally {
    server.kill('SIGKILL')
    await rm(target, { force: true })
  }
}

/** The highest that it was over `before`, while the work goes on. */
async function growth(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = await residentMiB(pid)
  const ended = new AbortController()
  let most = before
  const watch = (async () => {
    while (!ended.signal.aborted) {
      most = Math.max(most, await residentMiB(pid))
      await pause(200)
    }
  })()
  await work().finally(() => ended.abort())
  await watch
  return most - before
}

/** MiB/s until the disk is there: received, summed, judged, synced. */
async function byAtrium({ api }: BenchContext, storageDomainId: string, source: string): Promise<number> {
  const made = await api.post<{ id: string; diskId: string }>('/uploads', { storageDomainId, format: 'raw', name: 'bench-upload', fileName: 'bench.raw', sizeBytes: sizeMiB * 1024 ** 2 })
  // Until a host has taken it over; a browser waits likewise.
  await waitFor(async () => ((await api.ask<Upload>('PUT', `/uploads/${made.id}/data?offset=0`, '')).status === 200 ? true : undefined), 30_000, 50)
  const rate = await timed(async () => {
    await curl(source, `${api.url}/api/v1/uploads/${made.id}/data?offset=0`, Object.entries(api.headers).map(([name, value]) => `${name}: ${value}`))
    await api.succeeded(made.id, 10 * minutes)
  })
  await api.succeeded((await api.expect<{ jobId: string }>('DELETE', `/disks/${made.diskId}`)).body.jobId)
  return rate
}

/** A file of 4 GiB that nothing makes smaller, to a plain server and to Atrium by turns. */
export async function benchUpload(context: BenchContext): Promise<Figure[]> {
  const { api, instance } = context
  const { items: [domain] } = await api.get<Page<StorageDomain>>('/storage-domains?search=role%3Ddata')
  if (!domain) throw new Error('the instance has no storage domain')
  // Beside the images: both write to the same disk.
  const folder = await mkdtemp(join(instance.dataDir, 'bench-upload-'))
  try {
    const source = join(folder, 'source.raw')
    await run('dd', ['if=/dev/urandom', `of=${source}`, 'bs=1M', `count=${sizeMiB}`, 'status=none'], { timeoutMs: 5 * minutes })
    const [plain, ours, grown]: [number[], number[], number[]] = [[], [], []]
    const manager = await programPid(instance, 'manager')
    for (let round = 0; round < rounds; round += 1) {
      plain.push(await plainly(source, join(folder, 'target.raw')))
      grown.push(await growth(manager, async () => ours.push(await byAtrium(context, domain.id, source))))
    }
    const [theirs, mine] = [median(plain), median(ours)]
    return [
      { name: 'upload, over `curl -T` to a plain server', value: (mine / theirs) * 100, unit: '%', limit: { at: 'least', value: 80 }, note: `${mine.toFixed(0)} beside ${theirs.toFixed(0)} MiB/s, ${sizeMiB / 1024} GiB, medians of ${rounds}; both until it is on disk, Atrium's with its SHA-256` },
      { name: 'upload: growth of the manager', value: Math.max(...grown), unit: 'MiB', limit: { at: 'most', value: 64 }, note: `VmRSS, highest of ${rounds} uploads of ${sizeMiB / 1024} GiB` },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
