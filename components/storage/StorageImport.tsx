'use client'
import { useState } from 'react'
import { Button, Checkbox, TextInput } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import type { FoundObjects, Registered } from '@/server/contract/api/storage-import'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { api, client } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useCommand } from '@/components/data/useCommand'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { isAttached } from '@/components/infrastructure/attached'
import { EmptyList } from '@/components/ui/EmptyList'
import { ErrorState } from '@/components/ui/ErrorState'
import { SelectField } from '@/components/ui/form/SelectField'
import { Notice } from '@/components/ui/Notice'
import { SmallTable } from '@/components/ui/SmallTable'
import styles from './history.module.css'
import { importMessages } from './importMessages'

type Kind = Registered['items'][number]['kind']
type Row = FoundObjects['disks'][number] & { kind: Kind; vm?: FoundObjects['vms'][number] }

const rowsOf = ({ templates, vms, disks }: FoundObjects): Row[] => [
  ...vms.map(vm => ({ ...vm, kind: 'vm' as const, vm })), ...templates.map(template => ({ ...template, kind: 'template' as const })), ...disks.map(disk => ({ ...disk, kind: 'disk' as const })),
]

/** What the storage domain tells of and is not registered here: chosen, named, and made this manager's. */
export function StorageImport({ domain }: { domain: StorageDomain }) {
  const t = useText(importMessages)
  const usable = domain.status === 'active' || domain.status === 'partly_active'
  const found = useQuery({ ...api.storageDomain.unregistered.queryOptions({ input: { id: domain.id } }), enabled: usable })
  if (!usable) return <Notice variant="info" title={t('inUseOnly')} />
  if (found.error && !found.data) return <ErrorState problem={asProblem(found.error)} since={found.errorUpdatedAt} onRetry={() => void found.refetch()} />
  const again = <Button variant="link" isInline isDisabled={found.isFetching} onClick={() => void found.refetch()}>{t('lookAgain')}</Button>
  if (!found.data) return null
  const rows = rowsOf(found.data)
  return rows.length === 0 && found.data.problems.length === 0
    ? <EmptyList title={t('nothing')} body={t('nothingBody')} action={again} />
    : <FoundTable domain={domain} found={found.data} rows={rows} onDone={() => void found.refetch()} />
}

function FoundTable({ domain, found, rows, onDone }: { domain: StorageDomain; found: FoundObjects; rows: readonly Row[]; onDone: () => void }) {
  const t = useText(importMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const words = useWords()
  const { data } = useQuery(api.cluster.list.queryOptions({ input: { limit: 500, sort: 'name' } }))
  const clusters = (data?.items ?? []).filter(cluster => isAttached(domain, cluster))
  const [cluster, setCluster] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(rows.filter(({ problem, vm }) => !problem && !vm?.nameTaken).map(({ id }) => id)))
  const [names, setNames] = useState<Readonly<Record<string, string>>>({})
  const clusterId = cluster || (clusters.find(({ name }) => found.vms.some(vm => vm.cluster === name)) ?? clusters[0])?.id || ''
  const register = useCommand(
    () => {
      const of = (kind: Kind) => rows.filter(row => row.kind === kind && chosen.has(row.id))
      return client.storageDomain.register({
        id: domain.id, clusterId, disks: of('disk').map(({ id }) => id), templates: of('template').map(({ id }) => id),
        vms: of('vm').map(({ id }) => ({ id, ...(names[id] ? { name: names[id] } : {}) })),
      })
    },
    { failed: () => t('registerFailed'), done: ({ items }) => t('registered', { count: items.filter(({ registeredId }) => registeredId).length }), onDone },
  )
  // What was registered meanwhile is not there any more.
  const count = rows.filter(({ id }) => chosen.has(id)).length
  const failed = register.data?.items.filter(({ problem }) => problem) ?? []
  const remarks = ({ vm, problem }: Row): string => problem ? words.reason(problem)
    : [vm?.cluster ? t('wasIn', { cluster: vm.cluster }) : '', vm?.newId ? t('newId') : '', vm?.nameTaken ? t('nameTaken') : ''].filter(Boolean).join('; ')
  const toggle = (id: string, on: boolean) => setChosen(now => new Set(on ? [...now, id] : [...now].filter(each => each !== id)))
  return (
    <div className={styles.history}>
      {found.problems.map(problem => <Notice key={problem.text} variant="warning" title={words.reason(problem)} />)}
      {failed.map(({ id, name, problem }) => <Notice key={id} variant="danger" title={t('notRegistered', { name })}>{problem?.reason ? words.reason({ ...problem.reason, text: problem.detail }) : problem?.detail}</Notice>)}
      <SelectField id="register-cluster" value={clusterId} onChange={setCluster} error={undefined} label={t('cluster')} choices={clusters.map(({ id, name }) => ({ value: id, label: name }))} />
      <SmallTable
        label={t('found')}
        head={['', common('name'), t('kind'), t('size'), t('remarks')]}
        rows={rows.map(row => ({
          key: row.id,
          cells: [
            <Checkbox key="c" id={`register-${row.id}`} aria-label={t('choose', { name: row.name })} isChecked={chosen.has(row.id)} isDisabled={row.problem !== null} onChange={(_, on) => toggle(row.id, on)} />,
            row.kind === 'vm' ? <TextInput key="n" aria-label={t('nameHere', { name: row.name })} value={names[row.id] ?? row.name} onChange={(_, next) => setNames(now => ({ ...now, [row.id]: next }))} /> : row.name,
            t(row.kind), f.mib(row.sizeMiB), remarks(row) || '–',
          ],
        }))}
      />
      <div>
        <Button variant="primary" isLoading={register.isPending} isAriaDisabled={count === 0 || clusterId === '' || register.isPending} onClick={() => register.mutate(undefined)}>
          {t('register', { count })}
        </Button>
      </div>
    </div>
  )
}
