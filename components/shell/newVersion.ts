const key = 'atrium.reloaded'

/** After an upgrade of the manager the parts of the old pages are gone: the new page is fetched, once for each part (not for ever, if that is not the cause). */
export function reloadForNewVersion(part: string): void {
  if (sessionStorage.getItem(key) === part) return
  sessionStorage.setItem(key, part)
  window.location.reload()
}
