'use client'
import { Form, Wizard, WizardStep } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, type ReactNode } from 'react'
import { api, client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { useText } from '@/components/i18n/useText'
import { FormProblem } from '@/components/ui/form/FormProblem'
import { vmFormMessages } from '../formMessages'
import { roomiestHost, suggestName } from './capacity'
import { checkNewVm, createInput } from './createInput'
import { resize } from './figures'
import type { StepProps } from './form'
import { GeneralStep } from './GeneralStep'
import { InitialRunStep } from './InitialRunStep'
import { wizardMessages } from './messages'
import { NetworkStep } from './NetworkStep'
import { domainsOf, newVmDefaults, type NewVm, type NewVmChoices } from './newVm'
import { ProcessorStep } from './ProcessorStep'
import { ReviewStep } from './ReviewStep'
import { SourceStep } from './SourceStep'
import { stepIds, stepOf, type StepId } from './steps'
import { StorageStep } from './StorageStep'
import { VmCost } from './VmCost'
import styles from './wizard.module.css'
import { WizardFooter } from './WizardFooter'

const all = { input: { limit: 500 } }
const titles = {
  source: 'stepSource', general: 'stepGeneral', processor: 'stepProcessor', storage: 'stepStorage', network: 'stepNetwork', initial: 'stepInitial', review: 'stepReview',
} as const

/** The guide's five steps, the initial run and a review (row 3-19): a value in each field, so that any of them can be passed over. What is typed survives a reload. */
export function NewVmWizard({ choices }: { choices: NewVmChoices }) {
  const t = useText(vmFormMessages)
  const w = useText(wizardMessages)
  const router = useRouter()
  const names = useQuery({ ...api.vm.list.queryOptions(all), staleTime: Infinity })
  const hosts = useQuery(api.host.list.queryOptions(all))
  const clusterOf = (v: NewVm) => choices.clusters.find(c => c.id === v.clusterId)
  const templateOf = (v: NewVm) => (v.source === 'template' ? choices.templates.find(x => x.id === v.templateId) : undefined)
  const form = useForm({
    initial: newVmDefaults(choices),
    draft: 'vm.create',
    secrets: ['password'],
    check: v => checkNewVm(v, clusterOf(v), templateOf(v)),
    submit: (v, idempotencyKey) => client.vm.create(createInput(v), { context: { idempotencyKey } }),
    onDone: ({ id }) => router.push(`/vms/${id}`),
  })
  const { values, change } = form
  const [cluster, template] = [clusterOf(values), templateOf(values)]
  const systems = useQuery({ ...api.operatingSystem.list.queryOptions({ input: { search: values.os, limit: 50 } }), enabled: values.os !== '' })
  const os = systems.data?.items.find(({ id }) => id === values.os)
  const sized = values.os !== '' && systems.isPending ? null : resize(values, { template, os, cluster })
  const suggestion = names.data ? suggestName(template?.name ?? (values.os || 'vm'), names.data.items.map(vm => vm.name)) : ''
  const renamed = !values.named && suggestion !== '' && values.name !== suggestion

  useEffect(() => {
    if (sized || renamed) change({ ...sized, ...(renamed ? { name: suggestion } : {}) })
  })

  const step: StepProps = { form, choices, cluster, template, os, capacity: hosts.data && roomiestHost(hosts.data.items, values.clusterId) }
  const bodies: Record<Exclude<StepId, 'review'>, ReactNode> = {
    source: <SourceStep {...step} />,
    general: <GeneralStep {...step} />,
    processor: <ProcessorStep {...step} />,
    storage: <StorageStep {...step} />,
    network: <NetworkStep {...step} />,
    initial: <InitialRunStep {...step} />,
  }
  const wrong = new Set(form.submitted ? form.findings.map(({ field }) => stepOf(field)) : [])
  if (form.refused) wrong.add(stepOf(form.refused))
  const send = () => void form.send()
  return (
    <Wizard
      className={styles.wizard ?? ''}
      navAriaLabel={w('steps')}
      startIndex={Math.max(0, stepIds.findIndex(id => id === values.step)) + 1}
      onStepChange={(_, { id }) => change({ step: String(id) })}
      footer={
        <WizardFooter
          submitting={form.submitting}
          wrong={form.findings[0]?.field ?? null}
          refused={form.refused}
          onStep={id => change({ step: id })}
          onCreate={send}
          onCancel={() => router.push('/vms')}
          aside={<VmCost values={values} template={template} storageDomains={domainsOf(choices, values.clusterId)} />}
        />
      }
    >
      {stepIds.map(id => (
        <WizardStep key={id} id={id} name={w(titles[id])} status={wrong.has(id) ? 'error' : 'default'}>
          <Form className={styles.form} isWidthLimited noValidate aria-label={t('newTitle')} onSubmit={event => { event.preventDefault(); send() }}>
            <FormProblem problem={form.formProblem} />
            {id === 'review' ? <ReviewStep {...step} /> : bodies[id]}
          </Form>
        </WizardStep>
      ))}
    </Wizard>
  )
}
