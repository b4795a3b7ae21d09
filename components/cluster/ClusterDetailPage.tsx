'use client'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Cluster } from '@/server/contract/api/infrastructure'
import { api, client } from '@/components/data/client'
import { useMay } from '@/components/data/useSession'
import { EventsOf } from '@/components/event/EventList'
import { HostsOf } from '@/components/host/HostList'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { DetailPage } from '@/components/shell/DetailPage'
import { EditDialog } from '@/components/shell/EditDialog'
import { RefLink } from '@/components/shell/ObjectLink'
import { CardGrid, FactsCard } from '@/components/ui/Facts'
import { VmList } from '@/components/vm/VmList'
import { clusterMessages } from './messages'

function Summary({ cluster }: { cluster: Cluster }) {
  const t = useText(clusterMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const { cpuCount, memoryMiB } = cluster.largestHost
  return (
    <CardGrid>
      <FactsCard
        title={t('capacity')}
        facts={[
          [common('hosts'), f.number(cluster.hostCount)],
          [t('machinesUp'), t('upOf', { up: f.number(cluster.vmUpCount), all: f.number(cluster.vmCount) })],
          [t('allCpus'), f.number(cluster.cpuCount)],
          [t('allMemory'), f.mib(cluster.memoryMiB)],
          [t('largestHost'), cpuCount === 0 ? t('noHostUp') : t('largest', { cpus: cpuCount, memory: f.mib(memoryMiB) })],
        ]}
      />
      <FactsCard
        title={t('details')}
        facts={[
          [common('name'), cluster.name],
          [common('datacenter'), <RefLink key="d" type="datacenter" to={cluster.datacenter} />],
          [common('description'), cluster.description],
          [t('id'), <code key="id">{cluster.id}</code>],
        ]}
      />
    </CardGrid>
  )
}

/** One cluster with its hosts and machines. */
export function ClusterDetailPage({ id }: { id: string }) {
  const common = useText(commonMessages)
  const query = useQuery(api.cluster.get.queryOptions({ input: { id } }))
  const [editing, setEditing] = useState(false)
  const mayEdit = useMay('cluster.update')
  const within = `cluster=${id}`
  return (
    <DetailPage
      query={query}
      list={{ label: common('clusters'), path: '/clusters' }}
      nameOf={c => c.name}
      descriptionOf={c => c.description}
      actions={() => [{ id: 'edit', label: common('edit'), primary: true, state: mayEdit, onSelect: () => setEditing(true) }]}
      tabs={c => [
        { id: 'summary', label: common('summary'), render: cluster => <Summary cluster={cluster} /> },
        { id: 'hosts', label: common('hosts'), count: c.hostCount, render: () => <HostsOf within={within} /> },
        { id: 'vms', label: common('vms'), count: c.vmCount, render: () => <VmList within={within} /> },
        { id: 'events', label: common('events'), render: () => <EventsOf id={id} /> },
      ]}
      dialogs={
        editing && query.data ? (
          <EditDialog
            object={query.data}
            load={client.cluster.get}
            save={(change, ifMatch) => client.cluster.update(change, { context: { ifMatch } })}
            onClose={() => setEditing(false)}
          />
        ) : null
      }
    />
  )
}
