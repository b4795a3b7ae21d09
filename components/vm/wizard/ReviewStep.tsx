'use client'
import { Button, ExpandableSection, useWizardContext } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { CheckField } from '@/components/ui/form/CheckField'
import { Facts, type Fact } from '@/components/ui/Facts'
import { Notice } from '@/components/ui/Notice'
import { vmFormMessages } from '../formMessages'
import { LackingNotice } from '../LackingNotice'
import { XmlText } from '../XmlText'
import { createInput, mediaOf } from './createInput'
import type { StepProps } from './form'
import { wizardMessages } from './messages'
import { networksOf, type NewVm } from './newVm'
import { stepOf } from './steps'

/** All that was chosen, and what a dry run of the manager says to it. */
export function ReviewStep(props: StepProps) {
  const { form: { values, field } } = props
  const { goToStepById } = useWizardContext()
  const t = useText(vmFormMessages)
  const w = useText(wizardMessages)
  const words = useWords()
  const tried = useQuery({ ...api.vm.preview.queryOptions({ input: createInput(values) }), gcTime: 0, retry: false })
  const findings = tried.data?.findings ?? []
  return (
    <>
      <Facts facts={useFacts(props)} />
      {tried.isPending ? <p>{w('trying')}</p> : null}
      {tried.isError ? <Notice variant="danger" title={words.problem(asProblem(tried.error))} /> : null}
      {tried.data && findings.length === 0 ? <Notice variant="success" title={w('fits')} /> : null}
      {findings.length > 0 ? (
        <Notice variant="danger" title={w('stands')} role="status">
          <ul>
            {findings.map(finding => (
              <li key={finding.field + finding.code}>
                {words.finding(finding)}{' '}
                {stepOf(finding.field) === 'review' ? null : <Button variant="link" isInline onClick={() => goToStepById(stepOf(finding.field))}>{w('changeIn')}</Button>}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {tried.data ? <LackingNotice lacking={tried.data.lacking} /> : null}
      <CheckField {...field('start')} label={t('startAfter')} />
      {values.start && <CheckField {...field('startPaused')} label={t('startPaused')} description={t('startPausedHint')} />}
      {tried.data?.xml ? (
        <ExpandableSection toggleText={w('xml')}>
          <XmlText xml={tried.data.xml} label={w('xml')} />
        </ExpandableSection>
      ) : null}
    </>
  )
}

function useFacts({ form: { values }, choices, cluster, template, os }: StepProps): Fact[] {
  const t = useText(vmFormMessages)
  const w = useText(wizardMessages)
  const f = useFormat()
  const from: Record<NewVm['source'], string | undefined> = {
    template: template?.name, iso: values.iso && mediaOf(values.iso).file, tree: values.treeUrl, pxe: undefined, existingDisk: undefined,
  }
  const of = from[values.source]
  const source = of ? `${w(values.source)}: ${of}` : w(values.source)
  const domain = choices.storageDomains.find(({ id }) => id === values.storageDomainId)?.name
  const disk = values.diskSizeMiB > 0 ? [f.mib(values.diskSizeMiB), domain].filter(Boolean).join(' · ') : w('noDiskAtAll')
  return [
    [t('name'), values.name],
    [t('cluster'), cluster ? `${cluster.name} (${cluster.datacenter.name})` : ''],
    [w('stepSource'), source],
    [w('os'), os?.name ?? template?.os],
    [t('memory'), f.mib(values.memoryMiB)],
    [t('vcpus'), values.vcpus],
    ...(values.source === 'existingDisk' ? [] : [[w('disk'), disk] as Fact]),
    [t('network'), networksOf(choices, values.clusterId).find(({ id }) => id === values.networkId)?.name ?? t('notConnected')],
    [w('stepInitial'), w(values.initialize ? 'initialYes' : 'initialNo')],
  ]
}
