'use client'
import { Checkbox, Radio } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'
import { useText } from '@/components/i18n/useText'
import { Field } from '@/components/ui/form/Field'
import type { FieldProps } from '@/components/ui/form/types'
import { infrastructureMessages } from './messages'
import styles from './infrastructure.module.css'

/** All clusters of the datacenter, also those that come later (null), or some. */
export function ClustersField({ id, value, onChange, error, datacenterId }: FieldProps<string[] | null> & { datacenterId: string }) {
  const t = useText(infrastructureMessages)
  const { data } = useQuery(api.cluster.list.queryOptions({ input: { limit: 500, sort: 'name' } }))
  const clusters = data?.items.filter(c => c.datacenter.id === datacenterId) ?? []
  const toggle = (cluster: string, on: boolean) => onChange(on ? [...(value ?? []), cluster] : (value ?? []).filter(x => x !== cluster))
  return (
    <Field id={id} label={t('attachedTo')} help={t('attachedHelp')} error={error} role="radiogroup">
      <Radio id={`${id}-all`} name={id} label={t('allClusters')} description={t('allClustersHelp')} isChecked={value === null} onChange={() => onChange(null)} />
      <Radio
        id={`${id}-some`}
        name={id}
        label={t('someClusters')}
        isChecked={value !== null}
        onChange={() => onChange(clusters.map(c => c.id))}
        body={
          value === null ? null : (
            <div className={styles.choices}>
              {clusters.map(c => (
                <Checkbox key={c.id} id={`${id}-${c.id}`} label={c.name} isChecked={value.includes(c.id)} onChange={(_, on) => toggle(c.id, on)} />
              ))}
              {value.length === 0 ? <span className={styles.none}>{t('noCluster')}</span> : null}
            </div>
          )
        }
      />
    </Field>
  )
}
