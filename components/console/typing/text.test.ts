import { describe, expect, it } from 'vitest'
import { chord, type KeyEvent } from './keys'
import { keyboardLayoutNames, keyboardLayouts } from './layouts'
import { typeText } from './text'

const told = (events: readonly KeyEvent[]): string => events.map(e => `${e.down ? '+' : '-'}${e.code}`).join(' ')
const typed = (text: string, layout: 'us' | 'gb' | 'de' = 'us'): string => told(typeText(text, layout).strokes.flat())

describe('typeText', () => {
  it.each([
    ['a', '+KeyA -KeyA'],
    ['A', '+ShiftLeft +KeyA -KeyA -ShiftLeft'],
    ['1', '+Digit1 -Digit1'],
    ['|', '+ShiftLeft +Backslash -Backslash -ShiftLeft'],
    ['~', '+ShiftLeft +Backquote -Backquote -ShiftLeft'],
    ['"', '+ShiftLeft +Quote -Quote -ShiftLeft'],
    ['?', '+ShiftLeft +Slash -Slash -ShiftLeft'],
    ['\t', '+Tab -Tab'],
    ['a\r\nb', '+KeyA -KeyA +Enter -Enter +KeyB -KeyB'],
    ['a\rb', '+KeyA -KeyA +Enter -Enter +KeyB -KeyB'],
  ])('US: %j', (text, events) => {
    expect(typed(text)).toBe(events)
  })

  it('types every printable ASCII character with every layout', () => {
    const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('')
    for (const layout of keyboardLayoutNames) expect(typeText(ascii, layout)).toMatchObject({ untypable: [], strokes: { length: 95 } })
  })

  it('sends the keysym of the character and the key that makes it', () => {
    expect(typeText('é@', 'us').untypable).toEqual(['é'])
    expect(typeText('@').strokes[0]).toEqual([
      { keysym: 0xffe1, code: 'ShiftLeft', down: true },
      { keysym: 0x40, code: 'Digit2', down: true },
      { keysym: 0x40, code: 'Digit2', down: false },
      { keysym: 0xffe1, code: 'ShiftLeft', down: false },
    ])
  })

  it('uses AltGr, swapped keys and dead keys of the German layout', () => {
    expect(typed('@', 'de')).toBe('+AltRight +KeyQ -KeyQ -AltRight')
    expect(typed('z', 'de')).toBe('+KeyY -KeyY')
    expect(typed('^', 'de')).toBe('+Backquote -Backquote +Space -Space')
    expect(typeText('€', 'de').strokes[0]?.[1]).toEqual({ keysym: 0x010020ac, code: 'KeyE', down: true })
  })

  it('leaves out what the layout cannot type and names it once', () => {
    const result = typeText('a中b中😀')
    expect(result.strokes).toHaveLength(2)
    expect(result.untypable).toEqual(['中', '😀'])
  })

  it('composes accents first', () => {
    expect(typeText('u\u0308', 'de').untypable).toEqual([])
  })

  it('never leaves a key down', () => {
    for (const layout of keyboardLayoutNames) {
      const all = Object.values(keyboardLayouts[layout].keys).join('')
      const held = new Set<string>()
      for (const e of typeText(all, layout).strokes.flat()) {
        if (e.down) held.add(e.code)
        else held.delete(e.code)
      }
      expect([...held]).toEqual([])
    }
  })
})

describe('chord', () => {
  it('releases in the opposite order', () => {
    expect(told(chord(['ControlLeft', 'AltLeft', 'F2']))).toBe('+ControlLeft +AltLeft +F2 -F2 -AltLeft -ControlLeft')
    expect(chord(['F12'])[0]?.keysym).toBe(0xffc9)
  })
})
