import { expect, it } from 'vitest'
import { RunOnce } from '@/server/contract/api/run-once'
import { checkFiles, noOnce, onceInput } from './runOnceForm'

const id = '00000000-0000-4000-8000-000000000001'

it('says nothing of what is as kept', () => {
  expect(onceInput(noOnce)).toEqual({ bootMenu: false, installer: false })
})

it('says what differs in the words of the API', () => {
  const wish = onceInput({ ...noOnce, boot: 'cdrom hd', drive: 'image', cd: `${id}/a.iso`, kernel: `${id}/vmlinuz`, initrd: `${id}/initrd.gz`, commandLine: ' quiet ' })
  expect(RunOnce.parse(wish)).toEqual({
    boot: ['cdrom', 'hd'], cd: { storageDomainId: id, file: 'a.iso' }, bootMenu: false, installer: false,
    kernel: { storageDomainId: id, kernel: 'vmlinuz', initrd: 'initrd.gz', commandLine: 'quiet' },
  })
  expect(onceInput({ ...noOnce, drive: 'empty' })).toMatchObject({ cd: null })
})

it('asks for files that are not chosen, and for an initrd beside its kernel', () => {
  expect(checkFiles({ ...noOnce, drive: 'image', kernel: 'a/k', initrd: 'b/i' }).map(({ field }) => field)).toEqual(['cd', 'initrd'])
  expect(checkFiles({ ...noOnce, drive: 'image', cd: 'a/c', kernel: 'a/k', initrd: 'a/i' })).toEqual([])
})
