/** Also in the browser, where there is no node:net. @returns 4 or 6, null when `text` is no IP address */
export function addressVersion(text: string): 4 | 6 | null {
  if (/^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/.test(text)) return 4
  return /^[0-9a-fA-F:.]{2,45}$/.test(text) && text.includes(':') && URL.canParse(`http://[${text}]/`) ? 6 : null
}
