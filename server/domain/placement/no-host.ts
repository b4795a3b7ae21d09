import type { HostRefusal } from '@/server/contract/api/common'
import { AppError } from '@/server/domain/error'
import type { AppErrorDetail } from '@/server/domain/error'

interface Wanted {
  /** What a host was sought for. */
  deed: 'run' | 'hold' | 'take'
  subject: { type: 'vm'; id: string; name: string }
}

/** All in one: `h1: is connecting; h2: needs 4096 MiB of memory, 1200 MiB are free`. */
const sentence = (deed: Wanted['deed'], hosts: readonly HostRefusal[]): string =>
  hosts.map(({ host, reasons }) => `${host}: ${reasons.map(({ text }) => text.replace(/\.$/, '')).join(', ')}`).join('; ')
  || (deed === 'take' ? 'the cluster has no other host' : 'the cluster has no host')

/** NO_HOST for a machine, with the reasons of each host. */
export const noHost = ({ deed, subject }: Wanted, hosts: HostRefusal[], hint: Pick<AppErrorDetail, 'hint' | 'hintReason'> = {}): AppError =>
  new AppError('NO_HOST', `No host can ${deed} ${subject.name}: ${sentence(deed, hosts)}.`, {
    subject, ...hint, reason: { code: 'no_host_fits', params: { deed, name: subject.name }, hosts },
  })

/** NO_HOST for an image. */
export const noHostSees = (storageDomain: { id?: string; name: string }, field?: string): AppError =>
  new AppError('NO_HOST', `No host that is Up can use storage domain ${storageDomain.name}.`, {
    subject: { type: 'storage-domain', ...storageDomain },
    ...(field ? { field } : {}),
    reason: { code: 'no_host_sees', params: { storageDomain: storageDomain.name } },
  })
