import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readSysprep } from '@/server/agent/facts/sysprep'
import { sysprep } from './sysprep'

/**
 * libguestfs-tools is large and needs a kernel in /boot, so a program that prints and fails as virt-sysprep 1.48 was seen to do stands first on
 * the path. It writes what it was called with into its disk.
 */
const program = `#!/bin/sh
case " $* " in
  *' --version '*) echo 'virt-sysprep 1.48.2'; exit ;;
  *' --list-operations '*) printf 'customize * Customize the guest\\nmachine-id * Remove the local machine ID\\nuser-account   Remove the user accounts in the guest\\n'; exit ;;
esac
for last; do :; done
echo '[   0.0] Examining the guest ...'
sleep 0.2
case "$last" in
  *no-os*) echo 'virt-sysprep: error: no operating systems were found in the guest image' >&2; exit 1 ;;
  *broken*) printf 'virt-sysprep: error: libguestfs error: /usr/bin/supermin exited with error status 1.\\nTo see full error messages you may need to enable debugging.\\n' >&2; exit 1 ;;
  *slow*) sleep 60 ;;
esac
echo '[  21.3] Performing "machine-id" ...'
sleep 0.2
echo '[  21.4] Performing "ssh-hostkeys" ...'
echo "$LIBGUESTFS_BACKEND $LIBGUESTFS_BACKEND_SETTINGS $*" > "$last"
`

let folder: string
const path = process.env.PATH ?? ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agent-sysprep-'))
  await writeFile(join(folder, 'virt-sysprep'), program)
  await chmod(join(folder, 'virt-sysprep'), 0o755)
  process.env.PATH = `${folder}:${path}`
})
afterEach(async () => {
  process.env.PATH = path
  await rm(folder, { recursive: true })
})

const shares: number[] = []
const ask = (name: string, signal = new AbortController().signal) => sysprep({
  disks: [{ path: join(folder, 'first.raw'), format: 'raw' }, { path: join(folder, name), format: 'qcow2' }], operations: ['machine-id', 'ssh-hostkeys'],
  emulate: true, signal, onProgress: share => shares.push(share),
})

it('is known with what it can do, without what takes arguments', async () => {
  expect(await readSysprep()).toEqual({
    version: '1.48.2',
    operations: [
      { name: 'machine-id', isDefault: true, description: 'Remove the local machine ID' },
      { name: 'user-account', isDefault: false, description: 'Remove the user accounts in the guest' },
    ],
  })
  process.env.PATH = folder.replace('agent', 'none')
  expect(await readSysprep()).toBeNull()
})

it('gets the disks in order, with their formats, and tells how far it is', async () => {
  shares.length = 0
  await ask('web.qcow2')
  expect(await readFile(join(folder, 'web.qcow2'), 'utf8')).toBe(
    `direct force_tcg --no-network --operations machine-id,ssh-hostkeys --format raw --add ${folder}/first.raw --format qcow2 --add ${folder}/web.qcow2\n`,
  )
  expect([...new Set(shares)]).toEqual([0.1, 0.4 + 0.6 / 3, 0.4 + 1.2 / 3])
})

it('says why it failed, and ends at once when it is not wanted any more', async () => {
  await expect(ask('no-os.qcow2')).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { reason: { code: 'sysprep_no_os' } } })
  await expect(ask('broken.qcow2')).rejects.toMatchObject({ detail: { reason: { code: 'sysprep_failed', params: { why: 'libguestfs error: /usr/bin/supermin exited with error status 1.' } } } })
  const end = new AbortController()
  const asked = ask('slow.qcow2', end.signal)
  setTimeout(() => end.abort(), 300)
  await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' })
}, 15_000)
