'use client'
import { Alert, Content, Spinner } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import type { VmRow } from '@/server/contract/api/vm'
import { policyNames, type PolicyName } from '@/server/domain/migration/policy'
import { api, client } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useForm } from '@/components/data/useForm'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { NumberField } from '@/components/ui/form/NumberField'
import { SelectField } from '@/components/ui/form/SelectField'
import { CheckTable } from './CheckTable'
import { migrationMessages } from './messages'

interface Values {
  destination: string
  policy: PolicyName | 'default'
  bandwidthMiBps: number
}

/** Where to, and how. Nothing moves before every host has been looked at and said what speaks for and against it. */
export function MigrateDialog({ vm, onClose }: { vm: VmRow; onClose: () => void }) {
  const t = useText(migrationMessages)
  const words = useWords()
  const preflight = useQuery({ ...api.migration.preflight.queryOptions({ input: { id: vm.id } }), staleTime: 0, retry: false })
  const verdicts = preflight.data?.verdicts ?? []
  const form = useForm<Values, { jobId: string }>({
    initial: { destination: 'auto', policy: 'default', bandwidthMiBps: 0 },
    submit: ({ destination, policy, bandwidthMiBps }) => client.migration.start({
      id: vm.id,
      ...(destination === 'auto' ? {} : { hostId: destination }),
      ...(policy === 'default' ? {} : { policy }),
      ...(bandwidthMiBps > 0 ? { bandwidthMiBps } : {}),
    }),
    onDone: onClose,
  })
  const chosen = form.field('destination').value
  const shown = chosen === 'auto' ? verdicts : verdicts.filter(({ host }) => host.id === chosen)
  return (
    <FormDialog title={t('title', { name: vm.name })} form={form} submitLabel={t('submit')} onClose={onClose}>
      <SelectField
        {...form.field('destination')}
        label={t('destination')}
        choices={[
          { value: 'auto', label: t('automatic') },
          ...verdicts.map(({ host, fits }) => ({ value: host.id, label: fits ? host.name : t('unfit', { host: host.name }), isDisabled: !fits })),
        ]}
      />
      <SelectField
        {...form.field('policy')}
        label={t('policy')}
        choices={[{ value: 'default', label: t('policyDefault') }, ...policyNames.map(name => ({ value: name, label: t(name) }))]}
      />
      <NumberField {...form.field('bandwidthMiBps')} label={t('bandwidth')} unit="MiB/s" min={0} max={1_000_000} hint={t('bandwidthHelp')} />
      {preflight.isPending && <Content component="p"><Spinner size="md" /> {t('checking')}</Content>}
      {preflight.error && <Alert isInline variant="danger" title={words.problem(asProblem(preflight.error))} />}
      {preflight.data && verdicts.length === 0 && <Alert isInline variant="warning" title={t('noOther')} />}
      {shown.map(verdict => (
        <section key={verdict.host.id} aria-label={t('checks', { host: verdict.host.name })}>
          <Content component="h3">{t('checks', { host: verdict.host.name })}</Content>
          <CheckTable verdict={verdict} />
        </section>
      ))}
    </FormDialog>
  )
}
