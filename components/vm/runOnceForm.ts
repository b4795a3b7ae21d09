import type { RunOnce } from '@/server/contract/api/run-once'
import type { Finding } from '@/components/data/useForm'
import { mediaOf } from './wizard/createInput'

/** What stands in the dialog; files as `<storage domain>/<file>`. */
export interface OnceForm {
  /** Names of devices, parted by blanks; '' = as kept. */
  boot: '' | 'cdrom' | 'network' | 'hd' | 'cdrom hd' | 'network hd'
  drive: 'kept' | 'image' | 'empty'
  cd: string
  bootMenu: boolean
  installer: boolean
  kernel: string
  initrd: string
  commandLine: string
  paused: boolean
}

export const noOnce: OnceForm = { boot: '', drive: 'kept', cd: '', bootMenu: false, installer: false, kernel: '', initrd: '', commandLine: '', paused: false }

type Device = NonNullable<RunOnce['boot']>[number]
const devicesOf: Record<OnceForm['boot'], Device[]> = {
  '': [], cdrom: ['cdrom'], network: ['network'], hd: ['hd'], 'cdrom hd': ['cdrom', 'hd'], 'network hd': ['network', 'hd'],
}

const driveOf = ({ drive, cd }: OnceForm): Pick<RunOnce, 'cd'> => {
  if (drive === 'empty') return { cd: null }
  return drive === 'image' && cd !== '' ? { cd: mediaOf(cd) } : {}
}

/** The kernel and its initrd lie in one storage domain. */
const kernelOf = ({ kernel, initrd, commandLine }: OnceForm) => {
  if (kernel === '') return {}
  const { storageDomainId, file } = mediaOf(kernel)
  return { kernel: { storageDomainId, kernel: file, initrd: initrd === '' ? null : mediaOf(initrd).file, commandLine: commandLine.trim() } }
}

/** What the dialog alone can tell: files that are not chosen, or lie apart. */
export const checkFiles = ({ drive, cd, kernel, initrd }: OnceForm): Finding[] => [
  ...(drive === 'image' && cd === '' ? [{ field: 'cd', code: 'choose_object', params: {}, text: 'Choose one.' }] : []),
  ...(kernel !== '' && initrd !== '' && mediaOf(kernel).storageDomainId !== mediaOf(initrd).storageDomainId
    ? [{ field: 'initrd', code: 'initrd_elsewhere', params: {}, text: 'The initrd must lie in the storage domain of the kernel.' }]
    : []),
]

/** The wish as the API takes it. */
export const onceInput = (form: OnceForm) => {
  const boot = devicesOf[form.boot]
  return { ...(boot.length > 0 ? { boot } : {}), ...driveOf(form), bootMenu: form.bootMenu, installer: form.installer, ...kernelOf(form) }
}
