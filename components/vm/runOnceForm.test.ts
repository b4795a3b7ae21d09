import { expect, it } from 'vitest'
import { RunOnce } from '@/server/contract/api/run-once'
import { noOnce, onceInput } from './runOnceForm'

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
