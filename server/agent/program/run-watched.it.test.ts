import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { waitFor } from '@/server/setup/wait'
import { runWatched } from './run-watched'
import type { Watched } from './run-watched'

const shell = (script: string, more: Partial<Watched> = {}) => runWatched({ program: 'sh', args: ['-c', script], stallMs: 20_000, ...more })
/** One that has ended and that nobody has asked after has no command line any more. */
const runs = async (pid: string): Promise<boolean> => (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) !== ''

it('tells how a program ended, what it said in English, and that there is none', async () => {
  expect(await shell('echo "$LC_ALL $MORE"; echo no >&2; exit 3', { env: { MORE: 'x' } })).toEqual({ how: 'exited', code: 3, stdout: 'C x\n', stderr: 'no\n' })
  expect(await runWatched({ program: 'no-such-program', args: [], stallMs: 20_000 })).toMatchObject({ how: 'absent', code: 127 })
  expect(await shell('kill -9 $$')).toMatchObject({ how: 'exited', code: null })
})

it('ends one that stalls, with what it has started', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'agent-watched-'))
  try {
    const began = Date.now()
    const child = join(folder, 'pid')
    expect(await shell(`sleep 60 & echo $! > ${child}; echo begun; wait`, { stallMs: 300 })).toEqual({ how: 'stalled', code: null, stdout: 'begun\n', stderr: '' })
    expect(Date.now() - began).toBeLessThan(15_000)
    const pid = (await readFile(child, 'utf8')).trim()
    expect(await waitFor(async () => !(await runs(pid)), 10_000)).toBe(true)
  } finally {
    await rm(folder, { recursive: true })
  }
})

it('waits on while there are signs of life, and only then', async () => {
  const talk = 'for each in 1 2 3 4 5 6 7 8; do echo $each; sleep 0.25; done'
  expect(await shell(talk, { stallMs: 1500 })).toMatchObject({ how: 'exited', code: 0 })
  expect(await shell(talk, { stallMs: 1000, judge: () => 'silent' })).toMatchObject({ how: 'stalled' })
})

it('is ended by the signal, before it began too, and when all is known', async () => {
  const early = AbortSignal.abort()
  expect(await shell('echo begun', { signal: early })).toEqual({ how: 'aborted', code: null, stdout: '', stderr: '' })
  const wish = new AbortController()
  const judge: Watched['judge'] = ({ stdout }) => {
    if (stdout.includes('begun')) wish.abort()
    return 'alive'
  }
  expect(await shell('echo begun; sleep 60', { signal: wish.signal, judge })).toMatchObject({ how: 'aborted', stdout: 'begun\n' })
  expect(await shell('echo Linux; sleep 60', { judge: ({ stdout }) => (stdout.includes('Linux') ? 'enough' : 'silent') })).toMatchObject({ how: 'enough', code: null })
})

it('reads untidy output: pieces of a character or a line, bytes that are no text, far too much, and a program that leaves another one behind', async () => {
  expect((await shell(String.raw`printf '(12.\303'; sleep 0.2; printf '\27034/100%%)\r'`)).stdout).toBe('(12.ø34/100%)\r')
  expect((await shell(String.raw`printf 'a\377\000b' >&2`)).stderr).toBe('a\uFFFD\u0000b')
  const { how, stdout } = await shell('yes | head -c 3000000; echo end')
  expect([how, stdout.length, stdout.endsWith('y\nend\n')]).toEqual(['exited', 65_536, true])
  expect(await shell('sleep 60 & echo done')).toMatchObject({ how: 'exited', code: 0, stdout: 'done\n' })
  // One that has left the group holds the output open: it is not waited for.
  const left = await shell('setsid sleep 30 & sleep 0.3; echo $!; exit 4')
  expect(left).toMatchObject({ how: 'exited', code: 4 })
  expect(await runs(left.stdout.trim())).toBe(true)
  process.kill(Number(left.stdout), 'SIGKILL')
}, 30_000)
