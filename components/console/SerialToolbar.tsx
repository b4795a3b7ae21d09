'use client'
import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core'
import CompressIcon from '@patternfly/react-icons/dist/dynamic/icons/compress-icon'
import CopyIcon from '@patternfly/react-icons/dist/dynamic/icons/copy-icon'
import EllipsisVIcon from '@patternfly/react-icons/dist/dynamic/icons/ellipsis-v-icon'
import ExpandIcon from '@patternfly/react-icons/dist/dynamic/icons/expand-icon'
import ExternalLinkAltIcon from '@patternfly/react-icons/dist/dynamic/icons/external-link-alt-icon'
import MinusIcon from '@patternfly/react-icons/dist/dynamic/icons/minus-icon'
import PasteIcon from '@patternfly/react-icons/dist/dynamic/icons/paste-icon'
import PlusIcon from '@patternfly/react-icons/dist/dynamic/icons/plus-icon'
import UniversalAccessIcon from '@patternfly/react-icons/dist/dynamic/icons/universal-access-icon'
import UnpluggedIcon from '@patternfly/react-icons/dist/dynamic/icons/unplugged-icon'
import { useState, type ReactNode } from 'react'
import { useText } from '@/components/i18n/useText'
import type { ConsolePhase } from './connection'
import { ConsoleState } from './ConsoleState'
import styles from './console.module.css'
import { consoleMessages } from './messages'
import { SearchOutput } from './SearchOutput'
import { ToolButton } from './ToolButton'
import type { OpenTerminal, TerminalLook } from './useTerminal'

export interface SerialTools {
  copy: () => void
  paste: () => void
  save: () => void
  clear: () => void
  tellSize: () => void
  fullScreen: () => void
  openWindow: (() => void) | null
  leave: () => void
}

interface SerialToolbarProps {
  lead: ReactNode
  /** Who else watches. */
  viewers: ReactNode
  phase: ConsolePhase
  open: OpenTerminal | null
  look: TerminalLook
  onLook: (change: Partial<TerminalLook>) => void
  size: { columns: number; rows: number }
  isFull: boolean
  tools: SerialTools
}

export function SerialToolbar({ lead, viewers, phase, open, look, onLook, size, isFull, tools }: SerialToolbarProps) {
  const t = useText(consoleMessages)
  const [menu, setMenu] = useState(false)
  const blind = phase === 'open' ? null : t('notOpen')
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t('toolbar')}>
      {lead}
      <SearchOutput open={open} />
      <ToolButton label={t('copy')} icon={<CopyIcon />} onClick={tools.copy} />
      <ToolButton label={t('paste')} icon={<PasteIcon />} refused={blind} onClick={tools.paste} />
      <ToolButton label={t('smaller')} icon={<MinusIcon />} refused={look.fontSize <= 8 ? t('smallest') : null} onClick={() => onLook({ fontSize: look.fontSize - 1 })} />
      <ToolButton label={t('larger')} icon={<PlusIcon />} refused={look.fontSize >= 32 ? t('largest') : null} onClick={() => onLook({ fontSize: look.fontSize + 1 })} />
      <ToolButton
        label={t('screenReader')}
        icon={<UniversalAccessIcon />}
        pressed={look.screenReader}
        onClick={() => onLook({ screenReader: !look.screenReader })}
      />
      <ToolButton label={t(isFull ? 'leaveFullScreen' : 'fullScreen')} icon={isFull ? <CompressIcon /> : <ExpandIcon />} onClick={tools.fullScreen} />
      {tools.openWindow && <ToolButton label={t('openWindow')} icon={<ExternalLinkAltIcon />} onClick={tools.openWindow} />}
      <ToolButton label={t('disconnect')} icon={<UnpluggedIcon />} refused={blind} onClick={tools.leave} />
      <Dropdown
        isOpen={menu}
        onOpenChange={setMenu}
        onSelect={() => setMenu(false)}
        popperProps={{ appendTo: 'inline' }}
        toggle={ref => (
          <MenuToggle ref={ref} variant="plain" size="sm" aria-label={t('more')} isExpanded={menu} icon={<EllipsisVIcon />} onClick={() => setMenu(!menu)} />
        )}
      >
        <DropdownList>
          <DropdownItem isDisabled={blind !== null} description={blind} onClick={tools.tellSize}>{t('guestSize', { columns: size.columns, rows: size.rows })}</DropdownItem>
          <DropdownItem onClick={tools.save}>{t('saveOutput')}</DropdownItem>
          <DropdownItem onClick={tools.clear}>{t('clear')}</DropdownItem>
        </DropdownList>
      </Dropdown>
      {viewers}
      <ConsoleState phase={phase} />
    </div>
  )
}
