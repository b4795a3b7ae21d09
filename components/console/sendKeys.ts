import type { KeyEvent } from './typing/keys'

interface KeyTarget {
  sendKey: (keysym: number, code: string, down?: boolean) => void
}

export const sendKeys = (target: KeyTarget, events: readonly KeyEvent[]): void => {
  for (const { keysym, code, down } of events) target.sendKey(keysym, code, down)
}

/** Pause between characters, ms: QEMU's PS/2 keyboard keeps 16 bytes and drops the rest when the guest is slow. */
export const strokePauseMs = 20

/** Types the strokes one by one; `onProgress` gets the number done. Stops when `signal` is aborted. */
export async function typeStrokes(
  target: KeyTarget,
  strokes: readonly (readonly KeyEvent[])[],
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<void> {
  for (const [i, stroke] of strokes.entries()) {
    if (signal.aborted) return
    sendKeys(target, stroke)
    onProgress(i + 1)
    await new Promise(resolve => setTimeout(resolve, strokePauseMs))
  }
}
