'use client'
import { useQuery } from '@tanstack/react-query'
import type { Nic, Vm } from '@/server/contract/api/vm'
import { forms } from '@/server/contract/hardware/forms'
import { api, client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { isAttached } from '@/components/infrastructure/attached'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { SelectField } from '@/components/ui/form/SelectField'
import { TextField } from '@/components/ui/form/TextField'
import { ApplyField } from '../hardware/ApplyField'
import { nicMessages } from './messages'

const models = ['virtio', 'e1000', 'e1000e', 'rtl8139', 'vmxnet3', 'pcnet', 'ne2k_pci'] as const

/** A new card, or what an existing one is connected to. */
export function NicForm({ vm, nic, onClose }: { vm: Vm; nic: Nic | null; onClose: () => void }) {
  const t = useText(nicMessages)
  const common = useText(commonMessages)
  const networks = useQuery(api.network.list.queryOptions({ input: { limit: 500 } }))
  const known = nic?.network ? [nic.network] : []
  const choices = networks.data?.items.filter(each => isAttached(each, { id: vm.cluster.id, datacenter: vm.datacenter }) || each.id === nic?.network?.id) ?? known
  // '' = not connected; null = nobody has chosen: a new card goes where most do.
  const chosen = (networkId: string | null): string => networkId ?? choices[0]?.id ?? ''
  const form = useForm({
    initial: { networkId: nic ? (nic.network?.id ?? '') : null as string | null, model: nic?.model ?? ('virtio' as const), mac: nic?.mac ?? '', live: true },
    check: ({ mac }) => (mac === '' && !nic ? [] : forms.mac.test(mac.toLowerCase()) ? [] : [{ field: 'mac', code: 'mac_form', params: {}, text: t('mac_form') }]),
    submit: ({ networkId, model, mac, live }) => {
      const wish = { id: vm.id, networkId: chosen(networkId) || null, apply: live ? ('live' as const) : ('next' as const), ...(mac === nic?.mac || mac === '' ? {} : { mac }) }
      return nic ? client.device.updateNic({ ...wish, nicId: nic.id }) : client.device.addNic({ ...wish, model })
    },
    onDone: onClose,
  })
  const title = nic ? t('connectTitle', { nic: nic.name, name: vm.name }) : t('addTitle', { name: vm.name })
  return (
    <FormDialog title={title} form={form} submitLabel={nic ? common('save') : t('add')} onClose={onClose}>
      <SelectField {...form.field('networkId')} value={chosen(form.values.networkId)} label={t('network')} choices={[...choices.map(each => ({ value: each.id, label: each.name })), { value: '', label: t('notConnected') }]} />
      {!nic && <SelectField {...form.field('model')} label={t('model')} choices={models.map(value => ({ value, label: value }))} />}
      <TextField {...form.field('mac')} label={t('mac')} hint={nic ? (vm.runtime ? t('macRestart') : undefined) : t('macHint')} autoComplete="off" />
      {vm.runtime && <ApplyField {...form.field('live')} />}
    </FormDialog>
  )
}
