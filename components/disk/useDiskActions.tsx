'use client'
import { useState, type ReactNode } from 'react'
import type { DiskActionName, DiskRow } from '@/server/contract/api/disk'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { useText } from '@/components/i18n/useText'
import type { ActionItem } from '@/components/ui/action'
import { useDownload } from '@/components/data/useDownload'
import { later } from '@/components/ui/later'
import { diskMessages } from './messages'

const ConfirmDisk = later(() => import('./ConfirmDisk').then(m => m.ConfirmDisk))
const ResizeDisk = later(() => import('./ResizeDisk').then(m => m.ResizeDisk))
const ShrinkDisk = later(() => import('./ShrinkDisk').then(m => m.ShrinkDisk))
const RepairDisk = later(() => import('./RepairDisk').then(m => m.RepairDisk))
const MoveDisk = later(() => import('./MoveDisk').then(m => m.MoveDisk))
const CopyDisk = later(() => import('./CopyDisk').then(m => m.CopyDisk))
const AttachToVm = later(() => import('./AttachToVm').then(m => m.AttachToVm))

interface DiskActions {
  items: (disk: DiskRow) => readonly ActionItem[]
  /** What the actions open; put it once on the page. */
  dialogs: ReactNode
}

/** In the order in which people use them. */
const order: readonly DiskActionName[] = ['attach', 'resize', 'move', 'copy', 'download', 'check', 'repair', 'shrink', 'detach', 'delete']
const primary: readonly DiskActionName[] = ['attach', 'resize', 'move']

const deeds = {
  check: (id: string) => client.disk.check({ id }),
  detach: (id: string) => client.disk.detach({ id }),
  delete: (id: string) => client.disk.remove({ id }),
}

/** All that can be done to a disk, wherever it is listed. */
export function useDiskActions(): DiskActions {
  const t = useText(diskMessages)
  const [asking, setAsking] = useState<{ action: DiskActionName; disk: DiskRow } | null>(null)
  const command = useCommand(({ disk, action }: { disk: DiskRow; action: keyof typeof deeds }) => deeds[action](disk.id), {
    failed: ({ disk, action }) => t('failed', { disk: disk.name, action: t(action) }),
  })
  const download = useDownload()
  const close = (): void => setAsking(null)
  const dialog = (): ReactNode => {
    if (!asking) return null
    const { action, disk } = asking
    if (action === 'resize') return <ResizeDisk disk={disk} onClose={close} />
    if (action === 'shrink') return <ShrinkDisk disk={disk} onClose={close} />
    if (action === 'repair') return <RepairDisk disk={disk} onClose={close} />
    if (action === 'move') return <MoveDisk disk={disk} onClose={close} />
    if (action === 'copy') return <CopyDisk disk={disk} onClose={close} />
    if (action === 'attach') return <AttachToVm disk={disk} onClose={close} />
    if (action === 'check' || action === 'download') return null
    return <ConfirmDisk action={action} disk={disk} onConfirm={() => command.mutate({ disk, action })} onClose={close} />
  }
  return {
    items: disk =>
      // A disk of a machine is attached only where it may be shared.
      order.filter(action => action !== 'attach' || !disk.vm || disk.options.shareable).map(action => ({
        id: action, label: t(action), danger: action === 'delete', primary: primary.includes(action), state: disk.actions[action],
        onSelect: () => {
          if (action === 'download') download.mutate({ path: `/api/v1/disks/${disk.id}/content`, name: disk.name })
          // Looking harms nothing, so it is not asked for twice.
          else if (action === 'check') command.mutate({ disk, action })
          else setAsking({ action, disk })
        },
      })),
    dialogs: dialog(),
  }
}
