'use client'
import type { StorageProbe } from '@/server/contract/api/storage-import'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { CheckField } from '@/components/ui/form/CheckField'
import type { FieldProps } from '@/components/ui/form/types'
import { Notice } from '@/components/ui/Notice'
import { SmallTable } from '@/components/ui/SmallTable'
import { StateLabel } from '@/components/ui/StateLabel'
import { importMessages } from './importMessages'
import { storageMessages } from './messages'

/** What each host says of the place, and what lies there already. */
export function ProbeResult({ probe: { hosts, existing, problem }, takeOver }: { probe: StorageProbe; takeOver: FieldProps<boolean> }) {
  const t = useText(storageMessages)
  const i = useText(importMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const words = useWords()
  return (
    <div role="status" aria-label={i('answers')}>
      {hosts.length === 0 ? <Notice variant="warning" title={i('noHostAsked')} /> : (
        <SmallTable
          label={i('answers')}
          head={[common('host'), i('answer'), t('free'), t('capacity')]}
          rows={hosts.map(({ host, usable, text, freeMiB, capacityMiB }) => ({
            key: host.id,
            cells: [
              host.name,
              <span key="a"><StateLabel kind="check" state={usable ? 'pass' : 'fail'} iconOnly /> {text || i('usable')}</span>,
              f.mib(freeMiB), f.mib(capacityMiB),
            ],
          }))}
        />
      )}
      {problem ? <Notice variant="danger" title={i('badMetadata')}>{words.reason(problem)}</Notice> : null}
      {existing ? (
        <Notice variant={existing.known !== null ? 'danger' : existing.owner === 'other' ? 'warning' : 'info'} title={i('existing', { name: existing.name })}>
          <p>{existing.known !== null ? i('existingKnown', { name: existing.known }) : i('existingBody', { vms: existing.vmCount, disks: existing.diskCount, templates: existing.templateCount })}</p>
          {existing.known === null && existing.owner === 'other' ? (
            <>
              <p>{i('ownerOther')}</p>
              <CheckField {...takeOver} label={i('takeOver')} description={i('takeOverHelp')} />
            </>
          ) : null}
        </Notice>
      ) : null}
    </div>
  )
}
