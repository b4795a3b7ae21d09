const rank = (address: string): number => (/^(fe80:|169\.254\.)/i.test(address) ? 2 : address.includes(':') ? 1 : 0)

/** Addresses as people look for them: IPv4, IPv6, link-local last; loopback left out. The text is the guest's own: unchecked. */
export const usefulAddresses = (addresses: readonly string[]): string[] =>
  addresses.filter(a => !/^(127\.|::1$)/.test(a)).toSorted((a, b) => rank(a) - rank(b))
