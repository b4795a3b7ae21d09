import type { OpenScreen } from '@/server/contract/agent/screen'
import { screenHost, viewerFile, viewerFileName } from '@/server/domain/console/viewer-file'
import { AppError } from '@/server/domain/error'
import { requireConsole } from './ticket'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'

export interface ViewerFileWish {
  vmId: string
  type: 'spice' | 'vnc'
  user: { id: string; username: string }
  now: Date
  /** Asks the machine's host. */
  open: (hostId: string, screen: { id: string; type: 'spice' | 'vnc'; seconds: number }) => Promise<OpenScreen>
}

/** As long as a ticket of the page's own console. */
const seconds = 120

/**
 * The file for a viewer outside of the browser. Its password is made on the host and kept nowhere; the audit trail says who asked, not
 * what it is. Errors: as a ticket, and the host's.
 */
export async function makeViewerFile(db: Db, { vmId, type, user, now, open }: ViewerFileWish): Promise<{ name: string; text: string; expiresAt: Date }> {
  const vm = await requireConsole(db, vmId)
  const host = vm.host && (await db.host.findUnique({ where: { id: vm.host.id }, select: { id: true, address: true } }))
  if (!host) throw new AppError('WRONG_STATE', `Machine ${vm.name} is on no host.`, { subject: { type: 'vm', id: vmId, name: vm.name }, reason: { code: 'no_host', params: {} } })
  const screen = await open(host.id, { id: vmId, type, seconds })
  const protocol = type.toUpperCase()
  await db.$transaction(tx => appendEvent(tx, {
    code: 'console.viewer_file',
    params: { protocol, name: vm.name },
    message: `${user.username} opened the ${protocol} screen of ${vm.name} for a viewer outside, for ${seconds} s.`,
    subject: { type: 'vm', id: vmId, name: vm.name },
    user,
  }))
  return {
    name: viewerFileName(vm.name),
    text: viewerFile({ ...screen, type, host: screenHost(screen.address, host.address), title: vm.name }),
    expiresAt: new Date(now.getTime() + seconds * 1000),
  }
}
