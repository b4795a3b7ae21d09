'use client'
import { useRouter } from 'next/navigation'
import type { Template } from '@/server/contract/api/infrastructure'
import { api } from '@/components/data/client'
import { useOpenParam } from '@/components/data/useOpenParam'
import { useMay } from '@/components/data/useSession'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useObjectActions } from '@/components/infrastructure/useObjectActions'
import { ListPage } from '@/components/shell/ListPage'
import { RefLink } from '@/components/shell/ObjectLink'
import { ResourceList } from '@/components/shell/ResourceList'
import { ActionButton } from '@/components/ui/ActionButton'
import { EmptyList } from '@/components/ui/EmptyList'
import { later } from '@/components/ui/later'
import type { Column } from '@/components/ui/table'
import { templateMessages } from './messages'

const TemplateForm = later(() => import('./TemplateForm').then(m => m.TemplateForm))

const searchFields = [
  { name: 'name' },
  { name: 'os' },
  { name: 'datacenter' },
  { name: 'storagedomain' },
  { name: 'memory' },
  { name: 'vcpus' },
  { name: 'blank', values: ['true', 'false'] },
  { name: 'description' },
]

function useTemplateList() {
  const t = useText(templateMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const router = useRouter()
  const actions = useObjectActions('template')
  const [creating, setCreating] = useOpenParam()
  const create = (
    <ActionButton item={{ id: 'create', label: t('create'), state: useMay('template.create'), onSelect: () => setCreating(true) }} variant="primary" />
  )
  const columns: Column<Template>[] = [
    { id: 'name', label: common('name'), sortField: 'name', fixed: true, render: x => x.name },
    { id: 'description', label: common('description'), sortField: 'description', render: x => x.description },
    { id: 'os', label: t('os'), sortField: 'os', render: x => x.os },
    { id: 'disk', label: t('diskSize'), sortField: 'diskSizeMiB', numeric: true, render: x => (x.diskSizeMiB === null ? t('noDisk') : f.mib(x.diskSizeMiB)) },
    { id: 'memory', label: common('memory'), sortField: 'memoryMiB', numeric: true, render: x => f.mib(x.memoryMiB) },
    { id: 'vcpus', label: t('vcpus'), sortField: 'vcpus', numeric: true, render: x => f.number(x.vcpus) },
    { id: 'datacenter', label: common('datacenter'), sortField: 'datacenter', render: x => <RefLink type="datacenter" to={x.datacenter} /> },
    { id: 'storageDomain', label: common('storageDomain'), render: x => <RefLink type="storage-domain" to={x.storageDomain} /> },
  ]
  return {
    id: 'templates',
    label: common('templates'),
    columns,
    defaultSort: 'name',
    searchFields,
    query: (input: Parameters<typeof api.template.list.queryOptions>[0]['input']) => api.template.list.queryOptions({ input }),
    nameOf: (x: Template) => x.name,
    rowActions: (x: Template) => [{ id: 'newVm', label: t('newVm'), onSelect: () => router.push(`/vms/new?template=${x.id}`) }, ...actions.items(x)],
    tools: create,
    empty: <EmptyList title={t('emptyTitle')} body={t('emptyBody')} action={create} />,
    dialogs: (
      <>
        {creating ? <TemplateForm onClose={() => setCreating(false)} /> : null}
        {actions.dialogs}
      </>
    ),
  }
}

/** All templates that the reader may see. */
export const TemplateListPage = () => <ListPage {...useTemplateList()} />

/** Templates on a storage domain, for its tab. */
export function TemplatesOf({ within }: { within: string }) {
  const { dialogs, ...list } = useTemplateList()
  return (
    <>
      <ResourceList {...list} within={within} />
      {dialogs}
    </>
  )
}
