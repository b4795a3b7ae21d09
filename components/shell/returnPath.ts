/** Where to go after logging in. Only paths of this site: `next=//evil.example` would lead elsewhere. */
export const returnPath = (next: string | null): string => (next && /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/')
