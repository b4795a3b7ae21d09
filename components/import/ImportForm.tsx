'use client'
import { ActionGroup, Button, Form } from '@patternfly/react-core'
import { useRouter } from 'next/navigation'
import type { ImportProposal, ImportSource } from '@/server/contract/api/import'
import type { Cluster, Network } from '@/server/contract/api/infrastructure'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { isAttached } from '@/components/infrastructure/attached'
import { CheckField } from '@/components/ui/form/CheckField'
import { Field } from '@/components/ui/form/Field'
import { FormProblem } from '@/components/ui/form/FormProblem'
import { NumberField } from '@/components/ui/form/NumberField'
import { SelectField } from '@/components/ui/form/SelectField'
import { TextField } from '@/components/ui/form/TextField'
import { Facts, type Fact } from '@/components/ui/Facts'
import { Row } from '@/components/ui/Row'
import { Findings } from './Findings'
import { ImportDisks } from './ImportDisks'
import { checkImport, importDefaults, importInput } from './importForm'
import { ImportNics } from './ImportNics'
import { importMessages, kindMessages } from './messages'
import { domainsOf, type PlaceChoices } from './place'
import styles from './import.module.css'

interface Props {
  source: ImportSource
  proposed: ImportProposal
  choices: PlaceChoices
  cluster: Cluster
  networks: readonly Network[]
  onOther: () => void
}

/** What the file would become, to look through and to change, before anything is made. */
export function ImportForm({ source, proposed, choices, cluster, networks, onOther }: Props) {
  const t = useText(importMessages)
  const kinds = useText(kindMessages)
  const f = useFormat()
  const router = useRouter()
  const domains = domainsOf(choices, cluster.id).filter(({ role }) => role === 'data')
  const form = useForm({
    initial: importDefaults(proposed, domains.find(({ id }) => id === source.storageDomainId)?.id ?? domains[0]?.id ?? ''),
    check: values => checkImport(values, cluster),
    submit: (values, idempotencyKey) => client.import.create(importInput(source, values), { context: { idempotencyKey } }),
    onDone: ({ id }) => router.push(`/vms/${id}`),
  })
  const { values, field } = form
  const target = domains.find(({ id }) => id === values.targetDomainId)
  const needed = proposed.disks.filter(({ key }) => values.disks.some(disk => disk.key === key && disk.taken)).reduce((sum, { neededMiB }) => sum + (neededMiB ?? 0), 0)
  const stopped = proposed.findings.some(({ severity }) => severity === 'error')
  const extras = [proposed.secureBoot && t('secureBoot'), proposed.tpm && t('tpm'), proposed.cdroms > 0 && t('cdroms', { count: proposed.cdroms })].filter(extra => extra !== false)
  const facts: Fact[] = [[t('from'), `${source.path} (${kinds(proposed.kind)})`], [t('os'), proposed.os], ...(extras.length > 0 ? [[t('extras'), f.list(extras)] satisfies Fact] : [])]
  const near = networks.filter(network => isAttached(network, cluster))
  return (
    <Form className={styles.page} noValidate aria-label={t('title')} onSubmit={event => void form.send(event)}>
      <Row isSpread>
        <Facts facts={facts} />
        <Button variant="link" isInline onClick={onOther}>{t('other')}</Button>
      </Row>
      <Findings findings={proposed.findings} />
      <div className={styles.narrow}>
        <TextField {...field('name')} label={t('name')} isRequired autoComplete="off" />
        <TextField {...field('description')} label={t('description')} lines={2} />
        <NumberField {...field('memoryMiB')} label={t('memory')} unit="MiB" min={1} step={256} isRequired />
        <NumberField {...field('vcpus')} label={t('vcpus')} min={1} isRequired />
        <SelectField {...field('firmware')} label={t('firmware')} hint={t('firmwareHint')} choices={[{ value: 'bios', label: t('bios') }, { value: 'uefi', label: t('uefi') }]} />
        <SelectField
          {...field('targetDomainId')} label={t('target')}
          choices={domains.map(({ id, name, freeMiB }) => ({ value: id, label: t('targetChoice', { name, free: f.mib(freeMiB) }) }))}
        />
      </div>
      <Field id="field-disks" label={t('disks')} error={field('disks').error}>
        <ImportDisks found={proposed.disks} value={values.disks} onChange={disks => form.change({ disks })} />
      </Field>
      {proposed.nics.length > 0 && (
        <Field id="field-nics" label={t('nics')} hint={t('macHint')} error={field('nics').error}>
          <ImportNics found={proposed.nics} networks={near} value={values.nics} onChange={nics => form.change({ nics })} />
        </Field>
      )}
      <CheckField {...field('start')} label={t('startAfter')} description={t('startAfterHint')} />
      <FormProblem problem={form.formProblem} />
      <ActionGroup>
        <Button type="submit" isLoading={form.submitting} isAriaDisabled={form.submitting || stopped}>{t('import')}</Button>
        <Button variant="link" onClick={() => router.push('/vms')}>{t('cancel')}</Button>
        {target && <span className={styles.subtle}>{t('cost', { needed: f.mib(needed), free: f.mib(target.freeMiB), domain: target.name })}</span>}
      </ActionGroup>
    </Form>
  )
}
