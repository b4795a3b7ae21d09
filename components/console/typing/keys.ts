/** One key event for RFB.sendKey: X11 keysym, KeyboardEvent.code, press or release. */
export interface KeyEvent {
  keysym: number
  code: string
  down: boolean
}

/** Keys that make no character, by KeyboardEvent.code (X11 keysymdef.h). */
const named: Record<string, number> = {
  Backspace: 0xff08, Tab: 0xff09, Enter: 0xff0d, Escape: 0xff1b, Delete: 0xffff,
  ShiftLeft: 0xffe1, ShiftRight: 0xffe2, ControlLeft: 0xffe3, ControlRight: 0xffe4, AltLeft: 0xffe9,
  AltRight: 0xfe03, MetaLeft: 0xffeb, PrintScreen: 0xff61, Space: 0x20,
  ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`F${i + 1}`, 0xffbe + i])),
}

/** X11: Latin-1 characters are their own keysym, all others are 0x01000000 + code point. */
export const keysymOf = (character: string): number => {
  const point = character.codePointAt(0) ?? 0
  return point >= 0x20 && point <= 0xff ? point : 0x01000000 + point
}

export const press = (code: string, character?: string): KeyEvent[] => {
  const keysym = character === undefined ? (named[code] ?? 0) : keysymOf(character)
  return [{ keysym, code, down: true }, { keysym, code, down: false }]
}

/** The same keys with modifiers held round them, released in the opposite order. */
export const holding = (modifiers: readonly string[], inside: readonly KeyEvent[]): KeyEvent[] => [
  ...modifiers.map(code => ({ keysym: named[code] ?? 0, code, down: true })),
  ...inside,
  ...modifiers.toReversed().map(code => ({ keysym: named[code] ?? 0, code, down: false })),
]

/** `chord(['ControlLeft', 'AltLeft', 'F2'])`: all pressed in order, released in the opposite order. */
export const chord = (codes: readonly string[]): KeyEvent[] => holding(codes.slice(0, -1), press(codes.at(-1) ?? ''))

/** Lets go of every modifier, on both sides of the keyboard. */
export const heldModifiers: readonly KeyEvent[] = ['ControlLeft', 'ControlRight', 'AltLeft', 'AltRight', 'ShiftLeft', 'ShiftRight', 'MetaLeft'].map(code => ({
  keysym: named[code] ?? 0,
  code,
  down: false,
}))
