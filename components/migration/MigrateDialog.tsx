'use client'
import { Alert, Content, Spinner } from '@patternfly/react-core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { VmRow } from '@/server/contract/api/vm'
import { api, client } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useForm } from '@/components/data/useForm'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { NumberField } from '@/components/ui/form/NumberField'
import { SelectField } from '@/components/ui/form/SelectField'
import { CheckTable } from './CheckTable'
import { CopiedDisks, diskInput } from './CopiedDisks'
import type { DiskWishes } from './CopiedDisks'
import { migrationMessages } from './messages'
import { usePolicies } from './usePolicies'

interface Values {
  destination: string
  policy: string
  bandwidthMiBps: number
  storage: (typeof storages)[number]
  disks: DiskWishes
}

const storages = ['shared', 'copy', 'incremental'] as const

/** Where to, and how. Nothing moves before every host has been looked at and said what speaks for and against it. */
export function MigrateDialog({ vm, onClose }: { vm: VmRow; onClose: () => void }) {
  const t = useText(migrationMessages)
  const words = useWords()
  const { policies } = usePolicies()
  const machine = useQuery(api.vm.get.queryOptions({ input: { id: vm.id } })).data
  const travelling = ({ storage, disks }: Pick<Values, 'storage' | 'disks'>) => (storage === 'shared' ? {} : { storage, ...diskInput(machine?.disks ?? [], disks) })
  const form = useForm<Values, { jobId: string }>({
    initial: { destination: 'auto', policy: 'default', bandwidthMiBps: 0, storage: 'shared', disks: { without: [], destinations: {} } },
    submit: ({ destination, policy, bandwidthMiBps, ...how }) => client.migration.start({
      id: vm.id,
      ...(destination === 'auto' ? {} : { hostId: destination }),
      ...(policy === 'default' ? {} : { policy }),
      ...(bandwidthMiBps > 0 ? { bandwidthMiBps } : {}),
      ...travelling(how),
    }),
    onDone: onClose,
  })
  const storage = form.field('storage').value
  const preflight = useQuery({ ...api.migration.preflight.queryOptions({ input: { id: vm.id, ...travelling(form.values) } }), staleTime: 0, retry: false, placeholderData: keepPreviousData })
  const verdicts = preflight.data?.verdicts ?? []
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
        choices={[{ value: 'default', label: t('policyDefault') }, ...policies.map(({ id, label }) => ({ value: id, label }))]}
      />
      <NumberField {...form.field('bandwidthMiBps')} label={t('bandwidth')} unit="MiB/s" min={0} max={1_000_000} hint={t('bandwidthHelp')} />
      <SelectField
        {...form.field('storage')}
        label={t('storage')}
        help={t('storageHelp')}
        choices={storages.map(value => ({ value, label: t(`storage_${value}`) }))}
      />
      {storage !== 'shared' && machine && machine.disks.length > 0 && (
        <CopiedDisks vm={machine} value={form.values.disks} onChange={disks => form.change({ disks })} />
      )}
      {(preflight.isPending || preflight.isPlaceholderData) && <Content component="p"><Spinner size="md" /> {t('checking')}</Content>}
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
