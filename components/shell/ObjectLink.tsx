'use client'
import Link from 'next/link'
import { objectPath } from './paths'

/** The name of an object as a link to its page. `type` as the API names it: `vm`, `storage-domain` … */
export function ObjectLink({ type, id, name, tab }: { type: string; id: string | null; name: string; tab?: string }) {
  const path = id === null ? null : objectPath(type, id)
  // No prefetch: lists hold hundreds of links.
  return path ? (
    <Link href={tab ? `${path}?tab=${tab}` : path} prefetch={false}>
      {name}
    </Link>
  ) : (
    <>{name}</>
  )
}

/** The same for `{id, name}` or nothing. */
export const RefLink = ({ type, to }: { type: string; to: { id: string; name: string } | null }) =>
  to ? <ObjectLink type={type} id={to.id} name={to.name} /> : <>–</>
