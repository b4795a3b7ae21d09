'use client'
import { ActionGroup, Button, Form } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { api, client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { useText } from '@/components/i18n/useText'
import { CheckField } from '@/components/ui/form/CheckField'
import { FormProblem } from '@/components/ui/form/FormProblem'
import { SelectField } from '@/components/ui/form/SelectField'
import { TextField } from '@/components/ui/form/TextField'
import { roomiestHost, suggestName } from './capacity'
import { vmFormMessages } from './formMessages'
import { checkNewVm, createInput, inCluster, newVmDefaults, switchTemplate, templatesOf, type NewVm, type NewVmChoices } from './newVm'
import { NewVmAdvanced } from './NewVmAdvanced'
import { NewVmHardware } from './NewVmHardware'
import { NewVmInitialization } from './NewVmInitialization'
import { TemplateCards } from './TemplateCards'
import { VmCost } from './VmCost'

const all = { input: { limit: 500 } }

/** One column, a value in each field, the server's own rules as one types. What is typed survives a reload. */
export function NewVmForm({ choices }: { choices: NewVmChoices }) {
  const t = useText(vmFormMessages)
  const router = useRouter()
  const hosts = useQuery(api.host.list.queryOptions(all))
  const domains = useQuery(api.storageDomain.list.queryOptions(all))
  const names = useQuery({ ...api.vm.list.queryOptions(all), staleTime: Infinity })
  const clusterOf = (v: NewVm) => choices.clusters.find(c => c.id === v.clusterId)
  const templateOf = (v: NewVm) => choices.templates.find(x => x.id === v.templateId)
  const form = useForm({
    initial: newVmDefaults(choices),
    draft: 'vm.create',
    secrets: ['password'],
    check: v => checkNewVm(v, clusterOf(v), templateOf(v)),
    submit: (v, idempotencyKey) => client.vm.create(createInput(v), { context: { idempotencyKey } }),
    onDone: ({ id }) => router.push(`/vms/${id}`),
  })
  const { values, change, field } = form
  const cluster = clusterOf(values)
  const template = templateOf(values)
  const suggestion = names.data && template ? suggestName(template.name, names.data.items.map(vm => vm.name)) : ''
  const wantsName = !values.named && suggestion !== '' && values.name !== suggestion

  useEffect(() => {
    if (wantsName) change({ name: suggestion })
  })

  return (
    <Form isWidthLimited noValidate onSubmit={event => void form.send(event)} aria-label={t('newTitle')}>
      <SelectField
        {...field('clusterId')}
        label={t('cluster')}
        help={t('clusterHelp')}
        isRequired
        choices={choices.clusters.map(c => ({ value: c.id, label: `${c.name} (${c.datacenter.name})` }))}
        onChange={clusterId => change(inCluster(choices, clusterId))}
      />
      <TemplateCards
        templates={templatesOf(choices, values.clusterId)}
        value={values.templateId}
        error={field('templateId').error}
        onChange={to => change(switchTemplate(values, template, to))}
      />
      <TextField {...field('name')} label={t('name')} help={t('nameHelp')} isRequired autoComplete="off" onChange={name => change({ name, named: true })} />
      <TextField {...field('description')} label={t('description')} lines={2} />
      <NewVmHardware form={form} cluster={cluster} template={template} capacity={capacityOf(hosts.data?.items, values.clusterId)} />
      <NewVmAdvanced form={form} choices={choices} template={template} />
      <NewVmInitialization form={form} />
      <CheckField {...field('start')} label={t('startAfter')} />
      {values.start && <CheckField {...field('startPaused')} label={t('startPaused')} description={t('startPausedHint')} />}
      <FormProblem problem={form.formProblem} />
      <ActionGroup>
        <Button type="submit" isLoading={form.submitting} isAriaDisabled={form.submitting}>{t('create')}</Button>
        <Button variant="link" onClick={() => router.push('/vms')}>{t('cancel')}</Button>
        <VmCost values={values} template={template} storageDomains={domains.data?.items ?? []} />
      </ActionGroup>
    </Form>
  )
}

/** undefined = not known yet, null = no host is Up. */
const capacityOf = (hosts: Parameters<typeof roomiestHost>[0] | undefined, clusterId: string) => hosts && roomiestHost(hosts, clusterId)
