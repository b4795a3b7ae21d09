import { setTimeout as pause } from 'node:timers/promises'

/**
 * Asks until the answer is there or the time is over. For things that tell of themselves only when asked (a pid, a port, another program).
 * @returns the first answer that is not undefined or false; undefined after `timeoutMs`
 */
export async function waitFor<T>(ask: () => Promise<T | undefined | false>, timeoutMs: number, everyMs = 50): Promise<T | undefined> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (performance.now() >= deadline) return undefined
    await pause(everyMs)
  }
}
