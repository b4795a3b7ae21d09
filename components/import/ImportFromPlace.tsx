'use client'
import { Content, Form } from '@patternfly/react-core'
import { useUrlParam } from '@/components/data/useUrl'
import { useText } from '@/components/i18n/useText'
import { SelectField } from '@/components/ui/form/SelectField'
import { ImportFiles } from './ImportFiles'
import { ImportReview } from './ImportReview'
import { importMessages } from './messages'
import { domainsOf, hostsOf, placeOf, type PlaceChoices } from './place'
import styles from './import.module.css'

/** Where the files are, and below it the files, or what the chosen one would become. All of it stands in the address. */
export function ImportFromPlace({ choices }: { choices: PlaceChoices }) {
  const t = useText(importMessages)
  const [clusterId, setCluster] = useUrlParam('cluster', '')
  const [domainId, setDomain] = useUrlParam('domain', '')
  const [hostId, setHost] = useUrlParam('host', '')
  const [path, setPath] = useUrlParam('file', '')
  const { cluster, domain, host } = placeOf(choices, { cluster: clusterId, domain: domainId, host: hostId })
  if (!cluster) return t('noCluster')
  const place = domain && host && { clusterId: cluster.id, storageDomainId: domain.id, hostId: host.id }
  if (place && path !== '') {
    return <ImportReview key={path} source={{ ...place, path }} choices={choices} cluster={cluster} onOther={() => setPath('')} />
  }
  return (
    <div className={styles.page}>
      <Content component="p">{t('intro')}</Content>
      <Form aria-label={t('title')} onSubmit={event => event.preventDefault()}>
        <div className={styles.place}>
          <SelectField id="import-cluster" label={t('cluster')} value={cluster.id} error={undefined} onChange={id => setCluster(id, 'replace')} choices={choices.clusters.map(({ id, name }) => ({ value: id, label: name }))} />
          <SelectField
            id="import-domain" label={t('domain')} value={domain?.id ?? ''} error={domain ? undefined : t('noDomain')} onChange={id => setDomain(id, 'replace')}
            choices={domainsOf(choices, cluster.id).map(({ id, name }) => ({ value: id, label: name }))}
          />
          <SelectField
            id="import-host" label={t('host')} help={t('hostHelp')} value={host?.id ?? ''} error={host ? undefined : t('noHost')} onChange={id => setHost(id, 'replace')}
            choices={hostsOf(choices, cluster.id).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </div>
      </Form>
      {place && host && <ImportFiles place={place} hostName={host.name} onChoose={setPath} />}
    </div>
  )
}
