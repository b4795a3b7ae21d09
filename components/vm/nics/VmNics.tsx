'use client'
import { useState } from 'react'
import type { Nic, Vm } from '@/server/contract/api/vm'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { RefLink } from '@/components/shell/ObjectLink'
import { ActionButton } from '@/components/ui/ActionButton'
import { ActionSwitch } from '@/components/ui/ActionSwitch'
import { ActionMenu } from '@/components/ui/ActionMenu'
import { ConfirmDialog } from '@/components/ui/ConfirmDialog'
import { EmptyList } from '@/components/ui/EmptyList'
import { later } from '@/components/ui/later'
import { SmallTable } from '@/components/ui/SmallTable'
import styles from '../vm.module.css'
import { nicMessages } from './messages'

const NicDialog = later(() => import('../hardware/OptionsDialog').then(m => m.NicDialog))
const NicForm = later(() => import('./NicForm').then(m => m.NicForm))

type Open = { what: 'add' } | { what: 'connect' | 'options' | 'remove'; nic: Nic }

/** The machine's network cards: the link of each, what it is connected to, and the ways to change it. */
export function VmNics({ vm }: { vm: Vm }) {
  const t = useText(nicMessages)
  const common = useText(commonMessages)
  const [open, setOpen] = useState<Open | null>(null)
  const close = (): void => setOpen(null)
  const link = useCommand(
    ({ nic, up }: { nic: Nic; up: boolean }) => client.device.updateNic({ id: vm.id, nicId: nic.id, options: { link: up ? 'up' : 'down' } }),
    { failed: ({ nic }) => t('linkFailed', { nic: nic.name }) },
  )
  const remove = useCommand((nic: Nic) => client.device.removeNic({ id: vm.id, nicId: nic.id }), { failed: nic => t('removeFailed', { nic: nic.name }) })
  const state = vm.actions.edit
  const items = (nic: Nic) => [
    { id: 'options', label: t('options'), state, onSelect: () => setOpen({ what: 'options', nic }) },
    { id: 'connect', label: t('connect'), state, onSelect: () => setOpen({ what: 'connect', nic }) },
    { id: 'remove', label: t('remove'), danger: true, state, onSelect: () => setOpen({ what: 'remove', nic }) },
  ]
  const add = <ActionButton variant="primary" item={{ id: 'add-nic', label: t('add'), state, onSelect: () => setOpen({ what: 'add' }) }} />
  return (
    <>
      {vm.nics.length === 0 ? <EmptyList title={t('none')} body={t('noneBody')} action={add} /> : (
        <>
          <div className={styles.above}>{add}</div>
          <SmallTable
            label={t('network')}
            head={[t('name'), t('link'), t('network'), t('model'), t('mac'), t('actions')]}
            rows={vm.nics.map(nic => ({
              key: nic.id,
              cells: [
                nic.name,
                <ActionSwitch
                  id={`link-${nic.id}`}
                  label={t(nic.options.link)}
                  aria-label={t('linkOf', { nic: nic.name })}
                  isChecked={nic.options.link === 'up'}
                  state={state}
                  isPending={link.isPending}
                  onChange={up => link.mutate({ nic, up })}
                />,
                nic.network ? <RefLink type="network" to={nic.network} /> : t('notConnected'),
                nic.model,
                <code>{nic.mac}</code>,
                <ActionMenu items={items(nic)} label={common('actionsFor', { name: nic.name })} />,
              ],
            }))}
          />
          {vm.runtime?.guest && vm.runtime.guest.addresses.length > 0 && <p className={styles.subtle}>{t('addresses')}: <span className={styles.text}>{vm.runtime.guest.addresses.join(', ')}</span></p>}
        </>
      )}
      {open?.what === 'add' && <NicForm vm={vm} nic={null} onClose={close} />}
      {open?.what === 'connect' && <NicForm vm={vm} nic={open.nic} onClose={close} />}
      {open?.what === 'options' && <NicDialog vm={vm} nic={open.nic} onClose={close} />}
      {open?.what === 'remove' && (
        <ConfirmDialog title={t('removeTitle', { nic: open.nic.name, name: vm.name })} confirmLabel={t('remove')} onConfirm={() => remove.mutate(open.nic)} onClose={close}>
          {t('removeBody', { mac: open.nic.mac })}
        </ConfirmDialog>
      )}
    </>
  )
}
