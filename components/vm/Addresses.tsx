import { usefulAddresses } from './usefulAddresses'

/** The most useful address, and how many more there are; all of them in the tooltip. */
export function Addresses({ addresses }: { addresses: readonly string[] | undefined }) {
  const [first, ...rest] = usefulAddresses(addresses ?? [])
  if (first === undefined) return <>–</>
  return <span title={[first, ...rest].join('\n')} style={{ whiteSpace: 'nowrap' }}>{first}{rest.length > 0 ? ` +${rest.length}` : ''}</span>
}
