/** Hands a file to the browser's downloads. */
export function download(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The browser has the blob once the click returns, but Firefox reads it a little later.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** `web 1`, `CPU`, time → `web_1-CPU-2026-01-02T030405Z.csv`: no character that a file system refuses. */
export const fileName = (parts: readonly string[], at: Date, extension: string): string => {
  const stamp = `${at.toISOString().slice(0, 19).replaceAll(':', '')}Z`
  return `${[...parts, stamp].map(part => part.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_')).join('-')}.${extension}`
}
