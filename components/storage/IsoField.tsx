'use client'
import { Button } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import type { Iso } from '@/server/contract/api/iso'
import { api } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import type { FieldLayout } from '@/components/ui/form/Field'
import { SelectField } from '@/components/ui/form/SelectField'
import type { FieldProps } from '@/components/ui/form/types'
import { Notice } from '@/components/ui/Notice'
import { isoMessages } from './isoMessages'

interface Props extends Omit<FieldProps<string>, 'onChange'>, FieldLayout {
  clusterId: string
  kind?: Iso['kind']
  /** A first choice without a file: `''` with this label. */
  none?: string
  /** `<storage domain>/<file>`, and the file itself. */
  onChange: (value: string, iso: Iso | undefined) => void
}

export const isoKey = (iso: Iso): string => `${iso.storageDomain.id}/${iso.file}`

/** One of the files in the folders iso/ that the cluster's storage domains have now; and where to put one when there is none. */
export function IsoField({ clusterId, kind = 'iso', none, value, onChange, ...field }: Props) {
  const t = useText(isoMessages)
  const f = useFormat()
  const words = useWords()
  const list = useQuery({ ...api.iso.list.queryOptions({ input: { clusterId, kind, limit: 500 } }), enabled: clusterId !== '' })
  const items = list.data?.items ?? []
  const chosen = items.find(iso => isoKey(iso) === value)
  const again = (
    <Button variant="link" isInline size="sm" isDisabled={list.isFetching} onClick={() => void list.refetch()}>{t('lookAgain')}</Button>
  )
  if (list.isError && !list.data) return <Notice variant="danger" title={words.problem(asProblem(list.error))} actions={again} />
  const folders = list.data?.folders ?? []
  if (list.data && items.length === 0 && none === undefined) {
    return (
      <Notice variant="info" title={t(kind === 'iso' ? 'noIso' : 'noBoot')} actions={again}>
        {folders.length === 0 ? t('noFolder') : t('putThere')}
        <ul>
          {folders.map(({ storageDomain, path, error }) => <li key={storageDomain.id}><code>{path}</code> ({error ?? storageDomain.name})</li>)}
        </ul>
      </Notice>
    )
  }
  const about = chosen && [chosen.label, f.mib(chosen.sizeBytes / 1024 ** 2), chosen.os?.name].filter(Boolean).join(' · ')
  const label = (iso: Iso): string => t('isoOn', { file: iso.file, domain: iso.storageDomain.name })
  return (
    <SelectField
      {...field}
      value={value}
      hint={<>{about ?? field.hint} {again}</>}
      {...(none === undefined ? { placeholder: list.isPending ? t('looking') : t('chooseIso') } : {})}
      choices={[...(none === undefined ? [] : [{ value: '', label: none }]), ...items.map(iso => ({ value: isoKey(iso), label: label(iso) }))]}
      onChange={next => onChange(next, items.find(iso => isoKey(iso) === next))}
    />
  )
}
