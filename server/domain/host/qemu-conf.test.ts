import { expect, it } from 'vitest'
import { stringSetting, withSetting } from './qemu-conf'

it('reads what is set, not what is commented out', () => {
  expect(stringSetting('#lock_manager = "sanlock"\n', 'lock_manager')).toBeNull()
  expect(stringSetting('user = "root"\n  lock_manager="lockd" # ours\n', 'lock_manager')).toBe('lockd')
})

it('adds a setting and leaves every other line', () => {
  const stock = '# user = "root"\ngroup = "kvm"'
  const text = withSetting(stock, 'lock_manager', 'lockd')
  expect(text.startsWith(stock)).toBe(true)
  expect(stringSetting(text, 'lock_manager')).toBe('lockd')
  expect(stringSetting(text, 'group')).toBe('kvm')
})
