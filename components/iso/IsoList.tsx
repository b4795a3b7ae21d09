'use client'
import { useState } from 'react'
import { Skeleton } from '@patternfly/react-core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Iso } from '@/server/contract/api/iso'
import { api, client } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useCommand } from '@/components/data/useCommand'
import { useDownload } from '@/components/data/useDownload'
import { useMay } from '@/components/data/useSession'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { RefLink } from '@/components/shell/ObjectLink'
import type { ActionItem } from '@/components/ui/action'
import { ActionButton } from '@/components/ui/ActionButton'
import { ActionMenu } from '@/components/ui/ActionMenu'
import { EmptyList } from '@/components/ui/EmptyList'
import { ErrorState } from '@/components/ui/ErrorState'
import { later } from '@/components/ui/later'
import { Notice } from '@/components/ui/Notice'
import { SmallTable } from '@/components/ui/SmallTable'
import { isoListMessages } from './messages'

const ConfirmDialog = later(() => import('@/components/ui/ConfirmDialog').then(m => m.ConfirmDialog))

const most = 500

interface Props {
  /** Of that storage domain alone; its path, for who copies a file by hand. */
  domain?: { id: string; path: string }
  upload: ActionItem
}

/** CD images, and kernels beside them, with the operating system that each brings. */
export function IsoList({ domain, upload }: Props) {
  const t = useText(isoListMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const queries = useQueryClient()
  const list = useQuery(api.iso.list.queryOptions({ input: { limit: most, ...(domain ? { storageDomainId: domain.id } : {}) } }))
  const [deleting, setDeleting] = useState<Iso | null>(null)
  const download = useDownload()
  const [mayDownload, mayDelete] = [useMay('storage-domain.download'), useMay('storage-domain.update')]
  const remove = useCommand(({ storageDomain, file }: Iso) => client.iso.remove({ id: storageDomain.id, file }), {
    failed: ({ file }) => t('deleteFailed', { file }),
    done: (_, { file }) => t('deleted', { file }),
    onDone: () => void queries.invalidateQueries({ queryKey: api.iso.key() }),
  })
  const { data } = list
  if (!data) {
    return list.error ? <ErrorState problem={asProblem(list.error)} since={list.errorUpdatedAt} onRetry={() => void list.refetch()} /> : <Skeleton height="8rem" screenreaderText={common('loading')} />
  }
  const items = (iso: Iso): ActionItem[] => [
    {
      id: 'download', label: t('download'), state: mayDownload,
      onSelect: () => download.mutate({ path: `/api/v1/storage-domains/${iso.storageDomain.id}/isos/${encodeURIComponent(iso.file)}`, name: iso.file }),
    },
    { id: 'delete', label: t('delete'), danger: true, state: mayDelete, onSelect: () => setDeleting(iso) },
  ]
  const unseen = data.folders.filter(({ error }) => error !== null)
  const head = [t('file'), t('os'), t('label'), t('size'), t('changed'), ...(domain ? [] : [common('storageDomain')]), common('actions')]
  return (
    <>
      {unseen.map(({ storageDomain, error }) => <Notice key={storageDomain.id} variant="warning" title={t('unseen', { domain: storageDomain.name, error: error ?? '' })} />)}
      {data.items.length === 0 ? (
        <EmptyList title={t('emptyTitle')} body={domain ? t('emptyBody', { path: `${domain.path}/iso` }) : t('emptyEverywhere')} action={<ActionButton item={upload} variant="primary" />} />
      ) : (
        <SmallTable
          label={t('library')}
          head={head}
          rows={data.items.map(iso => ({
            key: `${iso.storageDomain.id}/${iso.file}`,
            cells: [
              iso.file, iso.kind === 'boot' ? t('boot') : (iso.os?.name ?? common('unknown')), iso.label || '–', f.mib(iso.sizeBytes / 1024 ** 2), f.dateTime(iso.modifiedAt),
              ...(domain ? [] : [<RefLink key="d" type="storage-domain" to={iso.storageDomain} />]),
              <ActionMenu key="a" items={() => items(iso)} label={t('actionsFor', { file: iso.file })} />,
            ],
          }))}
        />
      )}
      {data.total > data.items.length ? <p>{t('more', { shown: data.items.length, total: data.total })}</p> : null}
      {deleting ? (
        <ConfirmDialog title={t('deleteTitle', { file: deleting.file })} confirmLabel={t('delete')} onConfirm={() => remove.mutate(deleting)} onClose={() => setDeleting(null)}>
          {t('deleteBody', { size: f.mib(deleting.sizeBytes / 1024 ** 2), domain: deleting.storageDomain.name })}
        </ConfirmDialog>
      ) : null}
    </>
  )
}
