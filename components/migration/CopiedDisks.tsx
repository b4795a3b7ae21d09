'use client'
import { FormGroup } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import type { Vm } from '@/server/contract/api/vm'
import { api } from '@/components/data/client'
import { useText } from '@/components/i18n/useText'
import { isAttached } from '@/components/infrastructure/attached'
import { CheckField } from '@/components/ui/form/CheckField'
import { SelectField } from '@/components/ui/form/SelectField'
import { migrationMessages } from './messages'

export interface DiskWishes {
  /** Disks that stay: the destination sees them. */
  without: readonly string[]
  /** Storage domain at the destination by disk, where it is another one. */
  destinations: Readonly<Record<string, string>>
}

/** What travels: each chosen disk, and to which storage domain when that is another one. */
export const diskInput = (disks: readonly { id: string }[], { without, destinations }: DiskWishes) => {
  const moved = disks.flatMap(({ id }) => (destinations[id] && !without.includes(id) ? [{ diskId: id, storageDomainId: destinations[id] }] : []))
  return {
    ...(without.length > 0 ? { diskIds: disks.flatMap(({ id }) => (without.includes(id) ? [] : [id])) } : {}),
    ...(moved.length > 0 ? { destinations: moved } : {}),
  }
}

interface Props {
  vm: Pick<Vm, 'disks' | 'cluster' | 'datacenter'>
  value: DiskWishes
  onChange: (value: DiskWishes) => void
}

/** Which disks are copied along, and where to. */
export function CopiedDisks({ vm: { disks, ...vm }, value, onChange }: Props) {
  const t = useText(migrationMessages)
  const found = useQuery(api.storageDomain.list.queryOptions({ input: { search: 'role=data', limit: 500, sort: 'name' } })).data?.items ?? []
  const domains = found.filter(domain => isAttached(domain, { id: vm.cluster.id, datacenter: vm.datacenter }))
  const choose = (id: string, on: boolean) => onChange({ ...value, without: on ? value.without.filter(one => one !== id) : [...value.without, id] })
  return (
    <FormGroup role="group" label={t('copiedDisks')} fieldId="copied-disks">
      {disks.map(({ id, name, storageDomain }) => (
        <div key={id}>
          {disks.length > 1 && <CheckField id={`copy-${id}`} error={undefined} label={name} value={!value.without.includes(id)} onChange={on => choose(id, on)} />}
          {!value.without.includes(id) && (
            <SelectField
              id={`domain-${id}`}
              error={undefined}
              label={t('whereTo', { disk: name })}
              value={value.destinations[id] ?? ''}
              onChange={domain => onChange({ ...value, destinations: { ...value.destinations, [id]: domain } })}
              choices={[
                { value: '', label: t('samePlace', { domain: storageDomain.name }) },
                ...domains.filter(domain => domain.id !== storageDomain.id).map(domain => ({ value: domain.id, label: domain.name })),
              ]}
            />
          )}
        </div>
      ))}
    </FormGroup>
  )
}
