'use client'
import { useEffect, useState, type ComponentType, type ReactNode } from 'react'

/**
 * A component whose code is fetched when it is first drawn, or before that by `load()`: then it is drawn at once.
 * Without Suspense on purpose: React holds back what comes after a fallback for up to 300 ms, at each level anew,
 * which is half of the time that a console may take to its first frame.
 */
export function later<Props extends object>(fetchCode: () => Promise<ComponentType<Props>>, fallback: ReactNode = null) {
  let ready: ComponentType<Props> | null = null
  let fetching: Promise<ComponentType<Props>> | null = null

  const load = (): Promise<ComponentType<Props>> => {
    fetching ??= fetchCode().then(
      component => (ready = component),
      (error: unknown) => {
        // A failed download must not be remembered for ever.
        fetching = null
        throw error
      },
    )
    return fetching
  }

  function Later(props: Props) {
    const [Component, setComponent] = useState(() => ready)
    const [error, setError] = useState<unknown>(null)
    useEffect(() => {
      if (Component) return
      let gone = false
      load().then(component => !gone && setComponent(() => component), (reason: unknown) => !gone && setError(reason))
      return () => {
        gone = true
      }
    }, [Component])
    // To the page's error boundary, which offers to try again.
    if (error) throw error
    return Component ? <Component {...props} /> : fallback
  }
  return Object.assign(Later, { load })
}
