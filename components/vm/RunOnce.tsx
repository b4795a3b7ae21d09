'use client'
import { useQuery } from '@tanstack/react-query'
import type { Vm } from '@/server/contract/api/vm'
import { checkOnce } from '@/server/domain/vm/once'
import { api, client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { useText } from '@/components/i18n/useText'
import { IsoField } from '@/components/storage/IsoField'
import { CheckField } from '@/components/ui/form/CheckField'
import { FoldedFields } from '@/components/ui/form/AdvancedFields'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { SelectField } from '@/components/ui/form/SelectField'
import { TextField } from '@/components/ui/form/TextField'
import { checkFiles, noOnce, onceInput, type OnceForm } from './runOnceForm'
import { runOnceMessages } from './runOnceMessages'

export function RunOnce({ id, onClose }: { id: string; onClose: () => void }) {
  const vm = useQuery(api.vm.get.queryOptions({ input: { id } }))
  return vm.data ? <RunOnceForm vm={vm.data} onClose={onClose} /> : null
}

/** oVirt's "Run once": how this one run differs. The machine as it is kept is not touched. */
function RunOnceForm({ vm, onClose }: { vm: Vm; onClose: () => void }) {
  const t = useText(runOnceMessages)
  const tree = vm.installation?.type === 'tree'
  const facts = { disks: vm.disks.length, nics: vm.nics.length, cdroms: vm.hardware.cdroms.length, installation: tree }
  const form = useForm<OnceForm, { jobId: string }>({
    initial: noOnce,
    check: values => [...checkFiles(values), ...checkOnce(onceInput(values), facts)],
    submit: (values, idempotencyKey) => client.vm.start({ id: vm.id, paused: values.paused, once: onceInput(values) }, { context: { idempotencyKey } }),
    onDone: onClose,
  })
  const { values, field } = form
  const files = { clusterId: vm.cluster.id, kind: 'boot' as const }
  return (
    <FormDialog title={t('title', { name: vm.name })} description={t('about')} form={form} submitLabel={t('run')} onClose={onClose}>
      <SelectField
        {...field('boot')}
        label={t('boot')}
        choices={(['', 'cdrom', 'network', 'hd', 'cdrom hd', 'network hd'] as const).map(order => ({ value: order, label: t(order === '' ? 'asKept' : order) }))}
      />
      <SelectField {...field('drive')} label={t('cd')} choices={[{ value: 'kept', label: t('asKept') }, { value: 'image', label: t('image') }, { value: 'empty', label: t('empty') }]} />
      {values.drive === 'image' && <IsoField {...field('cd')} label={t('image')} isRequired clusterId={vm.cluster.id} onChange={cd => form.change({ cd })} />}
      <CheckField {...field('bootMenu')} label={t('menu')} description={t('menuHint')} />
      {tree && <CheckField {...field('installer')} label={t('installer')} description={t('installerHint')} />}
      <FoldedFields label={t('kernelTitle')}>
        <IsoField {...field('kernel')} {...files} label={t('kernel')} none={t('noKernel')} hint={t('kernelHint')} onChange={kernel => form.change({ kernel })} />
        {values.kernel !== '' && (
          <>
            <IsoField {...field('initrd')} {...files} label={t('initrd')} none={t('none')} onChange={initrd => form.change({ initrd })} />
            <TextField {...field('commandLine')} label={t('commandLine')} autoComplete="off" placeholder="console=ttyS0" />
          </>
        )}
      </FoldedFields>
      <CheckField {...field('paused')} label={t('paused')} description={t('pausedHint')} />
    </FormDialog>
  )
}
