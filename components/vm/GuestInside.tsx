'use client'
import { Skeleton } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ActionState } from '@/server/contract/api/common'
import type { Vm } from '@/server/contract/api/vm'
import { api, client } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useCommand } from '@/components/data/useCommand'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ActionButton } from '@/components/ui/ActionButton'
import { ErrorState } from '@/components/ui/ErrorState'
import { Facts, InfoCard } from '@/components/ui/Facts'
import { later } from '@/components/ui/later'
import { Meter } from '@/components/ui/Meter'
import { Row } from '@/components/ui/Row'
import { guestMessages } from './guestMessages'
import styles from './vm.module.css'

const GuestSecret = later(() => import('./GuestSecret').then(m => m.GuestSecret))
const plain = ['sync-time', 'freeze', 'thaw', 'trim'] as const
const secret = ['set-password', 'add-ssh-keys'] as const
type Deed = (typeof plain)[number] | (typeof secret)[number]
const MiB = 1024 ** 2

/** Who is in the guest and how full it is, asked when the page is opened; and what its agent can do. */
export function GuestInside({ vm }: { vm: Vm }) {
  const t = useText(guestMessages)
  const f = useFormat()
  const [asked, setAsked] = useState<(typeof secret)[number] | null>(null)
  const frozen = vm.runtime?.frozen === true
  // A frozen agent answers nothing but the thaw.
  const details = useQuery({ ...api.vm.guest.queryOptions({ input: { id: vm.id } }), retry: false, enabled: !frozen })
  // The freeze apart: it has a field of its own.
  const command = useCommand((kind: (typeof plain)[number]) => client.vm.askGuest({ id: vm.id, deed: kind === 'freeze' ? { kind } : { kind } }), {
    failed: kind => t('failed', { name: vm.name, deed: t(kind) }),
    done: (_, kind) => t('done', { name: vm.name, deed: t(kind) }),
    onDone: () => void details.refetch(),
  })
  const refusal = (kind: Deed): ActionState => ({ allowed: false, reason: { code: kind === 'thaw' ? 'not_frozen' : 'frozen', params: {}, text: '' } })
  const button = (kind: Deed, allowed: boolean, onSelect: () => void) => (
    <ActionButton key={kind} variant="secondary" isAriaDisabled={command.isPending} item={{ id: kind, label: t(kind), onSelect, ...(allowed ? {} : { state: refusal(kind) }) }} />
  )
  const deeds = (
    <InfoCard title={t('actions')}>
      <Row>
        {plain.map(kind => button(kind, kind === 'thaw' ? frozen : !frozen, () => command.mutate(kind)))}
        {secret.map(kind => button(kind, !frozen, () => setAsked(kind)))}
      </Row>
    </InfoCard>
  )
  if (frozen) return deeds
  if (details.isError) return <ErrorState problem={asProblem(details.error)} since={details.errorUpdatedAt} onRetry={() => void details.refetch()} />
  if (!details.data) return <Skeleton height="8rem" screenreaderText={t('asking')} />
  const { users, fileSystems } = details.data
  return (
    <>
      <InfoCard title={t('users')}>
        {users.length === 0 ? t('noUsers') : users.map(({ name, loginAt }, at) => (
          <p key={at} className={styles.text}>{loginAt === null ? name : t('since', { name, time: f.dateTime(new Date(loginAt).toISOString()) })}</p>
        ))}
      </InfoCard>
      <InfoCard title={t('fileSystems')}>
        {fileSystems.length === 0 ? t('noFileSystems') : (
          <Facts
            facts={fileSystems.map(({ mountpoint, type, totalBytes, usedBytes }, at) => [
              `${mountpoint} (${type})${at > 0 && fileSystems.findIndex(one => one.mountpoint === mountpoint) < at ? ` ${at}` : ''}`,
              totalBytes ? (
                <Meter
                  percent={((usedBytes ?? 0) / totalBytes) * 100}
                  label={t('useOf', { name: mountpoint })}
                  text={t('usedOf', { used: f.mib((usedBytes ?? 0) / MiB), total: f.mib(totalBytes / MiB) })}
                />
              ) : '–',
            ])}
          />
        )}
      </InfoCard>
      {deeds}
      {asked && <GuestSecret vm={vm} kind={asked} onClose={() => setAsked(null)} />}
    </>
  )
}
