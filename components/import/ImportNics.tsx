'use client'
import { Checkbox } from '@patternfly/react-core'
import type { ImportProposal } from '@/server/contract/api/import'
import type { Network } from '@/server/contract/api/infrastructure'
import { useText } from '@/components/i18n/useText'
import { SmallTable } from '@/components/ui/SmallTable'
import { CellSelect } from './CellSelect'
import { changed, type ImportValues } from './importForm'
import { importMessages } from './messages'

interface Props {
  found: ImportProposal['nics']
  networks: readonly Network[]
  value: ImportValues['nics']
  onChange: (nics: ImportValues['nics']) => void
}

// Not imported: the page carries no zod.
const models = (['virtio', 'e1000', 'e1000e', 'rtl8139', 'vmxnet3', 'pcnet', 'ne2k_pci'] as const).map(model => ({ value: model, label: model }))

/** Each card: from the network that it was on to one of ours. */
export function ImportNics({ found, networks, value, onChange }: Props) {
  const t = useText(importMessages)
  const choices = [{ value: '', label: t('noNetwork') }, ...networks.map(({ id, name }) => ({ value: id, label: name }))]
  const rows = found.flatMap(({ key, network, mac }) => {
    const wish = value.find(each => each.key === key)
    if (!wish) return []
    const set = (part: Partial<typeof wish>) => onChange(changed(value, key, part))
    const keep = mac && <Checkbox id={`mac-${key}`} aria-label={t('keepMacOf', { mac, card: key })} label={t('keepMac', { mac })} isChecked={wish.keepMac} onChange={(_, keepMac) => set({ keepMac })} />
    return [{
      key,
      cells: [
        key, network || '–',
        <CellSelect key="network" label={t('networkOf', { card: key })} value={wish.networkId ?? ''} choices={choices} onChange={id => set({ networkId: id || null })} />,
        <CellSelect key="model" label={t('modelOf', { card: key })} value={wish.model} choices={models} onChange={model => set({ model })} />,
        keep ?? t('newMac'),
      ],
    }]
  })
  return <SmallTable label={t('nics')} head={[t('card'), t('thereNetwork'), t('hereNetwork'), t('model'), t('address')]} rows={rows} />
}
