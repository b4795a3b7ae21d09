'use client'
import { useId, useState } from 'react'
import { Modal, ModalBody, TextInput } from '@patternfly/react-core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import type { StateKind } from '@/components/i18n/states'
import { useText } from '@/components/i18n/useText'
import { StateLabel } from '@/components/ui/StateLabel'
import { shellMessages } from './messages'
import { navigation, objectIcon } from './navigationItems'
import { filterEntries, groups, type PaletteEntry } from './paletteEntries'
import { objectPath } from './paths'
import styles from './shell.module.css'

const stateKinds: Record<string, StateKind> = { vm: 'vm', host: 'host', 'storage-domain': 'storage-domain' }
const typeWords: Record<string, keyof typeof commonMessages> = {
  vm: 'vm',
  host: 'host',
  cluster: 'cluster',
  datacenter: 'datacenter',
  network: 'logicalNetwork',
  template: 'template',
  'storage-domain': 'storageDomain',
  user: 'user',
  disk: 'disk',
}

function Result({ entry }: { entry: PaletteEntry }) {
  const Icon = objectIcon(entry.type ?? '')
  const kind = entry.type ? stateKinds[entry.type] : undefined
  return (
    <>
      {entry.group === 'objects' ? <Icon /> : null}
      {kind && entry.status ? <StateLabel kind={kind} state={entry.status} iconOnly /> : null}
      <span>{entry.label}</span>
      <span className={styles.resultKind}>{entry.kind}</span>
    </>
  )
}

/** Go to anything, do anything: type, choose with the arrows, Enter. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useText(shellMessages)
  const common = useText(commonMessages)
  const router = useRouter()
  const id = useId()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const found = useQuery({
    ...api.system.find.queryOptions({ input: { text: text.trim() } }),
    enabled: text.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

  const pages = navigation.flatMap(g => g.items).map((item): PaletteEntry => ({ id: item.path, group: 'pages', label: common(item.label), path: item.path }))
  const commands: PaletteEntry[] = [
    { id: 'new-vm', group: 'commands', label: t('newVm'), path: '/vms/new' },
    { id: 'import-vm', group: 'commands', label: t('importVm'), path: '/vms/import' },
    { id: 'add-host', group: 'commands', label: t('addHost'), path: '/hosts?new' },
  ]
  const objects = (text.trim() === '' ? [] : (found.data?.items ?? [])).flatMap((item): PaletteEntry[] => {
    const path = objectPath(item.type, item.id)
    const word = typeWords[item.type]
    return path ? [{ id: item.id, group: 'objects', label: item.name, kind: word ? common(word) : item.type, type: item.type, status: item.status, path }] : []
  })
  const entries = filterEntries([...objects, ...pages, ...commands], text)
  const take = (entry: PaletteEntry | undefined) => {
    if (!entry) return
    onClose()
    router.push(entry.path)
  }
  const keys: Record<string, () => void> = {
    ArrowDown: () => setActive(i => Math.min(i + 1, entries.length - 1)),
    ArrowUp: () => setActive(i => Math.max(i - 1, 0)),
    Enter: () => take(entries[active]),
  }
  return (
    <Modal isOpen variant="small" position="top" onClose={onClose} aria-label={t('searchAll')}>
      <ModalBody>
        <TextInput
          autoFocus
          type="search"
          value={text}
          placeholder={t('searchHint')}
          aria-label={t('searchAll')}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}list`}
          aria-activedescendant={entries[active] ? `${id}${active}` : undefined}
          onChange={(_, value) => {
            setText(value)
            setActive(0)
          }}
          onKeyDown={event => {
            const act = keys[event.key]
            if (!act) return
            event.preventDefault()
            act()
          }}
        />
        <ul id={`${id}list`} role="listbox" aria-label={t('searchAll')} className={styles.results}>
          {entries.length === 0 ? <li className={styles.group}>{t('nothingFound')}</li> : null}
          {groups.flatMap(group => {
            const own = entries.filter(e => e.group === group)
            return own.length === 0
              ? []
              : [
                  <li key={group} role="presentation" className={styles.group}>
                    {t(group)}
                  </li>,
                  ...own.map(entry => {
                    const i = entries.indexOf(entry)
                    return (
                      <li
                        key={entry.id}
                        id={`${id}${i}`}
                        role="option"
                        aria-selected={i === active}
                        className={styles.result}
                        ref={element => (i === active ? element?.scrollIntoView({ block: 'nearest' }) : undefined)}
                        onPointerMove={() => setActive(i)}
                        onClick={() => take(entry)}
                      >
                        <Result entry={entry} />
                      </li>
                    )
                  }),
                ]
          })}
        </ul>
      </ModalBody>
    </Modal>
  )
}
