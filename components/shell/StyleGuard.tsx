'use client'
import { useEffect } from 'react'
import { reloadForNewVersion } from './newVersion'

const pauseMs = 1_000
const longestPauseMs = 15_000

/** A stylesheet that did not arrive is there, but its rules may not be read. */
function isLost({ sheet }: HTMLLinkElement): boolean {
  try {
    return sheet === null || sheet.cssRules === null
  } catch {
    return true
  }
}

/** The browser remembers that a stylesheet failed: it is asked for under another address, and put where it belongs in the cascade. */
function ask(failed: HTMLLinkElement, attempt: number): Promise<HTMLLinkElement> {
  const link = document.createElement('link')
  const address = new URL(failed.href)
  address.searchParams.set('again', String(attempt))
  link.rel = 'stylesheet'
  link.href = address.href
  return new Promise((resolve, reject) => {
    link.onload = () => resolve(link)
    link.onerror = () => {
      link.remove()
      reject(new Error(`The stylesheet ${failed.href} could not be loaded.`))
    }
    failed.after(link)
  })
}

/** True when the manager answers and has no such file: the page is of a version before this one. */
const isOutdated = async (href: string): Promise<boolean> => (await fetch(href, { method: 'HEAD', cache: 'no-store' })).status === 404

async function recover(failed: HTMLLinkElement, stopped: () => boolean): Promise<void> {
  for (let attempt = 1; !stopped(); attempt += 1) {
    try {
      if (await isOutdated(failed.href)) return reloadForNewVersion(failed.href)
      await ask(failed, attempt)
      return
    } catch {
      await new Promise(resolve => setTimeout(resolve, Math.min(longestPauseMs, pauseMs * attempt)))
    }
  }
}

/** A stylesheet that was lost, because the manager was just being restarted, is asked for until it is there: no page stays bare. */
export function StyleGuard() {
  useEffect(() => {
    let stopped = false
    const asked = new Set<string>()
    const lost = (link: HTMLLinkElement) => {
      if (asked.has(link.href) || new URL(link.href).searchParams.has('again')) return
      asked.add(link.href)
      void recover(link, () => stopped)
    }
    const heard = ({ target }: Event) => {
      if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') lost(target)
    }
    // Those that came with the page have failed by now, if they fail.
    const look = () => {
      for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')) if (isLost(link)) lost(link)
    }
    if (document.readyState === 'complete') look()
    else window.addEventListener('load', look)
    // An error of a resource does not bubble; it can be caught on its way down.
    window.addEventListener('error', heard, true)
    return () => {
      stopped = true
      window.removeEventListener('load', look)
      window.removeEventListener('error', heard, true)
    }
  }, [])
  return null
}
