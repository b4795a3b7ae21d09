/**
 * Keyboard layouts as the guest has them. A row is the physical key (KeyboardEvent.code) and the characters it makes:
 * plain, with Shift, with AltGr. The VNC server gets physical keys, so text must be typed in the guest's layout.
 */
export interface KeyboardLayout {
  keys: Readonly<Record<string, string>>
  /** Characters whose key waits for the next key: Space must follow to get the character itself. */
  dead: string
}

const row = (codes: readonly string[], characters: readonly string[]): Record<string, string> =>
  Object.fromEntries(codes.map((code, i) => [code, characters[i] ?? '']))

const digits = ['Digit1', 'Digit2', 'Digit3', 'Digit4', 'Digit5', 'Digit6', 'Digit7', 'Digit8', 'Digit9', 'Digit0', 'Minus', 'Equal']
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const letterRow = row(letters.map(l => `Key${l}`), letters.map(l => l.toLowerCase() + l))

const us: KeyboardLayout = {
  keys: {
    ...letterRow,
    ...row(digits, ['1!', '2@', '3#', '4$', '5%', '6^', '7&', '8*', '9(', '0)', '-_', '=+']),
    Backquote: '`~', BracketLeft: '[{', BracketRight: ']}', Backslash: '\\|', Semicolon: ';:', Quote: '\'"', Comma: ',<', Period: '.>', Slash: '/?', Space: ' ',
  },
  dead: '',
}

const gb: KeyboardLayout = {
  keys: {
    ...us.keys,
    ...row(digits, ['1!', '2"', '3£', '4$€', '5%', '6^', '7&', '8*', '9(', '0)', '-_', '=+']),
    Backquote: '`¬', Quote: '\'@', Backslash: '#~', IntlBackslash: '\\|',
  },
  dead: '',
}

const de: KeyboardLayout = {
  keys: {
    ...letterRow,
    ...row(digits, ['1!', '2"²', '3§³', '4$', '5%', '6&', '7/{', '8([', '9)]', '0=}', 'ß?\\', '´`']),
    KeyY: 'zZ', KeyZ: 'yY', KeyQ: 'qQ@', KeyE: 'eE€', KeyM: 'mMµ',
    Backquote: '^°', BracketLeft: 'üÜ', BracketRight: '+*~', Backslash: '#\'', Semicolon: 'öÖ', Quote: 'äÄ',
    Comma: ',;', Period: '.:', Slash: '-_', IntlBackslash: '<>|', Space: ' ',
  },
  dead: '^´`',
}

export const keyboardLayouts = { us, gb, de } as const satisfies Record<string, KeyboardLayout>
export type KeyboardLayoutName = keyof typeof keyboardLayouts
export const keyboardLayoutNames: readonly KeyboardLayoutName[] = ['us', 'gb', 'de']
