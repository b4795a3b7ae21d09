'use client'
import { Divider, Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core'
import KeyboardIcon from '@patternfly/react-icons/dist/dynamic/icons/keyboard-icon'
import { useState } from 'react'
import { useText } from '@/components/i18n/useText'
import styles from './console.module.css'
import { consoleMessages } from './messages'

const others: Record<string, readonly string[]> = {
  'Alt-Tab': ['AltLeft', 'Tab'],
  'Alt-F4': ['AltLeft', 'F4'],
  Esc: ['Escape'],
  Super: ['MetaLeft'],
  'Print Screen': ['PrintScreen'],
  'Alt-SysRq': ['AltLeft', 'PrintScreen'],
}
const functionKeys = Array.from({ length: 12 }, (_, i) => `F${i + 1}`)

/** Keys that the browser or the desktop keeps for itself. */
export function KeysMenu({ refused, onChord, onClose }: { refused: string | null; onChord: (codes: readonly string[]) => void; onClose: () => void }) {
  const t = useText(consoleMessages)
  const [isOpen, setIsOpen] = useState(false)
  const item = (name: string, codes: readonly string[]) => (
    <DropdownItem key={name} onClick={() => onChord(codes)}>
      {name}
    </DropdownItem>
  )
  return (
    <Dropdown
      isOpen={isOpen}
      isScrollable
      onOpenChange={setIsOpen}
      onSelect={() => {
        setIsOpen(false)
        onClose()
      }}
      popperProps={{ appendTo: 'inline' }}
      toggle={toggleRef => (
        <MenuToggle
          ref={toggleRef}
          variant="plainText"
          size="sm"
          icon={<KeyboardIcon />}
          aria-disabled={refused !== null}
          {...(refused === null ? {} : { title: refused, className: styles.refused })}
          isExpanded={isOpen}
          onClick={() => setIsOpen(!isOpen && refused === null)}
        >
          {t('keys')}
        </MenuToggle>
      )}
    >
      <DropdownList>
        {functionKeys.map(key => item(`Ctrl-Alt-${key}`, ['ControlLeft', 'AltLeft', key]))}
        {item('Ctrl-Alt-Backspace', ['ControlLeft', 'AltLeft', 'Backspace'])}
        <Divider component="li" />
        {Object.entries(others).map(([name, codes]) => item(name, codes))}
        <Divider component="li" />
        {functionKeys.map(key => item(key, [key]))}
      </DropdownList>
    </Dropdown>
  )
}
