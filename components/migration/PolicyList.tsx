'use client'
import { Content } from '@patternfly/react-core'
import { useState } from 'react'
import type { Policy } from '@/server/contract/api/migration'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { useMay } from '@/components/data/useSession'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ActionButton } from '@/components/ui/ActionButton'
import { ConfirmDialog } from '@/components/ui/ConfirmDialog'
import { InfoCard } from '@/components/ui/Facts'
import { later } from '@/components/ui/later'
import { SmallTable } from '@/components/ui/SmallTable'
import { migrationSettingsMessages } from './settingsMessages'
import { usePolicies } from './usePolicies'

const PolicyForm = later(() => import('./PolicyForm').then(m => m.PolicyForm))

type Open = { what: 'edit' | 'remove'; policy: Policy } | { what: 'create' } | null

/** All policies, what each does when a migration stalls, and who uses it. */
export function PolicyList() {
  const t = useText(migrationSettingsMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const { policies } = usePolicies()
  const [open, setOpen] = useState<Open>(null)
  const mayCreate = useMay('migration-policy.create', 'system')
  const mayEdit = useMay('migration-policy.update', 'system')
  const mayRemove = useMay('migration-policy.remove', 'system')
  const remove = useCommand(({ id }: Policy) => client.migrationPolicy.remove({ id }), { failed: ({ name }) => t('removeFailed', { name }) })
  const close = () => setOpen(null)

  const stall = ({ settings: { initialDowntimeMs, onStall } }: Policy): string => {
    const times = [initialDowntimeMs, ...onStall.flatMap(action => (action.kind === 'downtime' ? [action.ms] : []))].map(ms => f.number(ms)).join(' → ')
    const last = onStall.at(-1)
    return [t('ms', { value: times }), last && last.kind !== 'downtime' ? t(last.kind) : null].filter(Boolean).join(' · ')
  }
  const deeds = (policy: Policy) => policy.builtIn ? t('builtIn') : (
    <>
      <ActionButton variant="link" isInline item={{ id: 'edit', label: common('edit'), state: mayEdit, onSelect: () => setOpen({ what: 'edit', policy }) }} />
      {' · '}
      <ActionButton variant="link" isInline isDanger item={{ id: 'remove', label: common('remove'), state: mayRemove, onSelect: () => setOpen({ what: 'remove', policy }) }} />
    </>
  )
  const users = ({ clusterCount, vmCount }: Policy): string =>
    [clusterCount > 0 ? t('clusters', { count: clusterCount }) : null, vmCount > 0 ? t('vms', { count: vmCount }) : null].filter(Boolean).join(', ') || '–'
  return (
    <InfoCard
      title={t('policies')} wide
      foot={<ActionButton item={{ id: 'new', label: t('newPolicy'), primary: true, state: mayCreate, onSelect: () => setOpen({ what: 'create' }) }} />}
    >
      <Content component="p">{t('policiesBody')}</Content>
      <SmallTable
        label={t('policies')}
        head={[common('name'), t('onStall'), t('rate'), t('uses'), t('own')]}
        rows={policies.map(policy => ({
          key: policy.id,
          cells: [
            policy.label,
            stall(policy),
            policy.settings.bandwidthMiBps === null ? t('noLimit') : `${f.number(policy.settings.bandwidthMiBps)} MiB/s`,
            users(policy),
            deeds(policy),
          ],
        }))}
      />
      {open?.what === 'create' && <PolicyForm policy={null} onClose={close} />}
      {open?.what === 'edit' && <PolicyForm policy={open.policy} onClose={close} />}
      {open?.what === 'remove' && (
        <ConfirmDialog title={t('removePolicy', { name: open.policy.name })} confirmLabel={common('remove')} onConfirm={() => remove.mutate(open.policy)} onClose={close}>
          {t('removePolicyBody')}
        </ConfirmDialog>
      )}
    </InfoCard>
  )
}
