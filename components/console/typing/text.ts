import { holding, press, type KeyEvent } from './keys'
import { keyboardLayouts, type KeyboardLayout, type KeyboardLayoutName } from './layouts'

export interface TypedText {
  /** One entry per character typed, so that the sender can pause between them. */
  strokes: KeyEvent[][]
  /** Distinct characters that this layout has no key for; they are left out. */
  untypable: string[]
}

const modifiersAt: readonly (readonly string[])[] = [[], ['ShiftLeft'], ['AltRight']]
const control: Record<string, string> = { '\n': 'Enter', '\t': 'Tab', '\b': 'Backspace', '\u001b': 'Escape' }

const characterKeys = (layout: KeyboardLayout): Map<string, KeyEvent[]> => {
  const map = new Map<string, KeyEvent[]>()
  for (const [code, characters] of Object.entries(layout.keys)) {
    for (const [level, character] of [...characters].entries()) {
      if (map.has(character)) continue
      const typed = holding(modifiersAt[level] ?? [], press(code, character))
      map.set(character, layout.dead.includes(character) ? [...typed, ...press('Space', ' ')] : typed)
    }
  }
  return map
}

/**
 * Paste as typing: the key events that make `text` appear in a guest with that keyboard layout.
 * Line ends of any kind become Enter; Unicode is composed first, so `e` + combining accent counts as `é`.
 */
export function typeText(text: string, layoutName: KeyboardLayoutName = 'us'): TypedText {
  const keys = characterKeys(keyboardLayouts[layoutName])
  const strokes: KeyEvent[][] = []
  const untypable = new Set<string>()
  for (const character of text.normalize('NFC').replaceAll(/\r\n?/g, '\n')) {
    const code = control[character]
    const stroke = code ? press(code) : keys.get(character)
    if (stroke) strokes.push(stroke)
    else untypable.add(character)
  }
  return { strokes, untypable: [...untypable] }
}
