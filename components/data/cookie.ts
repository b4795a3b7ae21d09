/** Keeps a preference where the server sees it at the first byte (language, theme). Never for secrets: the session cookie is httpOnly. */
export const writeCookie = (name: string, value: string): void => {
  const secure = location.protocol === 'https:' ? '; secure' : ''
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${secure}`
}
