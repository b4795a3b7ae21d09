import { describe, expect, it } from 'vitest'
import type { ConsoleViewer } from '@/server/contract/api/console'
import { otherPeople } from './viewers'

let count = 0
const viewer = (name: string, protocol: 'vnc' | 'serial' = 'vnc'): ConsoleViewer => ({ id: String(count++), user: { id: `id-${name}`, name }, protocol, openedAt: '' })
const names = (viewers: ConsoleViewer[], own: Partial<Parameters<typeof otherPeople>[1]> = {}) =>
  otherPeople(viewers, { userId: 'id-me', protocol: 'vnc', isOpen: true, ...own }).map(user => user.name)

describe('who watches beside the reader', () => {
  it('is nobody when he is alone', () => expect(names([viewer('me')])).toEqual([]))
  it('names each person once, whatever he has open', () => expect(names([viewer('ann'), viewer('me'), viewer('ann', 'serial'), viewer('bob')])).toEqual(['ann', 'bob']))
  it('tells of his own second window', () => expect(names([viewer('me'), viewer('me')])).toEqual(['me']))
  it('tells of his own other kind of console', () => expect(names([viewer('me'), viewer('me', 'serial')])).toEqual(['me']))
  it('takes nobody away while his own is not open', () => expect(names([viewer('me')], { isOpen: false })).toEqual(['me']))
  it('takes nobody away before he is in the list', () => expect(names([viewer('ann')])).toEqual(['ann']))
})
