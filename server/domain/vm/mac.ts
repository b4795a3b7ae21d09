/** oVirt's prefix (locally administered) and 32 bits of the card's own id. */
export const macOf = (nicId: string): string => ['56', '6f', ...(nicId.replaceAll('-', '').slice(0, 8).match(/../g) ?? [])].join(':')
