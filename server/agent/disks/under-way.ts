const running = new Map<string, AbortController>()

/** Long work on a file that whoever wants the file gone can end. */
export const beginWork = (target: string): { signal: AbortSignal; end: () => void } => {
  const controller = new AbortController()
  running.set(target, controller)
  return { signal: controller.signal, end: () => running.delete(target) }
}

/** Ends the work on that file; it is refused as CANCELLED. */
export const abortWork = (target: string): void => running.get(target)?.abort()
