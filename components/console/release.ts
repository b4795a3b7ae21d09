const modifiers = ['Control', 'Alt', 'Shift']

/**
 * The way out of a captured keyboard: Ctrl, Alt and Shift together, in any order (the event is that of the last one).
 * No guest uses the three alone, and every keyboard has them.
 */
export const isReleaseChord = (event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>): boolean =>
  modifiers.includes(event.key) && event.ctrlKey && event.altKey && event.shiftKey && !event.metaKey
