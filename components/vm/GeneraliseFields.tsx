'use client'
import { useQuery } from '@tanstack/react-query'
import type { Generalisation } from '@/server/contract/api/vm'
import { api } from '@/components/data/client'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { CheckField } from '@/components/ui/form/CheckField'
import { FoldedFields } from '@/components/ui/form/AdvancedFields'
import { cloneMessages } from './cloneMessages'
import styles from './generalise.module.css'

interface Props {
  vmId: string
  /** Names of the operations; null = the copies stay as they are. */
  value: readonly string[] | null
  onChange: (value: string[] | null) => void
  error: string | undefined
}

/** What virt-sysprep takes out of a clone: as it proposes, or chosen one by one. */
export function GeneraliseFields({ vmId, value, onChange, error }: Props) {
  const t = useText(cloneMessages)
  const f = useFormat()
  const { data } = useQuery(api.vm.generalisation.queryOptions({ input: { id: vmId } }))
  const operations = data?.operations ?? []
  const usual = operations.filter(({ isDefault }) => isDefault).map(({ name }) => name)
  const why = (offer: Generalisation) => (offer.without.length === 0 ? t('generaliseNoHost') : t('generaliseMissing', { count: offer.without.length, hosts: f.list(offer.without) }))
  return (
    <>
      <CheckField
        id="clone-generalise" error={undefined} value={value !== null} isDisabled={operations.length === 0}
        label={t('generalise')} description={data && operations.length === 0 ? why(data) : t('generaliseHint')}
        onChange={on => onChange(on ? usual : null)}
      />
      {error && <div role="alert">{error}</div>}
      {value !== null && (
        <FoldedFields label={t('generaliseWhat', { count: value.length, total: operations.length })}>
          <div className={styles.dense}>
            {operations.map(({ name, description }) => (
              <CheckField
                key={name} id={`clone-generalise-${name}`} error={undefined} label={t('operation', { name, description })} value={value.includes(name)}
                onChange={on => onChange(operations.map(each => each.name).filter(each => (each === name ? on : value.includes(each))))}
              />
            ))}
          </div>
        </FoldedFields>
      )}
    </>
  )
}
