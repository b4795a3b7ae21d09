'use client'
import { Checkbox } from '@patternfly/react-core'
import type { ImportProposal } from '@/server/contract/api/import'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { SmallTable } from '@/components/ui/SmallTable'
import { CellSelect } from './CellSelect'
import { changed, type ImportValues } from './importForm'
import { importMessages } from './messages'
import styles from './import.module.css'

interface Props {
  found: ImportProposal['disks']
  value: ImportValues['disks']
  onChange: (disks: ImportValues['disks']) => void
}

// Not imported: the page carries no zod.
const buses = (['virtio', 'scsi', 'sata', 'ide', 'usb'] as const).map(bus => ({ value: bus, label: bus }))
const formats = [{ value: 'qcow2' as const, label: 'qcow2' }, { value: 'raw' as const, label: 'raw' }]

/** Each disk of the machine: taken along or not, and how the guest shall see it. */
export function ImportDisks({ found, value, onChange }: Props) {
  const t = useText(importMessages)
  const f = useFormat()
  const words = useWords()
  const rows = found.flatMap(({ key, file, sizeMiB, controller, problem }) => {
    const wish = value.find(each => each.key === key)
    if (!wish) return []
    const disk = file ?? key
    const set = (part: Partial<typeof wish>) => onChange(changed(value, key, part))
    return [{
      key,
      cells: [
        <Checkbox key="take" id={`take-${key}`} aria-label={t('takeDisk', { disk })} isChecked={wish.taken} isDisabled={problem !== null} onChange={(_, taken) => set({ taken })} />,
        <span key="file">{disk}{problem && <div className={styles.problem}>{words.reason(problem)}</div>}</span>,
        f.mib(sizeMiB), controller || '–',
        <CellSelect key="bus" label={t('busOf', { disk })} value={wish.bus} choices={buses} isDisabled={!wish.taken} onChange={bus => set({ bus })} />,
        <CellSelect key="format" label={t('formatOf', { disk })} value={wish.format} choices={formats} isDisabled={!wish.taken} onChange={format => set({ format })} />,
      ],
    }]
  })
  return <SmallTable label={t('disks')} head={[t('take'), t('file'), t('size'), t('was'), t('bus'), t('format')]} rows={rows} />
}
