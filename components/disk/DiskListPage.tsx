'use client'
import { api } from '@/components/data/client'
import { useOpenParam } from '@/components/data/useOpenParam'
import { useMay } from '@/components/data/useSession'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { ListPage } from '@/components/shell/ListPage'
import { ActionButton } from '@/components/ui/ActionButton'
import { EmptyList } from '@/components/ui/EmptyList'
import { later } from '@/components/ui/later'
import { useUploading } from '@/components/upload/useUploading'
import { diskSearchFields, useDiskColumns } from './DiskList'
import { diskMessages } from './messages'
import { useDiskActions } from './useDiskActions'

const NewDisk = later(() => import('./NewDisk').then(m => m.NewDisk))

/** All disks that the reader may see. */
export function DiskListPage() {
  const t = useText(diskMessages)
  const common = useText(commonMessages)
  const actions = useDiskActions()
  const columns = useDiskColumns('all')
  const [creating, setCreating] = useOpenParam()
  const uploading = useUploading()
  const create = <ActionButton variant="primary" item={{ id: 'create', label: t('create'), state: useMay('disk.create'), onSelect: () => setCreating(true) }} />
  return (
    <ListPage
      id="disks"
      label={common('disks')}
      columns={columns}
      defaultSort="name"
      searchFields={diskSearchFields}
      query={input => api.disk.list.queryOptions({ input })}
      nameOf={disk => disk.name}
      rowActions={actions.items}
      tools={<>{create} <ActionButton item={uploading.item} /></>}
      empty={<EmptyList title={t('emptyTitle')} body={t('emptyBody')} action={<>{create} <ActionButton item={uploading.item} /></>} />}
      dialogs={<>{actions.dialogs}{uploading.dialog}{creating && <NewDisk onClose={() => setCreating(false)} />}</>}
    />
  )
}
